// Gives Swift the public header of libbzip3, and one function that hides a parameter which version 1.5 added. It can go
// when no distribution has an older version.
#ifndef NCBENCH_CBZIP3_SHIM_H
#define NCBENCH_CBZIP3_SHIM_H

#include <libbz3.h>

// Decodes a block in place. The buffer must hold bz3_bound() bytes of the state's block size. Version 1.5 brought both
// the size of the buffer and this error.
static inline int32_t ncbench_bz3_decode_block(
    struct bz3_state *state, uint8_t *buffer, size_t buffer_size, int32_t size, int32_t original_size
) {
#ifdef BZ3_ERR_DATA_SIZE_TOO_SMALL
    return bz3_decode_block(state, buffer, buffer_size, size, original_size);
#else
    (void)buffer_size;
    return bz3_decode_block(state, buffer, size, original_size);
#endif
}

#endif
