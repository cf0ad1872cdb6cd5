/// Histograms of the values seen in a context, found by a hash of it: eight values each, whose counts fade.
///
/// One table for each kind of context. Contexts that meet in a slot share it; there is no check.
struct HistogramTable<Kernels: DistributionKernelSet> {
    private let slots: UnsafeMutableRawPointer
    private let shift: UInt32

    /// - Parameter bits: the binary logarithm of the number of slots, 1 to 24.
    init(bits: Int, in arena: Arena) {
        slots = UnsafeMutableRawPointer(arena.allocate(Kernels.slotByteCount << bits, of: UInt8.self))
        shift = UInt32(32 - bits)
    }

    /// The slot of a context.
    ///
    /// - Parameter hash: well mixed in its high bits.
    @inline(__always)
    func slot(_ hash: UInt32) -> UnsafeMutableRawPointer {
        slots + Int(hash >> shift) &* 32
    }
}
