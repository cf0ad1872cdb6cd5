/// What Swift cannot ask a processor by itself.
#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Whether AVX2 and FMA instructions may be used: the processor has them and the system saves their registers. Zero on
/// every processor that is not x86-64.
int cprocessor_has_avx2_and_fma(void);

/// Makes the calling process run on one processor, counted from 0. Returns whether the system took the wish.
int cprocessor_pin(int processor);

/// Writes the twelve characters, and a NUL, with which a hypervisor signs itself. Zero where there is none, and on every
/// processor that is not x86-64.
int cprocessor_hypervisor(char signature[13]);

/// Tells the processor that the cache line at `place` will be read and written soon. Never faults, whatever `place` is;
/// here because Swift has no such instruction.
static inline __attribute__((always_inline)) void cprocessor_prefetch(const void *place) {
    __builtin_prefetch(place, 1, 3);
}

/// `value` without its fraction, which must lie inside the range of the result: one instruction, where Swift looks at the
/// range first.
static inline __attribute__((always_inline)) int cprocessor_truncated(float value) { return (int)value; }

#endif
