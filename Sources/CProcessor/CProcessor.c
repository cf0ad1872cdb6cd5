#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif

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

int cprocessor_pin(int processor) {
#if defined(__linux__)
    cpu_set_t set;
    if (processor < 0 || processor >= CPU_SETSIZE) return 0;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
#else
    (void)processor;
    return 0;
#endif
}
