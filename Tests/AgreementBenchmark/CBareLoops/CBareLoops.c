#include "CBareLoops.h"

#include <string.h>
#include <time.h>

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#ifdef WITH_ZSTD
#include <zstd.h>
#endif
#ifdef WITH_LZ4
#include <lz4.h>
#include <lz4hc.h>
#endif

// Everything a pass needs, and what it leaves behind for the next one, as a library's own benchmark keeps its contexts.
typedef struct {
    int level;
    const void *source;
    size_t source_size;
    void *destination;
    size_t destination_size;
    void *context;
} Work;

// One pass; the size of the output, or 0 when the library said no.
typedef size_t (*Pass)(Work *);

static size_t zlib_compress(Work *work) {
    uLongf size = work->destination_size;
    return compress2(work->destination, &size, work->source, work->source_size, work->level) == Z_OK ? size : 0;
}

static size_t zlib_decompress(Work *work) {
    uLongf size = work->destination_size;
    return uncompress(work->destination, &size, work->source, work->source_size) == Z_OK ? size : 0;
}

static size_t xz_compress(Work *work) {
    size_t size = 0;
    lzma_ret status = lzma_easy_buffer_encode(work->level, LZMA_CHECK_CRC64, NULL, work->source, work->source_size,
                                              work->destination, &size, work->destination_size);
    return status == LZMA_OK ? size : 0;
}

static size_t xz_decompress(Work *work) {
    uint64_t limit = UINT64_MAX;
    size_t read = 0, size = 0;
    lzma_ret status = lzma_stream_buffer_decode(&limit, 0, NULL, work->source, &read, work->source_size, work->destination,
                                                &size, work->destination_size);
    return status == LZMA_OK ? size : 0;
}

static size_t bzip2_compress(Work *work) {
    unsigned size = work->destination_size;
    int status = BZ2_bzBuffToBuffCompress(work->destination, &size, (char *)work->source, work->source_size, work->level, 0, 0);
    return status == BZ_OK ? size : 0;
}

static size_t bzip2_decompress(Work *work) {
    unsigned size = work->destination_size;
    int status = BZ2_bzBuffToBuffDecompress(work->destination, &size, (char *)work->source, work->source_size, 0, 0);
    return status == BZ_OK ? size : 0;
}

#ifdef WITH_ZSTD
static size_t zstd_compress(Work *work) {
    if (!work->context) work->context = ZSTD_createCCtx();
    size_t size = ZSTD_compressCCtx(work->context, work->destination, work->destination_size, work->source,
                                    work->source_size, work->level);
    return ZSTD_isError(size) ? 0 : size;
}

static size_t zstd_decompress(Work *work) {
    if (!work->context) work->context = ZSTD_createDCtx();
    size_t size = ZSTD_decompressDCtx(work->context, work->destination, work->destination_size, work->source, work->source_size);
    return ZSTD_isError(size) ? 0 : size;
}
#endif

#ifdef WITH_LZ4
static size_t lz4_compress(Work *work) {
    int size = work->level < LZ4HC_CLEVEL_MIN
        ? LZ4_compress_default(work->source, work->destination, work->source_size, work->destination_size)
        : LZ4_compress_HC(work->source, work->destination, work->source_size, work->destination_size, work->level);
    return size > 0 ? size : 0;
}

static size_t lz4_decompress(Work *work) {
    int size = LZ4_decompress_safe(work->source, work->destination, work->source_size, work->destination_size);
    return size > 0 ? size : 0;
}
#endif

static Pass pass_of(const char *codec, int decompresses) {
    if (!strcmp(codec, "zlib")) return decompresses ? zlib_decompress : zlib_compress;
    if (!strcmp(codec, "xz")) return decompresses ? xz_decompress : xz_compress;
    if (!strcmp(codec, "bzip2")) return decompresses ? bzip2_decompress : bzip2_compress;
#ifdef WITH_ZSTD
    if (!strcmp(codec, "zstd")) return decompresses ? zstd_decompress : zstd_compress;
#endif
#ifdef WITH_LZ4
    if (!strcmp(codec, "lz4")) return decompresses ? lz4_decompress : lz4_compress;
#endif
    return NULL;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

long bare_loop(const char *codec, int level, int decompresses, const void *source, size_t source_size, void *destination,
               size_t destination_size, long minimum_runs, double minimum_seconds, double *seconds, long capacity,
               size_t *produced) {
    Pass pass = pass_of(codec, decompresses);
    Work work = {level, source, source_size, destination, destination_size, NULL};
    if (!pass || !(*produced = pass(&work))) return -1;
    long count = 0;
    double total = 0;
    while (count < capacity && (count < minimum_runs || total < minimum_seconds)) {
        double start = now();
        size_t size = pass(&work);
        seconds[count] = now() - start;
        if (size != *produced) return -1;
        total += seconds[count++];
    }
    // The process ends soon, and the context with it.
    return count;
}
