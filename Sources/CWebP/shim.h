// Gives Swift the public headers of libwebp; nothing of its own.
#include <webp/decode.h>
#include <webp/encode.h>
