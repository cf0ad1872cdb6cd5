import NeuralKernels
import NeuralKernelsAVX2

/// The kernels as the models of pixels call them; both builds of the kernels' sources conform as they are. What each does is
/// documented there.
protocol PixelKernelSet: DistributionKernelSet {
    static func triangleFloatCount(_ count: Int) -> Int
    static func blockTriangle(
        features: UnsafePointer<Float>, weights: UnsafePointer<Float>, samples: Int, count: Int,
        triangle: UnsafeMutablePointer<Float>)
    static func joinBlock(
        _ block: UnsafePointer<Float>, left: UnsafeMutablePointer<Float>, above: UnsafeMutablePointer<Float>,
        length: Int, decay: Float, rowDecay: Float)
    static func joinFromRight(
        _ block: UnsafePointer<Float>, right: UnsafeMutablePointer<Float>, above: UnsafeMutablePointer<Float>,
        length: Int, decay: Float)
    static func solveWindow(
        above: UnsafePointer<Float>, left: UnsafePointer<Float>, decay: Float, ridge: Float, count: Int,
        coefficients: UnsafeMutablePointer<Float>, triangle: UnsafeMutablePointer<Float>,
        factors: UnsafeMutablePointer<Float>)
    static func squaredDistances(
        features: UnsafePointer<Float>, current: UnsafePointer<Float>, factors: UnsafePointer<Float>, width: Int,
        samples: Int, distances: UnsafeMutablePointer<Float>)
    static func weightByDistance(
        _ distances: UnsafePointer<Float>, weights: UnsafeMutablePointer<Float>, count: Int, closeness: Float,
        power: Int
    ) -> Float
    static func weightedMoments(
        weights: UnsafePointer<Float>, errors: UnsafePointer<Float>, count: Int, moments: UnsafeMutablePointer<Float>)
    static func triangle(
        rows: UnsafePointer<UnsafePointer<Float>>, weights: UnsafePointer<Float>, factor: Float, samples: Int,
        count: Int, triangle: UnsafeMutablePointer<Float>)
    static func gatherDeviations(
        _ pointers: UnsafePointer<UnsafePointer<Float>>, ends: UnsafePointer<Int>, planes: Int, column: Int,
        references: UnsafePointer<Float>, features: UnsafeMutablePointer<Float>)
    static func predict(
        features: UnsafePointer<Float>, coefficients: UnsafePointer<Float>, width: Int, fits: Int,
        predictions: UnsafeMutablePointer<Float>)
    static func blend(
        predictions: UnsafePointer<Float>, width: Int, west: UnsafePointer<Float>, north: UnsafePointer<Float>,
        northEast: UnsafePointer<Float>, northWest: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>,
        floor: Float, scale: Float, scaleFloor: Float, inverseScales: UnsafeMutablePointer<Float>
    ) -> Float
    static func blend(
        predictions: UnsafePointer<Float>, width: Int, west: UnsafePointer<Float>, north: UnsafePointer<Float>,
        northEast: UnsafePointer<Float>, northWest: UnsafePointer<Float>, elsewhere: UnsafePointer<Float>,
        nearShare: Float, share: Float, averages: UnsafeMutablePointer<Float>, floor: Float, scale: Float,
        scaleFloor: Float, inverseScales: UnsafeMutablePointer<Float>
    ) -> Float
    static func weightedRows(
        values: UnsafePointer<Float>, places: UnsafePointer<Int>, weights: UnsafePointer<Float>, count: Int, width: Int,
        sums: UnsafeMutablePointer<Float>)
    static func noteErrors(
        predictions: UnsafePointer<Float>, width: Int, value: Float, averages: UnsafePointer<Float>, rate: Float,
        smoothed: UnsafeMutablePointer<Float>)
}

extension NeuralKernels.Kernels: PixelKernelSet {}
extension NeuralKernelsAVX2.Kernels: PixelKernelSet {}
