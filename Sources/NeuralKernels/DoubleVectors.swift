/// Four lanes of double precision on every processor: part of the definition of every sum over them.
typealias DoubleVector = SIMD4<Double>

extension UnsafePointer<Double> {
    /// The four values from here on; any alignment.
    @inline(__always) var vector: DoubleVector { UnsafeRawPointer(self).loadUnaligned(as: DoubleVector.self) }
}

extension UnsafeMutablePointer<Double> {
    /// The four values from here on; any alignment.
    @inline(__always) var vector: DoubleVector {
        get { UnsafeRawPointer(self).loadUnaligned(as: DoubleVector.self) }
        nonmutating set { UnsafeMutableRawPointer(self).storeBytes(of: newValue, as: DoubleVector.self) }
    }
}

/// The sum of all lanes, as `(0+2) + (1+3)`.
@inline(__always) func sumOfLanes(_ vector: DoubleVector) -> Double {
    let two = vector.lowHalf + vector.highHalf
    return two[0] + two[1]
}

extension Kernels {
    /// The scalar product of two vectors of doubles, in two chains of four lanes that take turns.
    ///
    /// - Parameters:
    ///   - a: `length` values; any alignment, as `b`.
    ///   - length: a multiple of four.
    package static func doubleDotProduct(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, length: Int) -> Double
    {
        var even = DoubleVector.zero
        var odd = DoubleVector.zero
        var i = 0
        while i + 8 <= length {
            even = even.addingProduct((a + i).vector, (b + i).vector)
            odd = odd.addingProduct((a + i + 4).vector, (b + i + 4).vector)
            i += 8
        }
        if i < length { even = even.addingProduct((a + i).vector, (b + i).vector) }
        return sumOfLanes(even + odd)
    }
}
