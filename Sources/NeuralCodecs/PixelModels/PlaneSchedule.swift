/// Columns of one plane in a row.
package struct PlanePart: Sendable, Equatable {
    /// In coding order.
    package var plane: Int
    /// Counted from the first of the stretch.
    package var row: Int
    package var columns: Range<Int>
}

/// Which part of which plane can be coded next, where planes are coded side by side.
///
/// In plane order a sample looks at its own plane, at earlier planes up to its own row, and at later planes up to the row
/// above, but never further to the right than ``reach``. A plane can therefore follow an earlier one a few columns behind,
/// and begin a row when the last plane has begun the one above:
///
///     plane 0   row 7 ████████████████████████   row 8 ███▸
///     plane 1   row 7 ██████████████████▸
///     plane 2   row 7 ████████████▸
///
/// What is coded does not depend on the order in which ready parts are taken.
package struct PlaneSchedule: Sendable {
    /// How far to the right of a sample a model looks in other planes, with room for more.
    static let reach = 8

    private let width: Int
    private let firstRow: Int
    private let samples: Int
    private let columnsOfPart: Int
    /// For each plane how many of its samples are coded.
    private var done: [Int]
    private var isTaken: [Bool]

    /// - Parameters:
    ///   - planes: at least 1.
    ///   - width: of a row, at least 1.
    ///   - rows: to be coded; all before them are.
    package init(planes: Int, width: Int, rows: Range<Int>) {
        self.width = width
        firstRow = rows.lowerBound
        samples = width * rows.count
        // Some twelve parts a row keep all planes busy; very short ones would cost more to hand over than to code.
        columnsOfPart = max(32, (width / 12 + 15) / 16 * 16)
        done = [Int](repeating: 0, count: planes)
        isTaken = [Bool](repeating: false, count: planes)
    }

    /// Whether all is coded.
    package var isFinished: Bool { done.allSatisfy { $0 == samples } }

    /// Takes a part that can be coded now; nil when there is none, at least until the next ``finish(_:)``.
    ///
    /// - Parameter plane: taken from if possible, since its model is in the cache of who asks.
    package mutating func take(preferring plane: Int) -> PlanePart? {
        // Otherwise the plane that is furthest behind: others wait for it.
        let others = done.indices.filter { $0 != plane }.sorted { done[$0] < done[$1] }
        for plane in [plane] + others where !isTaken[plane] && done[plane] < samples {
            let part = nextPart(of: plane)
            guard canBegin(part) else { continue }
            isTaken[plane] = true
            return part
        }
        return nil
    }

    /// Notes that a part which was taken is coded.
    package mutating func finish(_ part: PlanePart) {
        isTaken[part.plane] = false
        done[part.plane] += part.columns.count
    }

    private func nextPart(of plane: Int) -> PlanePart {
        let column = done[plane] % width
        let end = column + columnsOfPart
        // No short rest at the end of a row.
        return PlanePart(
            plane: plane, row: firstRow + done[plane] / width,
            columns: column..<(width - end < columnsOfPart / 2 ? width : end))
    }

    private func canBegin(_ part: PlanePart) -> Bool {
        let row = part.row - firstRow
        let seen = min(part.columns.upperBound + Self.reach, width)
        return done.indices.allSatisfy { other in
            other == part.plane || done[other] >= (other < part.plane ? row : row - 1) * width + seen
        }
    }
}
