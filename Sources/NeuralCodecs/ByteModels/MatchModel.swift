/// Follows the last place where the present context stood before, and expects the byte that came there.
///
/// A place is found by a hash of the last bytes and verified. It is kept after a miss (insertions aside, what follows a
/// difference is often the same again) and dropped when more than half of the last sixteen predictions missed.
struct MatchModel {
    /// How many bytes must agree where a place is looked for.
    private let minimumLength: Int
    private let mask: Int
    private let places: UnsafeMutablePointer<UInt32>
    private let placeShift: UInt64
    private let history: UnsafeMutablePointer<UInt8>
    /// Where the expected byte lies; 0 for nowhere.
    private(set) var place = 0
    /// How many bytes agree behind it, as far as is known.
    private(set) var length = 0
    /// One bit for each of the last predictions: 1 a miss.
    private(set) var misses: UInt32 = 0
    /// The expected byte, with a leading 1.
    private(set) var expected = 0

    /// - Parameters:
    ///   - history: the last bytes, a ring of a power of two.
    ///   - placeBits: the binary logarithm of how many places are remembered.
    init(minimumLength: Int, history: UnsafeMutablePointer<UInt8>, historyMask: Int, placeBits: Int, arena: Arena) {
        self.minimumLength = minimumLength
        self.history = history
        mask = historyMask
        places = arena.allocate(1 << placeBits, of: UInt32.self)
        placeShift = UInt64(64 - placeBits)
    }

    /// Moves on by a byte.
    ///
    /// - Parameters:
    ///   - position: how many bytes there are, the last of them at `position - 1`.
    ///   - hash: of the last ``minimumLength`` bytes.
    ///   - learns: whether the place may be found later.
    @inline(__always) mutating func advance(position: Int, hash: UInt64, learns: Bool) {
        if place > 0 {
            let hit = history[place & mask] == history[(position &- 1) & mask]
            misses = misses << 1 | (hit ? 0 : 1)
            length = hit ? min(length &+ 1, 65535) : 0
            place &+= 1
            if (misses & 0xFFFF).nonzeroBitCount > 8 || position &- place > mask { place = 0 }
        }
        let slot = places + Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) &>> placeShift)
        if place == 0 || (length < 16 && misses & 0xFF != 0) {
            let candidate = Int(slot.pointee)
            if candidate > 0, candidate != place, position &- candidate <= mask {
                var agreeing = 0
                while agreeing < 32, agreeing < candidate,
                    history[(candidate &- 1 &- agreeing) & mask] == history[(position &- 1 &- agreeing) & mask]
                {
                    agreeing &+= 1
                }
                if agreeing >= minimumLength || (place > 0 && agreeing > length && agreeing >= minimumLength) {
                    place = candidate
                    length = agreeing
                    misses = 0
                }
            }
        }
        if learns { slot.pointee = UInt32(truncatingIfNeeded: position) }
        expected = place > 0 ? Int(history[place & mask]) | 256 : 0
    }
}
