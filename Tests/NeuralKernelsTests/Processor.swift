import NeuralCodecs

/// Whether the second build of the kernels runs here.
let hasAVX2AndFMA = KernelBuild.avx2.isAvailable
