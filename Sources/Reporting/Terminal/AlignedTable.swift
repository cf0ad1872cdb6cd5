/// Rows whose columns line up, two spaces apart, for terminals and logs.
package enum AlignedTable {
    /// - Parameters:
    ///   - rows: of cells; a row may have fewer than others.
    ///   - numbers: the columns that are set flush right.
    /// - Returns: a line for each row, each with its end, without spaces before it.
    package static func text(_ rows: [[String]], numbers: Set<Int> = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let rows = rows.map { $0.map(SafeText.oneLine) }
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = row.enumerated().map { column, cell in
                DisplayWidth.padded(cell, to: widths[column], flushRight: numbers.contains(column))
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
