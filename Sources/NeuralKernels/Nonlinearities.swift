// Exponential and its relatives from additions, multiplications and divisions only, so that they have the same bits
// everywhere; a math library gives other last bits on other systems.

/// `e` to the power of each lane, with a relative error below 3e-7; arguments are clamped to ±87.
///
/// Cody-Waite reduction to [-ln 2 / 2, ln 2 / 2] and a minimax polynomial of degree 5 (relative error there below 1.1e-7),
/// then the power of two is put into the exponent bits.
@inline(__always) func exponential(_ argument: Vector) -> Vector {
    let lowest = Vector(repeating: -87)
    let highest = Vector(repeating: 87)
    var x = argument.replacing(with: lowest, where: argument .< lowest)
    x = x.replacing(with: highest, where: x .> highest)
    // Adding 1.5 · 2^23 leaves the nearest integer in the low bits of the significand.
    let shifter = Vector(repeating: 12_582_912)
    let shifted = shifter.addingProduct(x, Vector(repeating: 1.442_695_04))
    let k = shifted - shifter
    var r = x.addingProduct(k, Vector(repeating: -0.693_359_375))
    r = r.addingProduct(k, Vector(repeating: 2.121_944_4e-4))
    var p = Vector(repeating: 8.312_52e-3)
    p = Vector(repeating: 4.189_015e-2).addingProduct(p, r)
    p = Vector(repeating: 0.166_671_15).addingProduct(p, r)
    p = Vector(repeating: 0.499_992_32).addingProduct(p, r)
    p = Vector(repeating: 1).addingProduct(p, r)
    p = Vector(repeating: 1).addingProduct(p, r)
    let exponent = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &+ SIMD8<UInt32>(repeating: 127)
    return p * unsafeBitCast(exponent &<< SIMD8<UInt32>(repeating: 23), to: Vector.self)
}

/// `1 / (1 + e^-x)` of each lane.
@inline(__always) func logistic(_ x: Vector) -> Vector {
    let one = Vector(repeating: 1)
    return one / (one + exponential(-x))
}

/// `tanh x` of each lane, as `1 − 2 / (e^2x + 1)`: absolute error below 2e-7.
@inline(__always) func hyperbolicTangent(_ x: Vector) -> Vector {
    let one = Vector(repeating: 1)
    return one - Vector(repeating: 2) / (one + exponential(x + x))
}

/// `tanh x` of each lane in -1...1, by the fifth convergent of Lambert's continued fraction: absolute error below 2e-6.
///
/// For cell states, which the coupled gates keep in that range.
@inline(__always) func hyperbolicTangentNearZero(_ x: Vector) -> Vector {
    // Every operand has a name of its own: in one expression the compiler takes lanes apart.
    let square = x * x
    let linear = square + Vector(repeating: 105)
    let numerator = Vector(repeating: 945).addingProduct(square, linear)
    let slope = Vector(repeating: 420).addingProduct(square, Vector(repeating: 15))
    let denominator = Vector(repeating: 945).addingProduct(square, slope)
    return x * numerator / denominator
}

/// The natural logarithm of each lane, with an absolute error below 2e-7 for results near 0; lanes must be positive and
/// normal.
///
/// The power of two is taken out, which leaves 0.7 to 1.4; a polynomial after the Cephes library for the rest.
@inline(__always) func naturalLogarithm(_ x: Vector) -> Vector {
    let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
    let exponent = (bits &- SIMD8<Int32>(repeating: 0x3F35_04F3)) &>> SIMD8<Int32>(repeating: 23)
    let significand = unsafeBitCast(bits &- (exponent &<< SIMD8<Int32>(repeating: 23)), to: Vector.self)
    // 1.5 · 2^23 plus a small whole number has that number in its low bits: a conversion without an instruction for it.
    let shifted = unsafeBitCast(exponent &+ SIMD8<Int32>(repeating: 0x4B40_0000), to: Vector.self)
    let k = shifted - Vector(repeating: 12_582_912)
    let f = significand - Vector(repeating: 1)
    let square = f * f
    var p = Vector(repeating: 7.037_683_6e-2)
    p = Vector(repeating: -1.151_461e-1).addingProduct(p, f)
    p = Vector(repeating: 1.167_699_9e-1).addingProduct(p, f)
    p = Vector(repeating: -1.242_014_1e-1).addingProduct(p, f)
    p = Vector(repeating: 1.424_932_3e-1).addingProduct(p, f)
    p = Vector(repeating: -1.666_805_8e-1).addingProduct(p, f)
    p = Vector(repeating: 2.000_071_5e-1).addingProduct(p, f)
    p = Vector(repeating: -2.499_999_4e-1).addingProduct(p, f)
    p = Vector(repeating: 3.333_333_1e-1).addingProduct(p, f)
    let cube = square * f
    var y = cube * p
    y = y.addingProduct(k, Vector(repeating: -2.121_944_4e-4))
    y = y.addingProduct(square, Vector(repeating: -0.5))
    y = f + y
    return y.addingProduct(k, Vector(repeating: 0.693_359_375))
}
