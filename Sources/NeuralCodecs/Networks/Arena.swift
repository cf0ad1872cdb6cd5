/// The memory of one predictor: aligned, zeroed, and freed all at once.
///
/// The model's parts are structs of pointers into an arena, so that the coding loop neither allocates nor counts
/// references.
final class Arena {
    private var allocations: [UnsafeMutableRawPointer] = []
    private var sizes: [Int] = []
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
        sizes.append(size)
        byteCount += size
        return allocation.bindMemory(to: Value.self, capacity: count)
    }

    /// Room for `count` floats, all zero.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> { allocate(count, of: Float.self) }

    /// What the memory holds, to go back to by ``restore(_:)``; valid as long as nothing more is allocated.
    func contents() -> [[UInt8]] {
        zip(allocations, sizes).map { Array(UnsafeRawBufferPointer(start: $0, count: $1)) }
    }

    /// Brings back what ``contents()`` gave.
    func restore(_ contents: [[UInt8]]) {
        for (allocation, bytes) in zip(allocations, contents) {
            bytes.withUnsafeBytes {
                if let start = $0.baseAddress { allocation.copyMemory(from: start, byteCount: $0.count) }
            }
        }
    }
}
