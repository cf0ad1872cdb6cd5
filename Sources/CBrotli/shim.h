// Gives Swift the public headers of libbrotlienc and libbrotlidec; nothing of its own.
#include <brotli/encode.h>
#include <brotli/decode.h>
