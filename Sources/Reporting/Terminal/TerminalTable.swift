package import Benchmarking
import CodecInterface
import OutsideText

/// The table after a run, fitted to the terminal's width: columns that do not fit are left out, the least important
/// first, and long names are shortened.
package enum TerminalTable {
    private static let header = ["codec", "ratio", "bpb", "bytes", "comp MB/s", "dec MB/s", "comp mem", "dec mem"]
    /// Columns in the order they are given up.
    private static let dispensable = [7, 6, 2, 3, 5, 4]

    /// - Parameter width: columns of the terminal.
    package static func text(of records: [TrialRecord], environment: RunEnvironment?, width: Int) -> String {
        let run = ReportedRun(name: "", records: records, environment: environment)
        let all = Totals.all(of: run)
        var blocks = all.map { totals in
            let rows = totals.lines.map { line in
                [
                    line.variant.family.terminalMark + " " + SafeText.shortened(line.variant.label, to: 40),
                    Quantity.ratio(line.ratio), Quantity.bitsPerByte(line.bitsPerByte),
                    String(line.compressedByteCount), speed(line.compression), speed(line.decompression),
                    Quantity.memory(line.compressionPeak),
                    Quantity.memory(line.decompressionPeak),
                ]
            }
            let items = totals.commonItems.count
            let count = items == totals.itemCount ? Guide.count(items, "item") : "\(items) of \(totals.itemCount) items"
            let title = "\(totals.group.title): \(count), \(totals.rawByteCount) bytes"
            return (wrapped(title, width) + layout([header] + rows, width: width))
        }
        blocks += ItemGroup.all(of: run).filter { group in !all.contains { $0.group == group } }
            .compactMap { group in empty(run.records.filter { ItemGroup($0, in: run) == group }, group, width) }
        let families = Set(all.flatMap { $0.lines.map(\.variant.family) })
        let marks = Family.listed.filter { $0.hasNetwork && families.contains($0) }
            .map { "\($0.terminalMark) \($0.rawValue)" }
        if !marks.isEmpty {
            blocks.append(wrapped(marks.joined(separator: ", ") + "; every other codec is classical", width))
        }
        if let note = ThreadUse.note(run) { blocks.append(wrapped(note, width)) }
        let problems = Problem.all(of: run).map { problem in
            let names = problem.variants.map { SafeText.shortened($0.label, to: 40) }.joined(separator: ", ")
            let items =
                problem.items.count == 1
                ? SafeText.shortened(problem.items[0].text, to: 40) : Guide.count(problem.items.count, "item")
            return wrapped("\(names) on \(items): \(SafeText.oneLine(problem.status.description))", width)
        }
        if !problems.isEmpty { blocks.append(problems.joined()) }
        return blocks.joined(separator: "\n")
    }

    /// A group of which nothing can be summed up because its items are empty: what each codec makes of them, in bytes. Nil where
    /// that is not why.
    private static func empty(_ records: [TrialRecord], _ group: ItemGroup, _ width: Int) -> String? {
        let done = records.filter { $0.status == .ok && $0.rawByteCount == 0 }
        guard !done.isEmpty else { return nil }
        let rows = unique(done.map(Variant.init)).map { variant in
            let own = done.filter { Variant($0) == variant }
            let missing = Quantity.missing
            return [
                (variant.family.terminalMark + " ") + SafeText.shortened(variant.label, to: 40), missing, missing,
                String(Totals.saturatingSum(own.compactMap(\.compressedByteCount))), missing, missing,
                Quantity.memory(own.compactMap(\.compression.peakByteCount).max()),
                Quantity.memory(own.compactMap(\.decompression.peakByteCount).max()),
            ]
        }
        let count = Guide.count(unique(done.map(\.item)).count, "item")
        return wrapped("\(group.title): \(count). \(Guide.onlyEmpty)", width) + layout([header] + rows, width: width)
    }

    /// Digits are not grouped: not every terminal knows the narrow space.
    private static func speed(_ speed: Totals.Speed) -> String {
        Quantity.speed(speed.value).replacing("\u{202F}", with: "")
    }

    private static func layout(_ rows: [[String]], width: Int) -> String {
        var rows = rows
        var columns = Array(header.indices)
        func widest(_ column: Int) -> Int { rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        func total() -> Int { columns.reduce(-2) { $0 + widest($1) + 2 } }
        for column in dispensable where total() > width { columns.removeAll { $0 == column } }
        if total() > width {
            let room = max(6, widest(0) - (total() - width))
            for index in rows.indices { rows[index][0] = SafeText.shortened(rows[index][0], to: room) }
        }
        let widths = header.indices.map(widest)
        return rows.map { row in
            columns.map { column in
                DisplayWidth.padded(row[column], to: widths[column], flushRight: column > 0)
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// Lines of at most `width` characters, broken between words where there are any.
    private static func wrapped(_ text: String, _ width: Int) -> String {
        let width = max(width, 10)
        var lines: [String] = []
        var rest = Substring(text)
        while rest.count > width {
            let head = rest.prefix(width + 1)
            let end =
                head.lastIndex(of: " ").flatMap { $0 > rest.startIndex ? $0 : nil }
                ?? rest.index(rest.startIndex, offsetBy: width)
            lines.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        lines.append(String(rest))
        return lines.joined(separator: "\n") + "\n"
    }
}
