/// The memory of one predictor: aligned, zeroed, and freed all at once.
///
/// The model's parts are structs of pointers into an arena, so that the coding loop neither allocates nor counts
/// references.
final class Arena {
    private var allocations: [UnsafeMutableRawPointer] = []
    /// Bytes handed out so far.
    private(set) var byteCount = 0

    deinit {
        for allocation in allocations { allocation.deallocate() }
    }

    /// Room for `count` values, aligned to a cache line, all bits zero.
    func allocate<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type) -> UnsafeMutablePointer<Value> {
        let size = max(64, (count * MemoryLayout<Value>.stride + 63) / 64 * 64)
        let allocation = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        allocation.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        allocations.append(allocation)
        byteCount += size
        return allocation.bindMemory(to: Value.self, capacity: count)
    }

    /// Room for `count` floats, all zero.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> { allocate(count, of: Float.self) }
}
