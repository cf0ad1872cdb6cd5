import NeuralKernels
import NeuralKernelsAVX2

/// The kernels as the model calls them; both builds of the kernels' sources conform as they are. What each does is
/// documented there.
protocol KernelSet {
    static func accumulateProduct(
        weights: UnsafePointer<Float>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        columns: Int, rows: Int)
    static func accumulateProduct(
        weights: UnsafePointer<Float>, stride columnStride: Int, input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>, columns: Int, rows: Int)
    static func accumulateRows(
        _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, output: UnsafeMutablePointer<Float>, length: Int
    )
    static func accumulateProducts(
        weights: UnsafePointer<Float>, input: UnsafePointer<Float>, inputStride: Int,
        output: UnsafeMutablePointer<Float>, steps: Int, columns: Int, rows: Int)
    static func transposedProducts(
        weights: UnsafePointer<Float>, gradient: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        steps: Int, columns: Int, rows: Int)
    static func transpose(
        _ input: UnsafePointer<Float>, inputStride: Int, output: UnsafeMutablePointer<Float>, outputStride: Int,
        rows: Int, columns: Int)
    static func accumulateTransposed(
        _ input: UnsafePointer<Float>, inputStride: Int, output: UnsafeMutablePointer<Float>, outputStride: Int,
        rows: Int, columns: Int)
    static func updateMatrix(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>,
        inputs: UnsafePointer<Float>, inputStride: Int, gradients: UnsafePointer<Float>,
        steps: Int, columns: Int, rows: Int, rate: Float, decay: Float, correction: Float, epsilon: Float)
    static func updateVector(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        length: Int, rate: Float, decay: Float, correction: Float, epsilon: Float)
    static func updateRow(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>, absence: Float,
        gradients: UnsafePointer<Float>, steps: UnsafePointer<Int32>, count: Int, length: Int,
        rate: Float, decay: Float, correction: Float, epsilon: Float)
    static func sumSteps(
        _ gradients: UnsafePointer<Float>, steps: Int, length: Int, output: UnsafeMutablePointer<Float>)
    static func cellForward(
        preactivations: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousCell: UnsafePointer<Float>, cell: UnsafeMutablePointer<Float>,
        cellTangent: UnsafeMutablePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int)
    static func cellBackward(
        hiddenGradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, activations: UnsafePointer<Float>, scales: UnsafePointer<Float>,
        previousCell: UnsafePointer<Float>, cellTangent: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, gainGradient: UnsafeMutablePointer<Float>,
        biasGradient: UnsafeMutablePointer<Float>, units: Int)
    static func elmanForward(
        preactivations: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        scale: UnsafeMutablePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int)
    static func elmanBackward(
        hiddenGradient: UnsafePointer<Float>, normalised: UnsafePointer<Float>, scale: Float,
        hidden: UnsafePointer<Float>, gain: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int)
    static func gruForward(
        preactivations: UnsafeMutablePointer<Float>, recurrent: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousHidden: UnsafePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int)
    static func gruBackward(
        hiddenGradient: UnsafePointer<Float>, carriedGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, activations: UnsafePointer<Float>,
        scales: UnsafePointer<Float>, previousHidden: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, recurrentGradient: UnsafeMutablePointer<Float>,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int)
    static func minimalGRUForward(
        preactivations: UnsafeMutablePointer<Float>, recurrent: UnsafePointer<Float>?, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousHidden: UnsafePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int)
    static func minimalGRUBackward(
        hiddenGradient: UnsafePointer<Float>, carriedGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, recurrent: UnsafePointer<Float>?, activations: UnsafePointer<Float>,
        scales: UnsafePointer<Float>, previousHidden: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, recurrentGradient: UnsafeMutablePointer<Float>?,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int)
    static func normaliseForward(
        _ values: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        scale: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>, length: Int)
    static func normaliseBackward(
        _ gradient: UnsafeMutablePointer<Float>, normalised: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        scale: Float, gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, length: Int)
    static func softmaxBackward(
        probabilities: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, length: Int)
    static func multiply(
        _ values: UnsafePointer<Float>, by factors: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
        length: Int)
    static func add(_ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, length: Int)
    static func softmax(logits: UnsafePointer<Float>, count: Int, probabilities: UnsafeMutablePointer<Float>)
    static func frequencies(
        of probabilities: UnsafePointer<Float>, count: Int, into frequencies: UnsafeMutablePointer<UInt32>
    ) -> UInt32
    static func cumulativeFrequency(_ frequencies: UnsafePointer<UInt32>, before symbol: Int) -> UInt32
    static func combine(
        _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, scales: UnsafePointer<Float>, count: Int,
        output: UnsafeMutablePointer<Float>, length: Int)
    static func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, length: Int) -> Float
    static func scale(
        _ input: UnsafePointer<Float>, by factor: Float, into output: UnsafeMutablePointer<Float>, length: Int)
    static func mixBit(
        rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, inputs: UnsafePointer<Float>, length: Int,
        sums: UnsafeMutablePointer<Float>)
    static func learnBit(
        rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, inputs: UnsafePointer<Float>, length: Int,
        steps: UnsafePointer<Float>)
    static var multiplyAddsPerPeakPass: Int { get }
    static func multiplyAddPeak(passes: Int) -> Float
}

extension NeuralKernels.Kernels: KernelSet {}
extension NeuralKernelsAVX2.Kernels: KernelSet {}
