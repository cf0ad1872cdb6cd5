/// The contexts in which values seen before are expected again: exact colours and differences of colours, of the pixel
/// itself as far as it is known, and of its neighbours.
///
/// Photographs that went through another colour space have few colours (a pixel's green and red leave few values for its
/// blue), and screenshots repeat neighbourhoods exactly. The contexts worth most come first.
struct ColourContexts {
    /// So many there are for each plane.
    static let most = 24

    /// Which contexts are kept apart by phase: one bit each.
    private static let phasedContexts = 0

    /// A plane's values around the sample.
    struct Values {
        /// The value itself; the expected one in the plane that is being coded.
        var here: Int32
        var west: Int32
        var north: Int32
        var northWest: Int32
        var northEast: Int32
        var westWest: Int32
        var northNorth: Int32
    }

    /// Fills in the first `count` contexts' hashes and what each one's values are relative to.
    ///
    /// - Parameters:
    ///   - own: of the plane being coded, with the expected value.
    ///   - a: of the first plane, or of a later one where this is the first.
    ///   - b: of the plane coded just before, or of a later one.
    ///   - role: 0 for the first plane, 1 for the second, 2 for those after it.
    ///   - phase: 0 to 3, where some contexts are kept apart for even and odd columns and rows.
    @inline(__always)
    static func fill(
        own p: Values, a: Values, b: Values, role: Int, phase: Int, count: Int, hashes: UnsafeMutablePointer<UInt32>,
        references: UnsafeMutablePointer<UInt16>
    ) {
        for index in 0..<count {
            var hash = Hash(phasedContexts >> index & 1 != 0 ? index &+ 32 &* (phase &+ 1) : index)
            var reference: Int32 = 0
            switch role {
            case 0: first(index, p, a, b, &hash, &reference)
            case 1: second(index, p, a, b, &hash, &reference)
            default: third(index, p, a, b, &hash, &reference)
            }
            hashes[index] = hash.value
            references[index] = UInt16(truncatingIfNeeded: reference)
        }
    }

    /// Mixes numbers into 32 bits.
    struct Hash {
        private var state: UInt32

        @inline(__always)
        init(_ salt: Int) { state = UInt32(truncatingIfNeeded: salt) &* 0x9E37_79B1 &+ 0x7F4A_7C15 }

        @inline(__always)
        mutating func add(_ number: Int32) {
            state = (state ^ UInt32(bitPattern: number)) &* 0x85EB_CA6B
            state ^= state >> 15
        }

        @inline(__always)
        mutating func add(_ a: Int32, _ b: Int32) {
            add(a)
            add(b)
        }

        @inline(__always)
        mutating func add(_ a: Int32, _ b: Int32, _ c: Int32) {
            add(a, b)
            add(c)
        }

        @inline(__always)
        mutating func add(_ a: Int32, _ b: Int32, _ c: Int32, _ d: Int32) {
            add(a, b)
            add(c, d)
        }

        @inline(__always)
        var value: UInt32 {
            let mixed = (state ^ (state >> 13)) &* 0xC2B2_AE35
            return mixed ^ (mixed >> 16)
        }
    }

    /// Green, or grey. `a` and `b` are the planes that come after it.
    @inline(__always)
    private static func first(
        _ index: Int, _ p: Values, _ a: Values, _ b: Values, _ hash: inout Hash, _ reference: inout Int32
    ) {
        switch index {
        case 0: hash.add(p.west, p.north)
        case 1: hash.add(p.west, p.north, p.northWest, p.northEast)
        case 2: hash.add(p.here, p.west)
        case 3: hash.add(p.north, p.northEast, p.northNorth)
        case 4: hash.add(p.here)
        case 5: hash.add(p.west, p.westWest, p.north)
        case 6: hash.add(p.north, a.north, b.north)
        case 7: hash.add(p.here, p.north)
        case 8: hash.add(p.west, a.west, b.west)
        case 9: hash.add(p.here, a.north &- p.north, b.north &- p.north)
        case 10: hash.add(p.here, a.west &- p.west, b.west &- p.west)
        case 11: hash.add(p.west, p.north, p.northEast)
        case 12: hash.add(p.west, p.northWest, p.north, a.north)
        case 13: hash.add(p.here, p.west, p.north)
        case 14: hash.add(p.northEast, a.northEast, b.northEast)
        case 15: hash.add(p.west, p.north, p.westWest, p.northNorth)
        case 16: hash.add(p.northWest, a.northWest, b.northWest)
        case 17: hash.add(p.here, p.west, a.west, b.west)
        case 18: hash.add(p.here, p.north, a.north, b.north)
        case 19:
            hash.add(p.west &- p.northWest, p.north &- p.northWest, p.northEast &- p.north)
            reference = p.north
        case 20: hash.add(p.here, p.northEast)
        case 21: hash.add(p.here, p.northWest)
        case 22: hash.add(p.west)
        default: hash.add(p.north)
        }
    }

    /// Red, or the second of two planes. `a` is green, `b` the plane that comes after.
    @inline(__always)
    private static func second(
        _ index: Int, _ p: Values, _ a: Values, _ b: Values, _ hash: inout Hash, _ reference: inout Int32
    ) {
        switch index {
        case 0: hash.add(a.here, p.west, a.west)
        case 1: hash.add(a.here, p.here)
        case 2:
            hash.add(p.north &- a.north, b.north &- a.north)
            reference = a.here
        case 3: hash.add(a.here)
        case 4: hash.add(a.here, p.north, a.north)
        case 5: hash.add(a.here, p.west &- a.west, b.west &- a.west)
        case 6: hash.add(p.west, p.north, a.here, p.northWest)
        case 7: hash.add(a.here, p.north &- a.north, b.north &- a.north)
        case 8:
            hash.add(p.west &- a.west, p.north &- a.north)
            reference = a.here
        case 9: hash.add(a.here, p.west, p.north)
        case 10: hash.add(a.here, p.west &- a.west, p.north &- a.north)
        case 11:
            hash.add(p.west &- a.west, b.west &- a.west)
            reference = a.here
        case 12: hash.add(a.here, p.here, p.west &- a.west)
        case 13: hash.add(a.here, p.west, a.west, b.west)
        case 14: hash.add(a.here, p.north, a.north, b.north)
        case 15: hash.add(a.here, p.here, p.north &- a.north)
        case 16: hash.add(p.here)
        case 17: hash.add(a.here, p.northEast &- a.northEast)
        case 18: hash.add(a.here, a.west, p.west, p.north)
        case 19: hash.add(a.here, p.northWest &- a.northWest)
        case 20: hash.add(p.here, a.here &- a.west, p.west)
        case 21: hash.add(a.here, p.westWest &- a.westWest, p.west &- a.west)
        case 22:
            hash.add(p.northEast &- a.northEast, b.northEast &- a.northEast)
            reference = a.here
        default: hash.add(a.here, a.west, a.north)
        }
    }

    /// Blue, or alpha. `a` is green, `b` the plane before.
    @inline(__always)
    private static func third(
        _ index: Int, _ p: Values, _ a: Values, _ b: Values, _ hash: inout Hash, _ reference: inout Int32
    ) {
        let chroma = b.here &- a.here
        switch index {
        case 0: hash.add(a.here, b.here)
        case 1: hash.add(chroma, a.here, p.west &- a.west)
        case 2:
            hash.add(chroma, p.west &- a.west, b.west &- a.west)
            reference = a.here
        case 3:
            hash.add(chroma, p.north &- a.north, b.north &- a.north)
            reference = a.here
        case 4: hash.add(a.here, b.here, p.here)
        case 5: hash.add(chroma, a.here, p.north &- a.north)
        case 6: hash.add(a.here, b.here, p.west)
        case 7: hash.add(p.west, p.north, a.here, b.here)
        case 8: hash.add(b.here, p.west, b.west)
        case 9: hash.add(a.here, b.here, p.north)
        case 10:
            hash.add(chroma, p.here &- a.here)
            reference = a.here
        case 11: hash.add(b.here, p.here)
        case 12: hash.add(b.here, chroma, p.west &- b.west, b.west &- a.west)
        case 13: hash.add(a.here, p.here)
        case 14: hash.add(b.here, chroma, p.north &- b.north, b.north &- a.north)
        case 15:
            hash.add(chroma, p.west &- a.west, p.north &- a.north)
            reference = a.here
        case 16: hash.add(a.here, p.west, a.west)
        case 17: hash.add(a.here, b.here, p.northEast &- a.northEast)
        case 18: hash.add(b.here, p.north, b.north)
        case 19: hash.add(a.here, b.here, p.northWest &- a.northWest)
        case 20: hash.add(b.here)
        case 21: hash.add(a.here, b.here, p.west &- a.west, p.north &- a.north)
        case 22:
            hash.add(chroma, p.northEast &- a.northEast, b.northEast &- a.northEast)
            reference = a.here
        default: hash.add(a.here, b.here, p.here, p.west &- a.west)
        }
    }
}
