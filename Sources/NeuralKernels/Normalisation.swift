// Root mean square normalisation of a gate's pre-activations (Zhang and Sennrich, "Root Mean Square Layer Normalization",
// 2019) with a learnt gain and bias, as the cells use it.

/// Keeps the root mean square away from zero.
private let epsilon: Float = 1e-5

/// One over the root mean square of `units` values, whose squares are added up by lanes.
@inline(__always) func inverseRootMeanSquare(_ squares: Vector, _ units: Int) -> Float {
    1 / (sumOfLanes(squares) / Float(units) + epsilon).squareRoot()
}

/// Divides values by their root mean square; returns one over it.
///
/// - Parameter count: vectors.
@inline(__always) func normalise(_ values: UnsafeMutablePointer<Vector>, _ count: Int) -> Float {
    var squares = Vector(repeating: 0)
    for v in 0..<count { squares = squares.addingProduct(values[v], values[v]) }
    let factor = inverseRootMeanSquare(squares, 8 * count)
    let scale = Vector(repeating: factor)
    for v in 0..<count { values[v] *= scale }
    return factor
}

/// The way back through gain, bias and normalisation: replaces the gradient by what the nonlinearity was given with that by
/// the values before normalising, and adds to the gradients of gain and bias.
///
/// - Parameters:
///   - normalised: the values after normalising.
///   - factor: what ``normalise(_:_:)`` returned for them.
@inline(__always) func backwardNormalise(
    _ gradient: UnsafeMutablePointer<Vector>, normalised: UnsafePointer<Vector>, gain: UnsafePointer<Vector>,
    factor: Float, gainGradient: UnsafeMutablePointer<Vector>, biasGradient: UnsafeMutablePointer<Vector>, _ count: Int
) {
    var product = Vector(repeating: 0)
    for v in 0..<count {
        let y = gradient[v]
        let n = normalised[v]
        biasGradient[v] += y
        gainGradient[v] = gainGradient[v].addingProduct(y, n)
        let d = y * gain[v]
        gradient[v] = d
        product = product.addingProduct(d, n)
    }
    let mean = Vector(repeating: -(sumOfLanes(product) / Float(8 * count)))
    let scale = Vector(repeating: factor)
    for v in 0..<count { gradient[v] = scale * gradient[v].addingProduct(normalised[v], mean) }
}
