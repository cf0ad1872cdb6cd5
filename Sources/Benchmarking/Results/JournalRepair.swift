import Foundation

/// How much of a journal that a killed run left behind is good.
enum JournalRepair {
    /// Bytes up to the end of the last row that is whole: ended by a line break outside quotes.
    static func wholeRowsByteCount(_ data: Data) -> Int {
        var whole = 0
        var isQuoted = false
        for (index, byte) in data.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n") && !isQuoted { whole = index + 1 }
        }
        return whole
    }

    /// Bytes of `samples.csv` up to the last sample of a trial that has a row.
    ///
    /// - Parameter trials: item, spec and block size of each row, joined by NULs.
    static func samplesByteCount(_ data: Data, of trials: Set<String>) -> Int {
        let rows = CSVText.rows(of: String(decoding: data.prefix(wholeRowsByteCount(data)), as: UTF8.self))
        guard !rows.isEmpty else { return 0 }
        let last =
            rows.lastIndex { row in
                row.fields.count > 8 && trials.contains("\(row.fields[1])\0\(row.fields[2])\0\(row.fields[8])")
            } ?? 0
        // Rows of a journal are written by this program, so their length can be had by writing them again.
        return rows[...last].reduce(0) { $0 + CSVText.row($1.fields).utf8.count }
    }
}
