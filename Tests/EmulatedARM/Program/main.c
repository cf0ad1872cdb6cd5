// main train BATCH EPOCHS RAW MODEL: trains with RAW's lines, and compares with MODEL, which another machine trained.
// main KIND LEVEL SHAPE RAW STREAM [MODEL]: with what MODEL learnt, encodes RAW, looks for the payload in STREAM, which another machine wrote, and decodes it.
// KIND and SHAPE are those of Coding.swift.
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

intptr_t encode_payload(
    intptr_t kind, intptr_t level, intptr_t shape, const uint8_t *model, intptr_t model_count, const uint8_t *raw, intptr_t count,
    uint8_t *payload, intptr_t capacity);
bool decode_payload(
    intptr_t kind, intptr_t level, intptr_t shape, const uint8_t *model, intptr_t model_count, const uint8_t *payload,
    intptr_t payload_count, const uint8_t *expected, intptr_t count);
bool train_model(
    intptr_t batch, intptr_t epochs, const uint8_t *raw, intptr_t count, const uint8_t *model, intptr_t model_count);

static uint8_t *contents(const char *path, size_t *count) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    uint8_t *bytes = malloc(1 << 24);
    *count = bytes == NULL ? 0 : fread(bytes, 1, 1 << 24, file);
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 6 && argc != 7) return 2;
    if (strcmp(argv[1], "train") == 0) {
        size_t raw_count, model_count;
        const uint8_t *raw = contents(argv[4], &raw_count), *model = contents(argv[5], &model_count);
        bool is_same = train_model(atoi(argv[2]), atoi(argv[3]), raw, raw_count, model, model_count);
        printf("training with %ld bytes, a model of %ld: %s\n", (long)raw_count, (long)model_count,
               is_same ? "the same as on this machine" : "NOT what this machine trains");
        return is_same ? 0 : 1;
    }
    const intptr_t kind = atoi(argv[1]), level = atoi(argv[2]), shape = atoi(argv[3]);
    static const char *const names[] = {"lstm", "mix, bytes", "mix, pixels", "mix, samples", "rnn", "gru", "transformer"};
    if (kind < 0 || kind >= (intptr_t)(sizeof names / sizeof *names)) return 2;
    size_t raw_count, stream_count, model_count = 0, capacity = 1 << 24;
    const uint8_t *model = argc == 7 ? contents(argv[6], &model_count) : NULL;
    const uint8_t *raw = contents(argv[4], &raw_count);
    const uint8_t *stream = contents(argv[5], &stream_count);
    uint8_t *payload = malloc(capacity);
    intptr_t count = encode_payload(kind, level, shape, model, model_count, raw, raw_count, payload, capacity);
    bool is_same = count > 0 && memmem(stream, stream_count, payload, count) != NULL;
    bool comes_back = count > 0 && decode_payload(kind, level, shape, model, model_count, payload, count, raw, raw_count);
    printf("%s%s, level %s: %ld bytes as %ld, %s, %s\n", names[kind], argc == 7 ? ", trained beforehand" : "", argv[2], (long)raw_count, (long)count,
           is_same ? "the same as on this machine" : "NOT what this machine writes",
           comes_back ? "decoded" : "NOT decoded");
    return is_same && comes_back ? 0 : 1;
}
