// Gives Swift the public headers of libbz2; nothing of its own.
#include <bzlib.h>
