import OutsideText

/// Rows that could not be used, for people.
package enum Damage {
    /// One line for each stretch of rows that have the same fault, as all rows of a newer build's file do; after the first
    /// `most` lines only how many rows are left.
    package static func lines(_ rows: [DamagedRow], most: Int = 20) -> [String] {
        var stretches: [(first: DamagedRow, last: DamagedRow, count: Int)] = []
        for row in rows {
            if let last = stretches.last, last.first.column == row.column, last.first.reason == row.reason {
                stretches[stretches.count - 1].last = row
                stretches[stretches.count - 1].count += 1
            } else {
                stretches.append((row, row, 1))
            }
        }
        var lines = stretches.prefix(most).map { stretch in
            guard stretch.count > 1 else { return VisibleText.oneLine(stretch.first.description) }
            let column = stretch.first.column.map { ", column \($0)" } ?? ""
            return VisibleText.oneLine(
                "lines \(stretch.first.line) to \(stretch.last.line)\(column): \(stretch.first.reason)")
        }
        let rest = stretches.dropFirst(most).reduce(0) { $0 + $1.count }
        if rest > 0 { lines.append("and \(rest) more row\(rest == 1 ? "" : "s")") }
        return lines
    }
}
