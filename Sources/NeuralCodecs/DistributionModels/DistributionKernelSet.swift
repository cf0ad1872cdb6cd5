import NeuralKernels
import NeuralKernelsAVX2

/// The kernels as the models of pixels and samples call them; both builds of the kernels' sources conform as they are. What
/// each does is documented there.
protocol DistributionKernelSet: KernelSet {
    static func beginIntervals(lower: UnsafeMutablePointer<Float>, upper: UnsafeMutablePointer<Float>, count: Int)
    static func distributionOdds(
        threshold: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>, lower: UnsafePointer<Float>,
        upper: UnsafePointer<Float>, middle: UnsafeMutablePointer<Float>, odds: UnsafeMutablePointer<Float>, count: Int)
    static func mixtureOdds(
        threshold: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, interval: UnsafePointer<Float>, middle: UnsafeMutablePointer<Float>
    ) -> Float
    static func mix(
        inputs: UnsafePointer<Float>, count: Int, weights: UnsafePointer<UnsafeMutablePointer<Float>>, sets: Int,
        probabilities: UnsafeMutablePointer<Float>, stretched: UnsafeMutablePointer<Float>,
        finalWeights: UnsafePointer<Float>
    ) -> Float
    static func learnMix(
        bit: Float, probability: Float, inputs: UnsafePointer<Float>, count: Int,
        weights: UnsafePointer<UnsafeMutablePointer<Float>>, sets: Int, probabilities: UnsafePointer<Float>,
        stretched: UnsafePointer<Float>, finalWeights: UnsafeMutablePointer<Float>, rate: Float, finalRate: Float)
    static func stretch(_ values: UnsafeMutablePointer<Float>, count: Int)
    static var slotByteCount: Int { get }
    static func histogramOdds(
        slots: UnsafePointer<UnsafeMutableRawPointer>, references: UnsafePointer<UInt16>, count: Int, low: UInt16,
        threshold: UInt16, high: UInt16, floor: Float, weightedFloor: Float, odds: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>)
    static func countInHistograms(
        slots: UnsafePointer<UnsafeMutableRawPointer>, references: UnsafePointer<UInt16>, count: Int, value: UInt16)
    static func squash(_ values: UnsafeMutablePointer<Float>, count: Int, slope: Float)
    static func mixture(
        outputs: UnsafePointer<Float>, bases: UnsafePointer<Float>, multiples: UnsafePointer<Float>, scale: Float,
        means: UnsafeMutablePointer<Float>, inverseScales: UnsafeMutablePointer<Float>,
        weights: UnsafeMutablePointer<Float>)
    static func mixtureGradient(
        lower: Float, upper: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, scale: Float, gradient: UnsafeMutablePointer<Float>)
    static func normaliseGradient(
        _ gradient: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int, rate: Float,
        step: Float)
    static func hiddenGradient(
        weights: UnsafePointer<Float>, gradient: UnsafePointer<Float>, activations: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>, columns: Int, rows: Int)
    static func addOuterProduct(
        weights: UnsafeMutablePointer<Float>, inputs: UnsafePointer<Float>, step: UnsafePointer<Float>, columns: Int,
        rows: Int)
}

extension NeuralKernels.Kernels: DistributionKernelSet {}
extension NeuralKernelsAVX2.Kernels: DistributionKernelSet {}
