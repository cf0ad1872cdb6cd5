/// The place in memory where a library's callbacks write next; never beyond the end.
struct OutputCursor {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    var position = 0
    /// The most bytes written so far; ``position`` may have moved back since.
    private(set) var count = 0
    /// Whether something did not fit.
    private(set) var isExhausted = false

    init(_ memory: UnsafeMutableRawBufferPointer) {
        base = memory.firstByte
        capacity = memory.count
    }

    /// Writes at ``position`` and moves on.
    ///
    /// - Returns: whether it fitted.
    mutating func write(_ bytes: UnsafeRawPointer?, _ byteCount: Int) -> Bool {
        guard byteCount >= 0, byteCount <= capacity - position else {
            isExhausted = true
            return false
        }
        guard let bytes, byteCount > 0 else { return true }
        (base + position).copyMemory(from: bytes, byteCount: byteCount)
        position += byteCount
        count = max(count, position)
        return true
    }

    /// Gives a callback its cursor back.
    static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<OutputCursor>? {
        pointer?.assumingMemoryBound(to: OutputCursor.self)
    }
}

/// The place in memory where a library's callbacks read next.
struct InputCursor {
    let base: UnsafeRawPointer
    let count: Int
    var position = 0

    init(_ memory: UnsafeRawBufferPointer) {
        base = memory.firstByte
        count = memory.count
    }

    /// Reads up to `byteCount` bytes and moves on.
    ///
    /// - Returns: how many bytes there were.
    mutating func read(_ bytes: UnsafeMutableRawPointer?, _ byteCount: Int) -> Int {
        let available = max(0, min(byteCount, count - position))
        guard let bytes, available > 0 else { return 0 }
        bytes.copyMemory(from: base + position, byteCount: available)
        position += available
        return available
    }
}
