// Gives Swift libpng. Unlike the other shims this one has code of its own, because libpng reports errors by longjmp, which
// must not cross a Swift frame: each function here catches its errors itself and returns them. It can go when libpng
// offers an interface with return codes that also takes compression levels and 16-bit samples as they are.
#ifndef NCBENCH_CPNG_SHIM_H
#define NCBENCH_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a call did, and the memory it reads or writes.
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t position;
    // Whether the memory was too small: the end of the input, or of the room for the output.
    int exhausted;
    char message[128];
} ncbench_png_memory;

// The pixels of an image, row by row, big-endian where a sample has two bytes.
typedef struct {
    uint32_t width;
    uint32_t height;
    // 1 for grey, 3 for red, green and blue; one more with alpha.
    int channel_count;
    // 8 or 16; or 1, rows padded to bytes, a set bit black, as in Netpbm's bitmaps.
    int bits_per_sample;
} ncbench_png_shape;

static inline void ncbench_png_fail(png_structp png, png_const_charp message) {
    ncbench_png_memory *memory = (ncbench_png_memory *)png_get_error_ptr(png);
    strncpy(memory->message, message, sizeof memory->message - 1);
    png_longjmp(png, 1);
}

static inline void ncbench_png_ignore(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static inline void ncbench_png_write(png_structp png, png_bytep data, size_t count) {
    ncbench_png_memory *memory = (ncbench_png_memory *)png_get_io_ptr(png);
    if (count > memory->count - memory->position) {
        memory->exhausted = 1;
        png_error(png, "the output does not fit");
    }
    memcpy(memory->bytes + memory->position, data, count);
    memory->position += count;
}

static inline void ncbench_png_flush(png_structp png) { (void)png; }

static inline void ncbench_png_read(png_structp png, png_bytep data, size_t count) {
    ncbench_png_memory *memory = (ncbench_png_memory *)png_get_io_ptr(png);
    if (count > memory->count - memory->position) {
        memory->exhausted = 1;
        png_error(png, "the stream ends too early");
    }
    memcpy(data, memory->bytes + memory->position, count);
    memory->position += count;
}

static inline int ncbench_png_color_type(const ncbench_png_shape *shape) {
    switch (shape->channel_count) {
    case 1: return PNG_COLOR_TYPE_GRAY;
    case 2: return PNG_COLOR_TYPE_GRAY_ALPHA;
    case 3: return PNG_COLOR_TYPE_RGB;
    default: return PNG_COLOR_TYPE_RGB_ALPHA;
    }
}

static inline size_t ncbench_png_row_byte_count(const ncbench_png_shape *shape) {
    return ((size_t)shape->width * (size_t)shape->channel_count * (size_t)shape->bits_per_sample + 7) / 8;
}

// Writes a PNG file into `output` and returns 1, or returns 0 with a message in `output`.
//
// All five filters are tried on every row (libpng's own heuristic chooses). IDAT chunks hold 256 KiB instead of 8, which
// saves 12 bytes each.
static inline int ncbench_png_encode(
    ncbench_png_memory *output, const ncbench_png_shape *shape, const unsigned char *pixels, int level
) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, output, ncbench_png_fail, ncbench_png_ignore);
    if (png == NULL) return 0;
    png_infop info = png_create_info_struct(png);
    if (info == NULL || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return 0;
    }
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_write_fn(png, output, ncbench_png_write, ncbench_png_flush);
    png_set_IHDR(
        png, info, shape->width, shape->height, shape->bits_per_sample, ncbench_png_color_type(shape),
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, level);
    png_set_compression_buffer_size(png, 256 << 10);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
    png_write_info(png, info);
    if (shape->bits_per_sample == 1) png_set_invert_mono(png);
    for (uint32_t row = 0; row < shape->height; row++) {
        png_write_row(png, pixels + (size_t)row * ncbench_png_row_byte_count(shape));
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return 1;
}

// Reads a PNG file of exactly this shape into `pixels` and returns 1, or returns 0 with a message in `input`.
//
// Palettes, interlacing and every warning of the library are errors: the encoder above writes nothing that causes
// them. Chunks that are not needed for the pixels are skipped unread.
static inline int ncbench_png_decode(
    ncbench_png_memory *input, const ncbench_png_shape *shape, unsigned char *pixels
) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, input, ncbench_png_fail, ncbench_png_fail);
    if (png == NULL) return 0;
    png_infop info = png_create_info_struct(png);
    if (info == NULL || setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return 0;
    }
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_benign_errors(png, 0);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_read_fn(png, input, ncbench_png_read);
    png_read_info(png, info);
    if (png_get_image_width(png, info) != shape->width || png_get_image_height(png, info) != shape->height
        || png_get_bit_depth(png, info) != shape->bits_per_sample
        || png_get_color_type(png, info) != ncbench_png_color_type(shape)
        || png_get_interlace_type(png, info) != PNG_INTERLACE_NONE) {
        png_error(png, "the image is of another kind than its header says");
    }
    if (shape->bits_per_sample == 1) {
        png_set_invert_mono(png);
        // The library leaves the bits behind the ends of rows as they are.
        memset(pixels, 0, (size_t)shape->height * ncbench_png_row_byte_count(shape));
    }
    for (uint32_t row = 0; row < shape->height; row++) {
        png_read_row(png, pixels + (size_t)row * ncbench_png_row_byte_count(shape), NULL);
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return 1;
}

// Has libpng read from `input`: pictures of any size, wrong checksums only where the pixels do not need what they are of.
static inline void ncbench_png_begin(png_structp png, png_infop info, ncbench_png_memory *input) {
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_read_fn(png, input, ncbench_png_read);
    png_read_info(png, info);
}

// Reads the picture as it is and refuses one with colours that its palette does not have, which libpng would make black.
// Returns as ncbench_png_read_any.
static inline int ncbench_png_check_palette(ncbench_png_memory *input) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, input, ncbench_png_fail, ncbench_png_ignore);
    if (png == NULL) return 0;
    png_infop info = png_create_info_struct(png);
    unsigned char *volatile row = NULL;
    if (info == NULL || setjmp(png_jmpbuf(png))) {
        free(row);
        png_destroy_read_struct(&png, &info, NULL);
        return 0;
    }
    ncbench_png_begin(png, info, input);
    png_colorp palette = NULL;
    int colours = 0;
    if (png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(png, info, &palette, &colours)
        && colours < 1 << png_get_bit_depth(png, info)) {
        // An index a byte.
        png_set_packing(png);
        int passes = png_set_interlace_handling(png);
        png_read_update_info(png, info);
        uint32_t width = png_get_image_width(png, info);
        // Passes leave some of it as it is.
        row = calloc(1, png_get_rowbytes(png, info));
        if (row == NULL) png_error(png, "out of memory");
        int largest = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (uint32_t left = png_get_image_height(png, info); left > 0; left--) {
                png_read_row(png, row, NULL);
                for (uint32_t column = 0; column < width; column++) {
                    if (row[column] > largest) largest = row[column];
                }
            }
        }
        if (largest >= colours) {
            char message[64];
            snprintf(message, sizeof message, "colour %d is not in the palette, which has %d", largest, colours);
            png_error(png, message);
        }
    }
    free(row);
    png_destroy_read_struct(&png, &info, NULL);
    input->position = 0;
    return 1;
}

// Reads any PNG file's samples as they are: palettes become red, green and blue, grey below 8 bits becomes 8 bits, and
// interlacing is undone; what is transparent keeps its alpha as a last channel. No gamma, no colour conversion.
//
// Without `pixels` only fills `shape`, whose channel count then includes alpha: 1 to 4. Returns 1, or 0 with a message in
// `input` and the place where reading ended. Checksums must be right for everything that the pixels need.
static inline int ncbench_png_read_any(
    ncbench_png_memory *input, ncbench_png_shape *shape, unsigned char *pixels
) {
    if (pixels != NULL && !ncbench_png_check_palette(input)) return 0;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, input, ncbench_png_fail, ncbench_png_ignore);
    if (png == NULL) return 0;
    png_infop info = png_create_info_struct(png);
    if (info == NULL || setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return 0;
    }
    ncbench_png_begin(png, info, input);
    png_set_expand(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    ncbench_png_shape found = {
        png_get_image_width(png, info), png_get_image_height(png, info), png_get_channels(png, info),
        png_get_bit_depth(png, info),
    };
    if (pixels != NULL) {
        if (found.width != shape->width || found.height != shape->height
            || found.channel_count != shape->channel_count || found.bits_per_sample != shape->bits_per_sample) {
            png_error(png, "the file changed while it was read");
        }
        for (int pass = 0; pass < passes; pass++) {
            for (uint32_t row = 0; row < found.height; row++) {
                png_read_row(png, pixels + (size_t)row * ncbench_png_row_byte_count(&found), NULL);
            }
        }
        png_read_end(png, NULL);
    }
    *shape = found;
    png_destroy_read_struct(&png, &info, NULL);
    return 1;
}

#endif
