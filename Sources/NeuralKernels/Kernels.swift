/// The inner loops of the neural coder.
///
/// This folder is compiled twice: as `NeuralKernels` for any processor, and (through a symbolic link) as
/// `NeuralKernelsAVX2` with AVX2 and fused multiply-add. Both give the same bits, because every result is defined
/// operation by operation:
///
/// - Only IEEE 754 `+ − × ÷ √` and explicit fused multiply-add; the compiler neither contracts nor reorders them.
/// - A matrix product vectorises over its outputs; each output is one chain of fused multiply-adds in ascending order of
///   the summed index, so that neither the tile shape nor the lane count shows in the result.
/// - A sum over lanes always uses eight lanes and the tree of ``sumOfLanes(_:)``.
///
/// Only pointers and scalars cross the border of the module: vectors travel in different registers in the two builds.
/// Pointers to matrices and vectors are aligned to 32 bytes and lengths are multiples of eight unless said otherwise; the
/// caller pads with zeros.
package enum Kernels {}

/// Eight lanes on every processor: part of the definition of every sum over lanes.
typealias Vector = SIMD8<Float>

extension UnsafePointer<Float> {
    /// The same memory as vectors; the pointer must be aligned to 32 bytes.
    @inline(__always) var vectors: UnsafePointer<Vector> {
        UnsafeRawPointer(self).assumingMemoryBound(to: Vector.self)
    }
}

extension UnsafeMutablePointer<Float> {
    /// The same memory as vectors; the pointer must be aligned to 32 bytes.
    @inline(__always) var vectors: UnsafeMutablePointer<Vector> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Vector.self)
    }
}

/// The sum of all lanes, as `((0+4)+(2+6)) + ((1+5)+(3+7))`.
@inline(__always) func sumOfLanes(_ vector: Vector) -> Float {
    let four = vector.lowHalf + vector.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
}

/// The largest lane.
@inline(__always) func maximumOfLanes(_ vector: Vector) -> Float {
    let four = vector.lowHalf.replacing(
        with: vector.highHalf, where: vector.highHalf .> vector.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two[1] > two[0] ? two[1] : two[0]
}
