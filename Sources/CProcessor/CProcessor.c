#include "CProcessor.h"

int cprocessor_has_avx2_and_fma(void) {
#if defined(__x86_64__)
    // The compiler's runtime looks at CPUID and XGETBV both.
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return 0;
#endif
}
