// Gives Swift the public headers of zlib; nothing of its own.
#include <zlib.h>
