extension Kernels {
    /// Fused multiply-adds of one pass of ``multiplyAddPeak(passes:)``.
    package static let multiplyAddsPerPeakPass = TwelveVectors.width * 8

    /// Nothing but fused multiply-adds on registers, twelve independent chains of eight lanes: the most that a core can do,
    /// which the other kernels are measured against.
    ///
    /// - Returns: a value that depends on every operation, so that none can be left out.
    package static func multiplyAddPeak(passes: Int) -> Float {
        withUnsafeTemporaryAllocation(of: Vector.self, capacity: TwelveVectors.width) { buffer in
            buffer.initialize(repeating: Vector(repeating: 1))
            guard let place = buffer.baseAddress else { return 0 }
            var sums = TwelveVectors(UnsafePointer(place))
            // Neither constant nor able to grow without bound: x ← x·(1 − 2^-10) + 2^-10.
            let factor = Vector(repeating: 1 - 1 / Float(1024 + passes & 1))
            let addend = Vector(repeating: 1 / 1024)
            for _ in 0..<passes { sums.scale(by: factor, adding: addend) }
            sums.store(to: place)
            return buffer.reduce(Vector(repeating: 0), +).sum()
        }
    }
}
