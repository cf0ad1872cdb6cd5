// Gives Swift the public headers of libzstd; nothing of its own.
#include <zstd.h>
#include <zstd_errors.h>
#include <zdict.h>
