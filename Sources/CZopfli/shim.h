// Gives Swift the public header of libzopfli; nothing of its own.
#include <zopfli/zopfli.h>
