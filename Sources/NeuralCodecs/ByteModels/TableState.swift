/// What is known of the bytes so far where they are a table: the fields around the one at hand.
///
/// The contexts of ``ByteContext`` that look at tables are made of it. Numbers have their most significant byte first, so
/// that what is known of a number narrows the range of the rest.
struct TableState {
    private let history: UnsafeMutablePointer<UInt8>
    private let historyMask: Int
    private var width = 1
    private var row = 1
    private var page = 1
    private var position = 0

    /// The byte's place in its number, 0 for the most significant.
    private(set) var place = 0
    /// The byte's place in its row.
    private(set) var column = 0
    /// The byte one row above, and the one above that.
    private(set) var above: UInt8 = 0
    private(set) var secondAbove: UInt8 = 0
    /// The same byte of the number before, and of the one before that.
    private(set) var left: UInt8 = 0
    private(set) var secondLeft: UInt8 = 0
    /// The byte above ``left``.
    private(set) var corner: UInt8 = 0
    /// The byte one page before.
    private(set) var behind: UInt8 = 0

    /// What a guess at the number at hand says of its present byte, in the light of the bytes that are known: the plane through
    /// the numbers to the left and above, and the line through the two to the left.
    private(set) var planeGuess: UInt64 = 0
    private(set) var lineGuess: UInt64 = 0
    private var plane: Int64 = 0
    private var line: Int64 = 0
    private var known: Int64 = 0

    init(history: UnsafeMutablePointer<UInt8>, historyMask: Int) {
        self.history = history
        self.historyMask = historyMask
    }

    /// Begins a table.
    ///
    /// - Parameter position: how many bytes the history has had.
    mutating func begin(_ shape: TableShape, position: Int) {
        self.position = position
        width = shape.elementWidth
        row = shape.rowLength
        page = shape.pageLength
        place = shape.phase == 0 ? 0 : width &- shape.phase
        column = 0
        beginNumber()
        look()
    }

    /// Moves on by a byte, which is in the history.
    @inline(__always) mutating func advance(_ byte: UInt8) {
        position &+= 1
        known = known << 8 | Int64(byte)
        place &+= 1
        column &+= 1
        if column >= row { column = 0 }
        if place >= width {
            place = 0
            beginNumber()
        }
        look()
    }

    @inline(__always) private func byte(_ lag: Int) -> UInt8 { history[(position &- lag) & historyMask] }

    private func number(_ lag: Int) -> Int64 {
        var value: Int64 = 0
        for place in 0..<width { value = value << 8 | Int64(byte(lag &- place)) }
        return value
    }

    private mutating func beginNumber() {
        known = 0
        // Numbers of one byte have no rest that a guess could narrow, and of eight only seven bytes are looked at: the
        // sums below stay within 64 bits.
        guard width > 1 else { return }
        let shift: Int64 = width == 8 ? 8 : 0
        let left = number(width) &>> shift & Self.mask
        let secondLeft = number(2 &* width) &>> shift & Self.mask
        let above = number(row) &>> shift & Self.mask
        let corner = number(row &+ width) &>> shift & Self.mask
        let most = Int64(1) << Int64(8 &* min(width, 7)) &- 1
        line = min(max(2 &* left &- secondLeft, 0), most)
        plane = min(max(left &+ above &- corner, 0), most)
    }

    private static var mask: Int64 { 1 << 56 - 1 }

    @inline(__always) private mutating func look() {
        above = byte(row)
        secondAbove = byte(2 &* row)
        left = byte(width)
        secondLeft = byte(2 &* width)
        corner = byte(row &+ width)
        behind = byte(page)
        planeGuess = guess(plane)
        lineGuess = guess(line)
    }

    /// The byte that a guess has at the present place with two bits of the next, and how far the known bytes are from its.
    @inline(__always) private func guess(_ number: Int64) -> UInt64 {
        guard width > 1 else { return UInt64(above) }
        let place = min(place, 6)
        let shift = Int64(8 &* (min(width, 7) &- 1 &- place))
        let difference = min(max(known &- number &>> (shift &+ 8), -3), 3)
        let next = abs(difference) <= 1 ? UInt64(number &>> shift & 0xFF) : 0
        let below = shift >= 8 && difference == 0 ? UInt64(number &>> (shift &- 8) & 0xFF) >> 6 : 0
        return UInt64(place) << 16 | UInt64(difference &+ 4) << 12 | next << 2 | below
    }
}
