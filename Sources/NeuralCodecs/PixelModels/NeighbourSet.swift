/// The neighbours that a least-squares fit looks at: of the plane itself, of planes coded before it, of planes coded after it.
struct NeighbourSet {
    /// A sample: its plane in coding order, and where it lies from the current one.
    struct Place {
        let plane: Int
        let column: Int
        let row: Int
    }

    /// Sorted by plane.
    let places: [Place]
    /// For each plane, where its places end.
    let ends: [Int]

    /// - Parameters:
    ///   - count: of neighbours, 1 to 63.
    ///   - plane: the current one.
    ///   - planes: how many there are.
    ///   - isPixelOrder: whether all planes of a pixel are coded before the next pixel, so that earlier planes are not known
    ///     to the right, and later ones are known to the left.
    ///   - ownShare: how much of the set is for the plane itself, 0 to 1; the rest is for the others.
    init(count: Int, plane: Int, planes: Int, isPixelOrder: Bool, ownShare: Float) {
        let later = planes - plane - 1
        let full = planes > 1 ? min(count, max(1, Int(Float(count) * ownShare + 0.5))) : count
        let others = count - full
        // A later plane says little: a quarter of what an earlier one gets.
        let laterCount =
            later == 0 ? 0 : plane == 0 ? others / later : min(others / (4 * later) + 1, 5, others / later)
        let earlierTotal = others - laterCount * later
        var sorted: [Place] = []
        var ends: [Int] = []
        var remaining = earlierTotal
        for other in 0..<planes {
            if other < plane {
                let share = remaining / (plane - other)
                remaining -= share
                sorted += Self.earlier(isPixelOrder).prefix(share).map { Place(plane: other, column: $0.0, row: $0.1) }
            } else if other == plane {
                let own = plane == 0 ? count - laterCount * later : full
                sorted += Self.own.prefix(own).map { Place(plane: other, column: $0.0, row: $0.1) }
            } else {
                sorted += Self.later(isPixelOrder).prefix(laterCount).map {
                    Place(plane: other, column: $0.0, row: $0.1)
                }
            }
            ends.append(sorted.count)
        }
        places = sorted
        self.ends = ends
    }

    /// How far left and right of the current sample a neighbour may lie.
    static let reach = 6
    /// How many rows up.
    static let height = 4

    private static let own: [(Int, Int)] = [
        (-1, 0), (0, -1), (-1, -1), (1, -1), (-2, 0), (0, -2), (-2, -1), (2, -1), (-1, -2), (1, -2), (-3, 0), (-2, -2),
        (2, -2), (0, -3), (3, -1), (-3, -1), (-1, -3), (1, -3), (-4, 0), (-3, -2), (3, -2), (-2, -3), (2, -3), (4, -1),
        (-4, -1), (0, -4), (-5, 0), (4, -2), (-4, -2), (3, -3), (-3, -3), (5, -1), (-5, -1), (-1, -4), (1, -4), (-6, 0),
        (-2, -4), (2, -4), (5, -2), (-5, -2), (4, -3), (-4, -3), (6, -1), (-6, -1), (3, -4), (-3, -4), (6, -2),
        (-6, -2),
        (5, -3), (-5, -3), (4, -4), (-4, -4), (6, -3), (-6, -3), (5, -4), (-5, -4), (6, -4), (-6, -4),
    ]

    private static func earlier(_ isPixelOrder: Bool) -> [(Int, Int)] {
        isPixelOrder
            ? [
                (0, 0), (-1, 0), (0, -1), (1, -1), (-1, -1), (-2, 0), (0, -2), (2, -1), (-2, -1), (1, -2), (-1, -2),
                (-3, 0), (3, -1), (-3, -1), (2, -2), (-2, -2), (0, -3), (1, -3), (-1, -3), (-4, 0), (3, -2), (-3, -2),
            ]
            : [
                (0, 0), (-1, 0), (0, -1), (1, 0), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, -2), (2, -1), (-2, -1),
                (3, 0), (-3, 0), (1, -2), (-1, -2), (3, -1), (-3, -1), (2, -2), (-2, -2), (0, -3), (4, 0), (-4, 0),
            ]
    }

    private static func later(_ isPixelOrder: Bool) -> [(Int, Int)] {
        isPixelOrder
            ? [(-1, 0), (0, -1), (1, -1), (-1, -1), (-2, 0), (0, -2), (2, -1), (-2, -1)]
            : [(0, -1), (-1, -1), (1, -1), (0, -2), (2, -1), (-2, -1), (1, -2), (-1, -2)]
    }
}
