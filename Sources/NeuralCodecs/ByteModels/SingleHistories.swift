internal import CProcessor

/// What contexts have seen once: the byte that came, with a check of the context, in four bytes.
///
/// Most contexts of many bytes or words come but once. In ``HashedHistories`` each would take two buckets of a cache line from others; here
/// it waits until it comes again, and only then gets a bucket that looks as if it had been there all the time.
struct SingleHistories {
    /// Slots for each bucket of histories, as a power of two.
    private static var slotBits: Int { 1 }

    /// Bytes of memory beside so many buckets.
    static func byteCount(tableBits: Int) -> Int { 4 << (tableBits + slotBits) }

    /// 24 bits of check, 8 of the byte; 0 where nothing is.
    private let slots: UnsafeMutablePointer<UInt32>
    private let shift: UInt64

    init(tableBits: Int, arena: Arena) {
        slots = arena.allocate(1 << (tableBits + Self.slotBits), of: UInt32.self)
        shift = UInt64(64 - tableBits - Self.slotBits)
    }

    @inline(__always) private func slot(_ hash: UInt64) -> UnsafeMutablePointer<UInt32> {
        slots + Int(truncatingIfNeeded: hash &>> shift)
    }

    @inline(__always) private func check(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) & 0xFFFF_FF00 }

    /// Asks for what is known of a context ahead of time.
    @inline(__always) func prefetch(_ hash: UInt64) { cprocessor_prefetch(slot(hash)) }

    /// The byte that a context saw; nil where it saw none, or was forgotten.
    @inline(__always) func byte(_ hash: UInt64) -> UInt8? {
        let value = slot(hash).pointee
        return value != 0 && value & 0xFFFF_FF00 == check(hash) ? UInt8(truncatingIfNeeded: value) : nil
    }

    /// Remembers which byte a context saw.
    @inline(__always) func note(_ byte: UInt8, _ hash: UInt64) { slot(hash).pointee = check(hash) | UInt32(byte) }
}
