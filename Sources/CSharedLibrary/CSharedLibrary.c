#define _GNU_SOURCE
#include "CSharedLibrary.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

int ncbench_library_path(const char *function, char *path, size_t capacity) {
    void *address = dlsym(RTLD_DEFAULT, function);
    Dl_info place;
    if (address == NULL || dladdr(address, &place) == 0 || place.dli_fname == NULL) return 0;
    char *resolved = realpath(place.dli_fname, NULL);
    if (resolved == NULL) return 0;
    size_t count = strlen(resolved) + 1;
    int fits = count <= capacity;
    if (fits) memcpy(path, resolved, count);
    free(resolved);
    return fits;
}
