// Gives Swift the public headers of libjxl and libjxl_threads; nothing of its own.
#include <jxl/decode.h>
#include <jxl/encode.h>
#include <jxl/thread_parallel_runner.h>
