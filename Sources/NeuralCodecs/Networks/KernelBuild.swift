/// The builds of the kernels; all compute the same bits.
package enum KernelBuild: String, Sendable, CaseIterable {
    /// For any processor. NEON on arm64; on x86-64 without FMA instructions, which makes it many times slower.
    case portable
    /// For x86-64 with AVX2 and FMA.
    case avx2

    /// Whether this processor and system run this build.
    package var isAvailable: Bool {
        switch self {
        case .portable: return true
        case .avx2:
            #if arch(x86_64)
            return ProcessorFeatures.hasAVX2AndFMA
            #else
            return false
            #endif
        }
    }

    /// The fastest available one.
    package static let fastest: KernelBuild = KernelBuild.avx2.isAvailable ? .avx2 : .portable
}
