// Gives Swift the public headers of liblzo2, and what is a macro in them, which Swift cannot call.
#ifndef NCBENCH_CLZO_SHIM_H
#define NCBENCH_CLZO_SHIM_H

#include <lzo/lzo1x.h>

// Compares the header's idea of the types with the library's; LZO_E_OK where they agree.
static inline int ncbench_lzo_init(void) { return lzo_init(); }

#endif
