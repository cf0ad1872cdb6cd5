// Gives Swift OpenJPEG. Two functions stand for the library's because its parameters hold file names of 4,096 characters,
// which Swift makes tuples of as many elements. They can go when Swift imports arrays as such.
#ifndef NCBENCH_COPENJPEG_SHIM_H
#define NCBENCH_COPENJPEG_SHIM_H

#include <openjpeg.h>
#include <stdint.h>
#include <string.h>

// What a call did, and the memory it reads or writes.
typedef struct {
    unsigned char *bytes;
    size_t capacity;
    // Where the library reads or writes next, and the end of what was written so far.
    size_t position;
    size_t count;
    // Whether the memory was too small.
    int exhausted;
    // The first error that the library reports.
    char message[128];
} ncbench_jp2_memory;

// The pixels of an image, row by row, channels interleaved, big-endian where a sample has two bytes.
typedef struct {
    uint32_t width;
    uint32_t height;
    // 1 for grey, 3 for red, green and blue; one more with alpha.
    uint32_t channel_count;
    // 1 to 16; above 8 a sample has two bytes.
    uint32_t bits_per_sample;
} ncbench_jp2_shape;

static inline void ncbench_jp2_report(const char *message, void *data) {
    ncbench_jp2_memory *memory = (ncbench_jp2_memory *)data;
    if (memory->message[0] != 0) return;
    strncpy(memory->message, message, sizeof memory->message - 1);
    memory->message[strcspn(memory->message, "\n")] = 0;
}

static inline OPJ_SIZE_T ncbench_jp2_read(void *bytes, OPJ_SIZE_T count, void *data) {
    ncbench_jp2_memory *memory = (ncbench_jp2_memory *)data;
    size_t left = memory->capacity - memory->position;
    if (left == 0) return (OPJ_SIZE_T)-1;
    if (count > left) count = left;
    memcpy(bytes, memory->bytes + memory->position, count);
    memory->position += count;
    return count;
}

static inline OPJ_SIZE_T ncbench_jp2_write(void *bytes, OPJ_SIZE_T count, void *data) {
    ncbench_jp2_memory *memory = (ncbench_jp2_memory *)data;
    if (count > memory->capacity - memory->position) {
        memory->exhausted = 1;
        return (OPJ_SIZE_T)-1;
    }
    memcpy(memory->bytes + memory->position, bytes, count);
    memory->position += count;
    if (memory->position > memory->count) memory->count = memory->position;
    return count;
}

static inline OPJ_BOOL ncbench_jp2_seek(OPJ_OFF_T position, void *data) {
    ncbench_jp2_memory *memory = (ncbench_jp2_memory *)data;
    if (position < 0 || (uint64_t)position > memory->capacity) return OPJ_FALSE;
    memory->position = (size_t)position;
    return OPJ_TRUE;
}

static inline OPJ_OFF_T ncbench_jp2_skip(OPJ_OFF_T count, void *data) {
    ncbench_jp2_memory *memory = (ncbench_jp2_memory *)data;
    return ncbench_jp2_seek((OPJ_OFF_T)memory->position + count, data) ? count : -1;
}

static inline opj_stream_t *ncbench_jp2_stream(ncbench_jp2_memory *memory, OPJ_BOOL is_input) {
    opj_stream_t *stream = opj_stream_default_create(is_input);
    if (stream == NULL) return NULL;
    opj_stream_set_read_function(stream, ncbench_jp2_read);
    opj_stream_set_write_function(stream, ncbench_jp2_write);
    opj_stream_set_seek_function(stream, ncbench_jp2_seek);
    opj_stream_set_skip_function(stream, ncbench_jp2_skip);
    opj_stream_set_user_data(stream, memory, NULL);
    if (is_input) opj_stream_set_user_data_length(stream, memory->capacity);
    return stream;
}

static inline opj_codec_t *ncbench_jp2_codec(opj_codec_t *codec, ncbench_jp2_memory *memory) {
    if (codec != NULL) opj_set_error_handler(codec, ncbench_jp2_report, memory);
    return codec;
}

static inline opj_image_t *ncbench_jp2_image(const ncbench_jp2_shape *shape, const unsigned char *pixels) {
    opj_image_cmptparm_t parameters[4];
    memset(parameters, 0, sizeof parameters);
    for (uint32_t channel = 0; channel < shape->channel_count; channel++) {
        parameters[channel].dx = parameters[channel].dy = 1;
        parameters[channel].w = shape->width;
        parameters[channel].h = shape->height;
        parameters[channel].prec = shape->bits_per_sample;
    }
    opj_image_t *image = opj_image_create(
        shape->channel_count, parameters, shape->channel_count < 3 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB);
    if (image == NULL) return NULL;
    image->x1 = shape->width;
    image->y1 = shape->height;
    if (shape->channel_count % 2 == 0) image->comps[shape->channel_count - 1].alpha = 1;
    size_t pixel_count = (size_t)shape->width * shape->height;
    for (size_t pixel = 0; pixel < pixel_count; pixel++) {
        for (uint32_t channel = 0; channel < shape->channel_count; channel++) {
            OPJ_INT32 value = *pixels++;
            if (shape->bits_per_sample > 8) value = value << 8 | *pixels++;
            image->comps[channel].data[pixel] = value;
        }
    }
    return image;
}

// Writes a lossless JP2 file into `output` and returns 1, or returns 0, with a message in `output` unless memory is short.
//
// What opj_compress writes by default: the reversible wavelet 5/3 with the reversible colour transform, one tile, one layer,
// six resolutions, fewer where a side has less than 32 pixels.
static inline int ncbench_jp2_encode(
    ncbench_jp2_memory *output, const ncbench_jp2_shape *shape, const unsigned char *pixels, int threads
) {
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_mct = shape->channel_count >= 3;
    uint32_t side = shape->width < shape->height ? shape->width : shape->height;
    while (parameters.numresolution > 1 && side >> (parameters.numresolution - 1) == 0) parameters.numresolution--;

    opj_image_t *image = ncbench_jp2_image(shape, pixels);
    opj_codec_t *codec = ncbench_jp2_codec(opj_create_compress(OPJ_CODEC_JP2), output);
    opj_stream_t *stream = ncbench_jp2_stream(output, OPJ_FALSE);
    int succeeded = image != NULL && codec != NULL && stream != NULL && opj_setup_encoder(codec, &parameters, image)
        && (threads < 2 || opj_codec_set_threads(codec, threads)) && opj_start_compress(codec, image, stream)
        && opj_encode(codec, stream) && opj_end_compress(codec, stream);
    if (stream != NULL) opj_stream_destroy(stream);
    if (codec != NULL) opj_destroy_codec(codec);
    if (image != NULL) opj_image_destroy(image);
    return succeeded && !output->exhausted;
}

// Reads a JP2 file of exactly this shape into `pixels` and returns 1, or returns 0, with a message in `input` unless
// memory is short.
static inline int ncbench_jp2_decode(
    ncbench_jp2_memory *input, const ncbench_jp2_shape *shape, unsigned char *pixels, int threads
) {
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_image_t *image = NULL;
    opj_codec_t *codec = ncbench_jp2_codec(opj_create_decompress(OPJ_CODEC_JP2), input);
    opj_stream_t *stream = ncbench_jp2_stream(input, OPJ_TRUE);
    int succeeded = codec != NULL && stream != NULL && opj_setup_decoder(codec, &parameters)
        && (threads < 2 || opj_codec_set_threads(codec, threads)) && opj_read_header(stream, codec, &image)
        && opj_decode(codec, stream, image) && opj_end_decompress(codec, stream);
    if (succeeded) {
        // Boxes that say something else than the code stream could change what comes out.
        succeeded = image->numcomps == shape->channel_count;
        for (uint32_t channel = 0; succeeded && channel < shape->channel_count; channel++) {
            const opj_image_comp_t *component = &image->comps[channel];
            succeeded = component->data != NULL && component->w == shape->width && component->h == shape->height
                && component->prec == shape->bits_per_sample && component->sgnd == 0;
        }
        if (!succeeded) ncbench_jp2_report("the image is of another kind than its header says", input);
    }
    size_t pixel_count = succeeded ? (size_t)shape->width * shape->height : 0;
    OPJ_INT32 maximum = (OPJ_INT32)((1u << shape->bits_per_sample) - 1);
    for (size_t pixel = 0; pixel < pixel_count; pixel++) {
        for (uint32_t channel = 0; channel < shape->channel_count; channel++) {
            OPJ_INT32 value = image->comps[channel].data[pixel] & maximum;
            if (shape->bits_per_sample > 8) *pixels++ = (unsigned char)(value >> 8);
            *pixels++ = (unsigned char)value;
        }
    }
    if (stream != NULL) opj_stream_destroy(stream);
    if (codec != NULL) opj_destroy_codec(codec);
    if (image != NULL) opj_image_destroy(image);
    return succeeded;
}

#endif
