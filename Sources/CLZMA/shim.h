// Gives Swift the public headers of liblzma; nothing of its own.
#include <lzma.h>
