// Where a shared library lies that the program runs with. A target of its own because glibc declares dladdr for C only
// under _GNU_SOURCE, which Swift cannot set; it can go when Swift's Glibc module has the function.
#ifndef NCBENCH_CSHAREDLIBRARY_H
#define NCBENCH_CSHAREDLIBRARY_H

#include <stddef.h>

// Writes the path of the library that holds a function, symbolic links resolved. Returns 1, or 0 where there is none
// or its path does not fit.
int ncbench_library_path(const char *function, char *path, size_t capacity);

#endif
