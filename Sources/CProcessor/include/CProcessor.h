/// What Swift cannot ask a processor by itself.
#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Whether AVX2 and FMA instructions may be used: the processor has them and the system saves their registers. Zero on
/// every processor that is not x86-64.
int cprocessor_has_avx2_and_fma(void);

/// Makes the calling process run on one processor, counted from 0. Returns whether the system took the wish.
int cprocessor_pin(int processor);

#endif
