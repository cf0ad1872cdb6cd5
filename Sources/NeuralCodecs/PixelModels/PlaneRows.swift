/// The latest rows of a plane, as values and as floats, with margins on both sides.
///
/// Floats are values times the unit, so that the models see 0 to 255 whatever the depth. Margins are filled when a row
/// begins: to its left with the sample above, right of the row above with that row's last sample.
struct PlaneRows {
    private let floats: UnsafeMutablePointer<Float>
    private let values: UnsafeMutablePointer<Int32>
    private let stride: Int
    private let width: Int
    private let unit: Float

    /// Rows kept: the current one and those above.
    static let count = NeighbourSet.height + 1
    private static let margin = 8

    init(width: Int, unit: Float, initialValue: Int, in arena: Arena) {
        self.width = width
        self.unit = unit
        stride = (width + 2 * Self.margin + 7) / 8 * 8
        floats = arena.floats(stride * Self.count)
        values = arena.allocate(stride * Self.count, of: Int32.self)
        for index in 0..<stride * Self.count {
            values[index] = Int32(initialValue)
            floats[index] = Float(initialValue) * unit
        }
    }

    /// Bytes that the rows of one plane take.
    static func byteCount(width: Int) -> Int { 8 * (width + 24) * count + 128 }

    private func offset(_ row: Int, above: Int) -> Int {
        (row &+ Self.count &- above) % Self.count &* stride &+ Self.margin
    }

    /// The samples of a row, from column 0; `above` rows above row number `row`.
    @inline(__always)
    func floats(_ row: Int, above: Int) -> UnsafeMutablePointer<Float> { floats + offset(row, above: above) }
    @inline(__always)
    func values(_ row: Int, above: Int) -> UnsafeMutablePointer<Int32> { values + offset(row, above: above) }

    /// Makes the margins of a row that begins.
    func begin(_ row: Int) {
        let current = offset(row, above: 0)
        let north = offset(row, above: 1)
        for column in 1...Self.margin {
            values[current - column] = values[north]
            floats[current - column] = floats[north]
        }
    }

    /// Extends a complete row to the right, for planes that are coded after it.
    func end(_ row: Int) {
        let current = offset(row, above: 0)
        for column in 1...Self.margin where column <= stride - width - Self.margin {
            values[current + width - 1 + column] = values[current + width - 1]
            floats[current + width - 1 + column] = floats[current + width - 1]
        }
    }
}
