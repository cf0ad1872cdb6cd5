/// The newest values of a signal, any run of which lies in memory in one piece.
///
/// A ring of a power of two, in which every value is written twice, one size apart. Time is kept by the owner.
struct SignalHistory<Value: BitwiseCopyable> {
    private let base: UnsafeMutablePointer<Value>
    private let size: Int

    /// - Parameter length: how many values must be readable.
    init(length: Int, in arena: Arena) {
        var size = 16
        while size < length { size *= 2 }
        self.size = size
        base = arena.allocate(2 * size, of: Value.self)
    }

    /// What a history of `length` values takes, in bytes.
    static func byteCount(length: Int) -> Int {
        var size = 16
        while size < length { size *= 2 }
        return 2 * size * MemoryLayout<Value>.stride + 64
    }

    /// Takes the value of `time`.
    @inline(__always) func set(_ value: Value, at time: Int) {
        let place = time & (size - 1)
        base[place] = value
        base[place + size] = value
    }

    /// Gives room to change the values before `time`, as many as lie in memory.
    func update(before time: Int, most count: Int, _ change: (inout Value) -> Void) {
        for past in max(0, time - min(count, size))..<time {
            let place = past & (size - 1)
            change(&base[place])
            base[place + size] = base[place]
        }
    }

    /// The `count` values before `time`, the oldest first; zeros before the first one.
    @inline(__always) func newest(_ count: Int, before time: Int) -> UnsafePointer<Value> {
        UnsafePointer(base + (time & (size - 1)) + size - count)
    }
}
