package import Benchmarking
import CodecInterface

/// The table after a run, fitted to the terminal's width: columns that do not fit are left out, the least important
/// first.
package enum TerminalTable {
    private static let header = ["codec", "ratio", "bpb", "bytes", "comp MB/s", "dec MB/s", "comp mem", "dec mem"]
    /// Columns in the order they are given up.
    private static let dispensable = [7, 6, 2, 3]

    package static func text(of records: [TrialRecord], context: ReportContext, width: Int) -> String {
        var blocks: [String] = []
        for table in ModalityTable.tables(of: records) {
            let count = table.commonItems.count
            let title =
                "\(table.modality.rawValue): \(count) item\(count == 1 ? "" : "s"), "
                + "\(table.lines.first?.rawByteCount ?? 0) bytes"
            let generated = table.commonItems.contains(where: context.isGenerated) ? " (generated)" : ""
            let rows = table.lines.map { line in
                [
                    (context.isNeural(line.codec) ? "*" : " ") + line.spec, Quantity.ratio(line.ratio),
                    Quantity.bitsPerByte(line.bitsPerByte), String(line.compressedByteCount),
                    Quantity.speed(line.compressionSpeed), Quantity.speed(line.decompressionSpeed),
                    Quantity.memory(line.compressionPeak), Quantity.memory(line.decompressionPeak),
                ]
            }
            blocks.append(title + generated + "\n" + layout([header] + rows, width: width))
        }
        let others = records.filter { $0.status != .ok }.map { record in
            // Control characters of odd file names must not reach the terminal.
            let item = String(record.item.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : Character($0) })
            return "\(record.spec) on \(item): \(record.status)\n"
        }
        if !others.isEmpty { blocks.append(others.joined()) }
        return blocks.joined(separator: "\n")
    }

    private static func layout(_ rows: [[String]], width: Int) -> String {
        var columns = Array(header.indices)
        func widest(_ column: Int) -> Int { rows.map { $0[column].count }.max() ?? 0 }
        for column in dispensable where columns.reduce(-2, { $0 + widest($1) + 2 }) > width {
            columns.removeAll { $0 == column }
        }
        return rows.map { row in
            columns.map { column in
                let padding = String(repeating: " ", count: widest(column) - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
