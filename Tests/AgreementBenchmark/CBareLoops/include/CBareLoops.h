#ifndef CBARELOOPS_H
#define CBARELOOPS_H

#include <stddef.h>

/// Calls one function of one library over and over, as a C program would that measures nothing but that, until at least
/// `minimum_runs` passes are done and they took `minimum_seconds` together. One pass before them is not counted.
///
/// `codec` is `zlib`, `xz`, `bzip2`, `zstd` or `lz4`; `level` is what the library calls so. The seconds that each pass took go
/// into `seconds`, which has room for `capacity` of them.
///
/// Returns how many passes were timed, or -1 when the library said no or is not part of this build. `produced` is the size
/// of what came out.
long bare_loop(const char *codec, int level, int decompresses, const void *source, size_t source_size, void *destination,
               size_t destination_size, long minimum_runs, double minimum_seconds, double *seconds, long capacity,
               size_t *produced);

#endif
