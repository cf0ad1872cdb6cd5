/// One byte that empty buffers point at: C libraries want an address even where there is nothing to read or write.
private nonisolated(unsafe) let emptyBufferAddress = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)

extension UnsafeRawBufferPointer {
    /// The first byte, or an address that must not be read when the buffer is empty.
    var firstByte: UnsafeRawPointer { baseAddress ?? UnsafeRawPointer(emptyBufferAddress) }
}

extension UnsafeMutableRawBufferPointer {
    /// The first byte, or an address that must not be written when the buffer is empty.
    var firstByte: UnsafeMutableRawPointer { baseAddress ?? emptyBufferAddress }
}

/// The part of a buffer that a library with a 32-bit byte counter has not been told of yet.
///
/// zlib and libbz2 move their pointers on by themselves, but count the bytes before them in 32 bits. Topping up that
/// counter from here carries buffers of any size through, without a copy.
struct UnannouncedBytes {
    private(set) var count: Int
    private let limit: Int

    /// - Parameters:
    ///   - count: the buffer's size.
    ///   - limit: the most bytes to announce at a time; tests make it small.
    init(count: Int, limit: Int) {
        self.count = count
        self.limit = Swift.max(1, Swift.min(limit, Int(UInt32.max)))
    }

    /// Announces more bytes once the library has used up those it knew of.
    mutating func topUp(_ available: inout UInt32) {
        guard available == 0, count > 0 else { return }
        let announced = Swift.min(count, limit)
        available = UInt32(announced)
        count -= announced
    }
}
