// main LEVEL RAW STREAM: encodes RAW, looks for the payload in STREAM, which another machine wrote, and decodes it.
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

intptr_t encode_payload(intptr_t level, const uint8_t *raw, intptr_t count, uint8_t *payload, intptr_t capacity);
bool decode_payload(
    intptr_t level, const uint8_t *payload, intptr_t payload_count, const uint8_t *expected, intptr_t count);

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
    if (argc != 4) return 2;
    size_t raw_count, stream_count, capacity = 1 << 24;
    const uint8_t *raw = contents(argv[2], &raw_count);
    const uint8_t *stream = contents(argv[3], &stream_count);
    uint8_t *payload = malloc(capacity);
    intptr_t count = encode_payload(atoi(argv[1]), raw, raw_count, payload, capacity);
    bool is_same = count > 0 && memmem(stream, stream_count, payload, count) != NULL;
    bool comes_back = count > 0 && decode_payload(atoi(argv[1]), payload, count, raw, raw_count);
    printf("level %s: %ld bytes as %ld, %s, %s\n", argv[1], (long)raw_count, (long)count,
           is_same ? "the same as on this machine" : "NOT what this machine writes",
           comes_back ? "decoded" : "NOT decoded");
    return is_same && comes_back ? 0 : 1;
}
