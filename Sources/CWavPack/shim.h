// Gives Swift the public header of libwavpack; nothing of its own.
#include <wavpack/wavpack.h>
