import Benchmarking
import CodecInterface
import OutsideText

/// The tables of one run in Markdown.
enum MarkdownTables {
    static func totals(_ totals: Totals) -> String {
        let classical = totals.lines.first { $0.variant.family == .classical }
        let unit = MediaUnit(totals)
        let header =
            ["codec", "ratio", "mean ratio", "bpb"] + [unit?.title].compactMap(\.self) + [
                "bytes", "vs best classical", "compress MB/s", "decompress MB/s", "compress memory",
                "decompress memory", "adjusted ratio", "best trade-off",
            ]
        let rows = totals.lines.map { line in
            [
                name(line.variant), Quantity.ratio(line.ratio), Quantity.ratio(line.meanRatio),
                Quantity.bitsPerByte(line.bitsPerByte),
            ] + [unit.map { Quantity.ratio($0.bits(line)) }].compactMap(\.self) + [
                Quantity.bytes(line.compressedByteCount),
                Quantity.change(
                    classical.map { Double(line.compressedByteCount) / Double($0.compressedByteCount) - 1 }),
                speed(line.compression),
                speed(line.decompression),
                Quantity.memory(line.compressionPeak), Quantity.memory(line.decompressionPeak),
                Quantity.ratio(line.adjustedRatio), mark(line),
            ]
        }
        let coverage = Guide.coverage(totals).map { Markdown.escaped($0) + "\n" }.joined(separator: "\n")
        return "## \(totals.group.title)\n\n\(coverage)\n" + Markdown.table(header, rows)
    }

    /// Every row of a group, item by item.
    static func items(of group: ItemGroup, _ run: ReportedRun) -> String {
        let rows = run.records.filter { ItemGroup($0, in: run) == group }
        let media = run.media
        let unit = rows.contains { media[$0.item] != nil } ? MediaUnit(group) : nil
        let header =
            ["codec", "ratio", "bpb"] + [unit?.title].compactMap(\.self) + [
                "bytes", "compress MB/s", "decompress MB/s", "compress memory", "decompress memory", "status",
            ]
        let byItem = Dictionary(grouping: rows, by: \.item)
        let tables = unique(rows.map(\.item)).map { item in
            let ofItem = byItem[item] ?? []
            let own = ofItem.filter { !$0.isUnsupported }.sorted { left, right in
                let sizes = (left.compressedByteCount ?? .max, right.compressedByteCount ?? .max)
                return sizes.0 != sizes.1 ? sizes.0 < sizes.1 : Variant.precedes(Variant(left), Variant(right))
            }
            let cells = own.map { record in
                [
                    name(Variant(record)), Quantity.ratio(record.ratio), Quantity.bitsPerByte(record.bitsPerByte),
                ] + [unit.map { Quantity.ratio($0.bits(record, media[item])) }].compactMap(\.self) + [
                    Quantity.bytes(record.compressedByteCount), speed(record, \.compression),
                    speed(record, \.decompression),
                    Quantity.memory(record.compression.peakByteCount),
                    Quantity.memory(record.decompression.peakByteCount), Markdown.escaped(record.status.description),
                ]
            }
            let size = ofItem.first?.rawByteCount
            let shape = media[item]?.shape.map { ": \($0)" } ?? ""
            return "**\(self.item(item, run))**, \(Quantity.bytes(size)) bytes\(shape)\n\n"
                + Markdown.table(header, cells)
        }
        return tables.joined(separator: "\n")
    }

    /// Single records and groups of them, a table for each item; empty for runs of other data.
    static func records(_ run: ReportedRun) -> String {
        let tables = RecordTable.all(of: run).map { table in
            let rows = table.lines.map { line in
                [name(line.variant.withoutBlocks), line.modelByteCount > 0 ? Quantity.bytes(line.modelByteCount) : ""]
                    + line.cells.map { cell in
                        Quantity.ratio(cell?.ratio) + (cell?.payback.map { " [\($0.text)]" } ?? "")
                    }
            }
            return "**\(item(table.item, run))**, \(table.summary)\n\n"
                + Markdown.table(["codec"] + table.columns, rows)
        }
        guard !tables.isEmpty else { return "" }
        return "## \(RecordTable.heading)\n\n\(RecordTable.explanation)\n\n" + tables.joined(separator: "\n")
    }

    /// What gave no result, and why.
    static func problems(_ run: ReportedRun) -> String {
        let problems = Problem.all(of: run)
        guard !problems.isEmpty else { return "" }
        return "## Failed or unsupported\n\n"
            + Markdown.table(
                ["codec", "item", "status"],
                problems.map { problem in
                    [
                        problem.variants.map(name).joined(separator: ", "),
                        problem.items.map { item($0, run) }.joined(separator: ", "),
                        Markdown.escaped(problem.status.description),
                    ]
                }, flushLeft: 3)
    }

    static func environment(_ run: ReportedRun) -> String {
        guard let environment = run.environment else { return "## Environment\n\n\(Guide.noEnvironment)\n" }
        let versions = environment.libraryVersions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let rows = environment.summary.map { ($0.name, $0.value) } + [("libraries", versions.joined(separator: ", "))]
        return "## Environment\n\n"
            + Markdown.table(["what", "value"], rows.map { [$0.0, Markdown.escaped($0.1)] }, flushLeft: 2)
    }

    static func hashes(_ run: ReportedRun) -> String {
        var seen: Set<ExactText> = []
        let rows = run.records.filter { seen.insert($0.item).inserted }
        let media = run.media
        let facts: [String] = media.isEmpty ? [] : ["header bytes", "what it holds"]
        let table = Markdown.table(
            ["item", "kind", "bytes"] + facts + ["SHA-256"],
            rows.map { record in
                let item = media[record.item]
                let words =
                    facts.isEmpty ? [] : [Quantity.bytes(item?.headerByteCount), item?.shape ?? Quantity.missing]
                return [self.item(record.item, run), record.modality.rawValue, Quantity.bytes(record.rawByteCount)]
                    + words + [Markdown.code(record.itemSHA256)]
            })
        return Markdown.folded("\(Guide.count(rows.count, "item")) and their hashes", table)
    }

    /// Codecs with a network stand out by the sign of their family and by weight.
    static func name(_ variant: Variant) -> String {
        let label = Markdown.escaped(variant.label)
        return variant.family.hasNetwork ? "**\(label)** \(variant.family.sign)" : label
    }

    static func item(_ item: ExactText, _ run: ReportedRun) -> String {
        Markdown.escaped(item.text) + (run.isGenerated(item) ? " †" : "")
    }

    private static func mark(_ line: Totals.Line) -> String {
        [line.isCompressionOptimal ? "C" : nil, line.isDecompressionOptimal ? "D" : nil].compactMap(\.self)
            .joined(separator: " ")
    }

    private static func speed(_ record: TrialRecord, _ path: KeyPath<TrialRecord, DirectionRecord>) -> String {
        let direction = record[keyPath: path]
        return speed(direction.speed, direction.confidenceLow, direction.confidenceHigh)
            + ThreadUse.mark(record.busyThreads(path))
    }

    private static func speed(_ speed: Totals.Speed) -> String {
        self.speed(speed.value, speed.low, speed.high) + ThreadUse.mark(speed.busyThreads)
    }

    /// The median, with its interval where there is one.
    private static func speed(_ value: Double?, _ low: Double?, _ high: Double?) -> String {
        guard let low = low.flatMap(Quantity.finite), let high = high.flatMap(Quantity.finite) else {
            return Quantity.speed(value)
        }
        return "\(Quantity.speed(value)) [\(Quantity.speed(low)), \(Quantity.speed(high))]"
    }
}
