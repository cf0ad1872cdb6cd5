/// Codes the bytes behind the pixels of a row, which nearly always are zeros: one decision a byte, and the byte itself where
/// it is not zero.
struct RowPadding {
    private let count: Int
    /// Of a zero.
    private let probability: UnsafeMutablePointer<UInt32>

    /// - Parameter count: bytes behind every row.
    init(count: Int, in arena: Arena) {
        self.count = count
        probability = arena.allocate(1, of: UInt32.self)
        probability.pointee = AdaptiveProbability.initial(1 << 22 - 1 << 12)
    }

    /// - Parameters:
    ///   - source: the bytes; nil in a decoder.
    ///   - destination: where they go; nil in an encoder.
    @inline(__always)
    func code<Coder: BitCoder>(
        source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        for index in 0..<count {
            var byte = Int(source?.load(fromByteOffset: index, as: UInt8.self) ?? 0)
            let known = probability.pointee >> 10
            let isZero = coder.code(byte == 0 ? 1 : 0, probability: min(max(known, 64), 1 << 22 - 64))
            AdaptiveProbability.update(probability, bit: isZero, limit: 255, steps: AdaptiveProbability.steps)
            byte = isZero != 0 ? 0 : EscapedPixels.codeByte(byte, with: &coder)
            destination?.storeBytes(of: UInt8(truncatingIfNeeded: byte), toByteOffset: index, as: UInt8.self)
        }
    }
}
