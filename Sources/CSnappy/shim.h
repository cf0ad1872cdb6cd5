// Gives Swift the public header of libsnappy; nothing of its own.
#include <snappy-c.h>
