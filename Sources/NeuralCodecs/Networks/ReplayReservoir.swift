/// A bounded uniform sample of the windows so far, each with the state it began in (Vitter's algorithm R, 1985).
struct ReplayReservoir {
    let capacity: Int
    private(set) var count = 0
    private var seen = 0
    private let stateCount: Int
    private let symbolCount: Int
    private let states: UnsafeMutablePointer<Float>
    private let symbols: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - stateCount: floats of a state.
    ///   - symbolCount: bytes of a window's description.
    init(capacity: Int, stateCount: Int, symbolCount: Int, arena: Arena) {
        self.capacity = capacity
        self.stateCount = stateCount
        self.symbolCount = symbolCount
        states = arena.floats(capacity * stateCount)
        symbols = arena.allocate(capacity * symbolCount, of: UInt8.self)
    }

    /// Where to write the newest window, or nil when the sample does without it.
    mutating func place(random: inout RandomSource) -> Int? {
        seen += 1
        if count < capacity {
            count += 1
            return count - 1
        }
        let slot = random.next(below: seen)
        return slot < capacity ? slot : nil
    }

    func state(_ slot: Int) -> UnsafeMutablePointer<Float> { states + slot * stateCount }
    func symbols(_ slot: Int) -> UnsafeMutablePointer<UInt8> { symbols + slot * symbolCount }
}
