package import Benchmarking
import CodecInterface

/// `report.md`: a run for people, from its rows (and the environment, where it is known). The same rows give the same
/// bytes.
package enum MarkdownReport {
    package static func text(of records: [TrialRecord], context: ReportContext) -> String {
        let tables = ModalityTable.tables(of: records)
        var parts = ["# Compression benchmark\n"]
        parts.append(headline(tables, context))
        if records.contains(where: { context.isGenerated($0.item) }) {
            parts.append(
                "> **Generated items.** Items marked † were made by a program. They show that everything works; their"
                    + " ratios say nothing about real data.\n")
        }
        for table in tables { parts.append(section(table, records, context)) }
        parts.append(problems(records))
        parts.append(environment(context))
        parts.append(itemList(records, context))
        parts.append(columns)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    // MARK: Findings

    private static func headline(_ tables: [ModalityTable], _ context: ReportContext) -> String {
        guard !tables.isEmpty else { return "No trial gave a result.\n" }
        let sentences = tables.compactMap { table -> String? in
            guard table.lines.count > 1, let best = table.lines.first else { return nil }
            var text = "On \(noun(table.modality)), `\(best.spec)` is smallest (ratio \(Quantity.ratio(best.ratio)))"
            text += comparison(table, context).map { "; \($0)" } ?? ""
            return "- \(text).\n"
        }
        return sentences.joined()
    }

    /// The best neural line beside the best classical one.
    private static func comparison(_ table: ModalityTable, _ context: ReportContext) -> String? {
        guard let neural = table.lines.first(where: { context.isNeural($0.codec) }),
            let classical = table.lines.first(where: { !context.isNeural($0.codec) })
        else { return nil }
        let difference = 1 - Double(neural.compressedByteCount) / Double(max(classical.compressedByteCount, 1))
        var text = "`\(neural.spec)` is \(Quantity.percent(abs(difference))) \(difference >= 0 ? "smaller" : "larger")"
        text += " than the best classical codec, `\(classical.spec)`"
        if let a = neural.compressionSpeed, let b = classical.compressionSpeed, a > 0, b > 0 {
            text +=
                a < b ? ", at 1/\(Quantity.speed(b / a)) of its speed" : ", at \(Quantity.speed(a / b)) times its speed"
            text += " (\(Quantity.speed(a)) MB/s)"
        }
        return text
    }

    private static func noun(_ modality: Modality) -> String {
        switch modality {
        case .text: "text"
        case .image: "images"
        case .audio: "audio"
        case .binary: "binary data"
        }
    }

    // MARK: Tables

    private static func section(
        _ table: ModalityTable, _ records: [TrialRecord], _ context: ReportContext
    ) -> String {
        let title = noun(table.modality)
        var text = "## \(title.prefix(1).uppercased() + title.dropFirst())\n\n"
        let count = table.commonItems.count
        text +=
            "\(count) item\(count == 1 ? "" : "s"), \(Quantity.bytes(table.lines.first?.rawByteCount)) bytes together."
        if !table.otherItems.isEmpty {
            text += " \(table.otherItems.count) more in no sum, because some codec did not manage them."
        }
        let hasModels = table.lines.contains { $0.modelByteCount > 0 }
        let header =
            [
                "codec", "ratio", "mean ratio", "bpb", "bytes", "compress MB/s", "decompress MB/s", "compress memory",
                "decompress memory",
            ] + (hasModels ? ["adjusted ratio"] : []) + ["vs best classical"]
        let classical = table.lines.first { !context.isNeural($0.codec) }
        let rows = table.lines.map { line -> [String] in
            let name = Markdown.escaped(line.spec)
            var cells = [context.isNeural(line.codec) ? "**\(name)**" : name]
            cells[0] += line.isParetoOptimal ? " ◆" : ""
            cells += [
                Quantity.ratio(line.ratio), Quantity.ratio(line.meanRatio), Quantity.bitsPerByte(line.bitsPerByte),
                Quantity.bytes(line.compressedByteCount), Quantity.speed(line.compressionSpeed),
                Quantity.speed(line.decompressionSpeed), Quantity.memory(line.compressionPeak),
                Quantity.memory(line.decompressionPeak),
            ]
            if hasModels { cells.append(Quantity.ratio(line.adjustedRatio)) }
            cells.append(
                classical.map { signed(Double(line.compressedByteCount) / Double(max($0.compressedByteCount, 1)) - 1) }
                    ?? Quantity.missing)
            return cells
        }
        text += "\n\n" + Markdown.table(header, rows)
        text += "\nBold: neural. ◆: no other codec here is both smaller and faster at compressing.\n\n"
        text += Markdown.folded("Item by item", items(table.modality, records, context))
        return text
    }

    private static func signed(_ fraction: Double) -> String {
        fraction == 0 ? "0.0 %" : (fraction > 0 ? "+" : "−") + Quantity.percent(abs(fraction))
    }

    private static func items(_ modality: Modality, _ records: [TrialRecord], _ context: ReportContext) -> String {
        let rows = records.filter { $0.modality == modality }
        return unique(rows.map(\.item)).map { item in
            let mark = context.isGenerated(item) ? " †" : ""
            let own = rows.filter { $0.item == item }.sorted {
                ($0.compressedByteCount ?? .max, $0.spec) < ($1.compressedByteCount ?? .max, $1.spec)
            }
            let cells = own.map { record in
                [
                    Markdown.escaped(record.spec), Quantity.ratio(record.ratio),
                    Quantity.bitsPerByte(record.bitsPerByte),
                    Quantity.bytes(record.compressedByteCount), speed(record.compression), speed(record.decompression),
                    record.status == .ok ? "ok" : Markdown.escaped(record.status.description),
                ]
            }
            let header = ["codec", "ratio", "bpb", "bytes", "compress MB/s", "decompress MB/s", "status"]
            return "### \(Markdown.escaped(item))\(mark)\n\n\(Quantity.bytes(own.first?.rawByteCount)) bytes\n\n"
                + Markdown.table(header, cells)
        }.joined(separator: "\n")
    }

    /// The median, with its 95 % interval where there is one.
    private static func speed(_ direction: DirectionRecord) -> String {
        guard let low = direction.confidenceLow, let high = direction.confidenceHigh else {
            return Quantity.speed(direction.speed)
        }
        return "\(Quantity.speed(direction.speed)) [\(Quantity.speed(low)), \(Quantity.speed(high))]"
    }

    // MARK: The rest

    private static func problems(_ records: [TrialRecord]) -> String {
        let rows = records.filter { $0.status != .ok }
        guard !rows.isEmpty else { return "" }
        return "## Not run, or not fine\n\n"
            + Markdown.table(
                ["codec", "item", "status"],
                rows.map { [$0.spec, $0.item, $0.status.description].map(Markdown.escaped) })
    }

    private static func environment(_ context: ReportContext) -> String {
        guard let environment = context.environment else {
            return "## Environment\n\nNot known: there was no `environment.json` beside the results.\n"
        }
        let versions = environment.libraryVersions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let rows = environment.summary.map { ($0.name, $0.value) } + [("libraries", versions.joined(separator: ", "))]
        return "## Environment\n\n" + Markdown.table(["what", "value"], rows.map { [$0.0, Markdown.escaped($0.1)] })
    }

    private static func itemList(_ records: [TrialRecord], _ context: ReportContext) -> String {
        let rows = unique(records.map(\.item)).compactMap { item in records.first { $0.item == item } }
        let table = Markdown.table(
            ["item", "kind", "bytes", "SHA-256"],
            rows.map {
                [
                    Markdown.escaped($0.item) + (context.isGenerated($0.item) ? " †" : ""), $0.modality.rawValue,
                    Quantity.bytes($0.rawByteCount), "`\($0.itemSHA256.prefix(16))…`",
                ]
            })
        return "## Items\n\n" + Markdown.folded("\(rows.count) items and their hashes", table)
    }

    private static let columns = """
        ## How to read this

        - **ratio**: raw bytes over compressed bytes of all items together; higher is better. **mean ratio**: the geometric \
        mean over the items. **bpb**: compressed bits per raw byte; lower is better.
        - Sums and means cover only the items that every codec of the table managed.
        - **MB/s**: 10^6 raw bytes a second, from the median of the repetitions; in brackets its 95 % interval, where there \
        are six repetitions or more.
        - **memory**: the peak of a fresh process that did only this direction, less what it held before (the item, the \
        buffers and the program itself).
        - Every stream was decompressed and compared with the original byte for byte.

        """
}
