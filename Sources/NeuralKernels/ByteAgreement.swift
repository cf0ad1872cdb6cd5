extension Kernels {
    /// The weights of the bytes that are as those `lag` bytes before them, summed.
    ///
    /// - Parameters:
    ///   - bytes: readable from `-lag` to `count`; need not be aligned.
    ///   - weights: one for each byte; need not be aligned.
    ///   - count: how many bytes are compared, below 2^24.
    package static func agreement(
        _ bytes: UnsafePointer<UInt8>, weights: UnsafePointer<UInt8>, lag: Int, count: Int
    ) -> Int {
        // As plain as it is, the compiler makes vectors of it.
        let before = bytes - lag
        var sum: UInt32 = 0
        for place in 0..<count { sum &+= bytes[place] == before[place] ? UInt32(weights[place]) : 0 }
        return Int(sum)
    }
}
