import Benchmarking
import CodecInterface
package import Foundation
import OutsideText

/// A pivot in each format that holds tables.
package enum PivotFiles {
    /// The formats; a picture is no table.
    package static let formats: [ReportFormat] = [.csv, .json, .markdown, .html]

    /// The file of a format, under a name that no other file of a report has; nil for a format that holds no tables.
    ///
    /// - Throws: nothing that a pivot's contents could cause; see ``PageReport/data(of:)``.
    package static func file(of pivot: Pivot, format: ReportFormat) throws -> ReportFile? {
        switch format {
        case .csv: ReportFile(path: "pivot.csv", data: Data(csv(of: pivot).utf8))
        case .json: ReportFile(path: "pivot.json", data: try json(of: pivot))
        case .markdown: ReportFile(path: "pivot.md", data: Data(markdown(of: pivot).utf8))
        case .html: ReportFile(path: "pivot.html", data: try PivotPage.data(of: pivot))
        case .svg: nil
        }
    }

    /// One flat table: what the lines are grouped by, which codec they are of, and the columns.
    private static func csv(of pivot: Pivot) -> String {
        let variantColumns = ["codec", "params", "threads", "block_bytes"]
        let groups = pivot.choice.grouping.map(\.rawValue).filter { $0 != "codec" }
        let columns = pivot.choice.columns.filter { !(groups + variantColumns).contains($0.rawValue) }
        let header = ["run"] + groups + variantColumns + columns.map(\.rawValue)
        return CSVText.row(header)
            + rows(of: pivot).map { table, totals, line in
                let variant = line.variant
                let keys = table.keys.filter { $0.dimension != .codec }.map(\.text.text)
                return CSVText.row(
                    [table.run.records.first?.run ?? ""] + keys + [
                        variant.codec, variant.parameters, String(variant.threads),
                        variant.blockByteCount.map(String.init) ?? "",
                    ] + columns.map { $0.value(of: line, in: totals).plain })
            }.joined()
    }

    private static func rows(of pivot: Pivot) -> [(PivotTable, Totals, Totals.Line)] {
        pivot.tables.flatMap { table in
            table.lines.compactMap { line in table.totals.map { (table, $0, line) } }
        }
    }

    private static func markdown(of pivot: Pivot) -> String {
        let isSingle = Set(pivot.tables.map(\.run.name)).count == 1
        var text = ""
        var noted: Set<ExactText> = []
        for table in pivot.tables {
            if noted.insert(ExactText(table.run.name)).inserted {
                text += Guide.notes(table.run).map { "> **Note.** \(Markdown.escaped($0))\n\n" }.joined()
            }
            let name = isSingle ? "" : "\(SafeText.oneLine(table.run.name)): "
            text += "## \(Markdown.escaped(name + table.title))\n\n"
            guard let totals = table.totals else {
                text += "\(Guide.withoutTotals(table.records))\n\n"
                continue
            }
            text += Guide.coverage(totals).map { Markdown.escaped($0) + "\n\n" }.joined()
            text += Markdown.table(
                ["codec"] + pivot.choice.columns.map(\.title),
                table.lines.map { line in
                    [MarkdownTables.name(line.variant)]
                        + pivot.choice.columns.map { Markdown.escaped($0.value(of: line, in: totals).shown) }
                })
            text += "\n"
        }
        return text.isEmpty ? "There is nothing to report.\n" : text
    }

    private static func json(of pivot: Pivot) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(PivotDocument(pivot)) + Data("\n".utf8)
    }
}
