// Gives Swift the public headers of liblz4; nothing of its own.
#include <lz4.h>
#include <lz4hc.h>
