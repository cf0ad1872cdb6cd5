// Gives Swift the public headers of libdeflate; nothing of its own.
#include <libdeflate.h>
