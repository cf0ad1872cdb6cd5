#if arch(x86_64)
internal import CProcessor

/// What the processor and the operating system offer.
enum ProcessorFeatures {
    /// Whether AVX2 and FMA instructions may be used: the processor has them and the system saves their registers.
    static let hasAVX2AndFMA = cprocessor_has_avx2_and_fma() != 0
}
#endif
