#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#include <string.h>

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

int cprocessor_hypervisor(char signature[13]) {
#if defined(__x86_64__)
    unsigned int a, b, c, d;
    // Bit 31 of ECX is kept free by every real processor; then leaf 0x40000000 is the hypervisor's.
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 31)) return 0;
    __cpuid(0x40000000, a, b, c, d);
    memcpy(signature, &b, 4);
    memcpy(signature + 4, &c, 4);
    memcpy(signature + 8, &d, 4);
    signature[12] = 0;
    return 1;
#else
    (void)signature;
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
