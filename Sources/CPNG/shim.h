// Gives Swift the public headers of libpng; nothing of its own.
#include <png.h>
