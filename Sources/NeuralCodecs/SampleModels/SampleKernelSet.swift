import NeuralKernels
import NeuralKernelsAVX2

/// The kernels as the models of samples call them; both builds of the kernels' sources conform as they are. What each does
/// is documented there.
protocol SampleKernelSet: DistributionKernelSet {
    static func doubleDotProduct(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, length: Int) -> Double
    static func correlateLags(
        first: UnsafePointer<Double>, second: UnsafePointer<Double>, block: Int, rows: Int, columns: Int,
        column: UnsafeMutablePointer<Double>, output: UnsafeMutablePointer<Double>, stride: Int)
    static func accumulateCorrelations(
        _ correlations: UnsafePointer<Double>, stride: Int, rows: Int, columns: Int, isSymmetric: Bool, decay: Double,
        weight: Double, matrix: UnsafeMutablePointer<Double>, width: Int)
    static func accumulateEquation(
        _ equation: UnsafePointer<Double>, unknowns: Int, decay: Double, weight: Double,
        matrix: UnsafeMutablePointer<Double>)
    static func solveNormalEquations(
        _ matrix: UnsafePointer<Double>, unknowns: Int, ridge: Double, factors: UnsafeMutablePointer<Double>,
        reciprocals: UnsafeMutablePointer<Double>, solution: UnsafeMutablePointer<Double>)
    static func adaptAndPredict(
        weights: UnsafeMutablePointer<Float>, profile: UnsafePointer<Float>, window: UnsafePointer<Float>, step: Float,
        energy: UnsafeMutablePointer<Float>, length: Int
    ) -> Float
    static func averageErrors(
        means: UnsafePointer<Float>, value: Float, rates: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>,
        factor: Float, floor: Float, inverseScales: UnsafeMutablePointer<Float>, count: Int)
}

extension NeuralKernels.Kernels: SampleKernelSet {}
extension NeuralKernelsAVX2.Kernels: SampleKernelSet {}
