import Benchmarking
import CodecInterface
import OutsideText

/// The tables of one run for the page. `prefix` keeps anchors of several runs apart.
struct PageTables {
    let run: ReportedRun
    let prefix: String

    func totals(_ totals: Totals) -> PageTable {
        let classical = totals.lines.first { $0.variant.family == .classical }
        let unit = MediaUnit(totals)
        var anchors = Anchors(prefix: prefix + totals.group.identifier)
        let rows = totals.lines.map { line in
            let change = classical.map { Double(line.compressedByteCount) / Double($0.compressedByteCount) - 1 }
            let marks = [line.isCompressionOptimal ? "C" : "", line.isDecompressionOptimal ? "D" : ""].joined(
                separator: " ")
            let anchor = anchors.next(line.variant.label)
            return PageRow(
                rowAnchor: anchor, rowCodec: line.variant.codecName,
                cells: [
                    .name(line.variant, anchor: anchor), .number(Quantity.ratio(line.ratio), sort: line.ratio),
                    .number(Quantity.ratio(line.meanRatio), sort: line.meanRatio),
                    .number(Quantity.bitsPerByte(line.bitsPerByte), sort: line.bitsPerByte),
                ] + [unit.map { .number(Quantity.ratio($0.bits(line)), sort: $0.bits(line)) }].compactMap(\.self) + [
                    .number(Quantity.bytes(line.compressedByteCount), sort: line.compressedByteCount),
                    .number(Quantity.change(change), sort: change), speed(line.compression), speed(line.decompression),
                    .number(Quantity.memory(line.compressionPeak), sort: line.compressionPeak),
                    .number(Quantity.memory(line.decompressionPeak), sort: line.decompressionPeak),
                    .number(Quantity.ratio(line.adjustedRatio), sort: line.adjustedRatio), .text(marks),
                ])
        }
        return PageTable(
            tableAnchor: "\(prefix)\(totals.group.identifier)-totals", kind: "totals",
            caption: "\(totals.group.title): totals",
            columns: PageColumn.words("codec")
                + PageColumn.numbers("ratio", "mean ratio", "bpb") + (unit.map { PageColumn.numbers($0.title) } ?? [])
                + PageColumn.numbers(
                    "bytes", "vs best classical", "compress MB/s", "decompress MB/s",
                    "compress memory", "decompress memory", "adjusted ratio") + PageColumn.words("best trade-off"),
            rows: rows)
    }

    /// Total time over a link, at 10 Mbit/s until the reader says otherwise; nil without speeds.
    func transfer(_ totals: Totals) -> PageTable? {
        struct Times {
            let line: Totals.Line
            let compression: Double
            let sending: Double
            let decompression: Double
            var total: Double { compression + sending + decompression }
        }
        let times = totals.lines.compactMap { line -> Times? in
            guard let compression = line.compression.seconds(for: line.rawByteCount),
                let decompression = line.decompression.seconds(for: line.rawByteCount)
            else { return nil }
            return Times(
                line: line, compression: compression, sending: Double(line.compressedByteCount) * 8 / 10e6,
                decompression: decompression)
        }.sorted { $0.total < $1.total }
        guard let longest = times.last?.total, longest > 0 else { return nil }
        let rows = times.map { times in
            let bar = [("c", times.compression), ("s", times.sending), ("d", times.decompression)].map {
                style, seconds in
                "<i class=\"\(style)\" style=\"width:\(SVGNumber.text(100 * seconds / longest))%\"></i>"
            }.joined()
            return PageRow(
                rowCodec: times.line.variant.codecName,
                rowData: " data-c=\"\(times.compression)\" data-d=\"\(times.decompression)\""
                    + " data-bytes=\"\(times.line.compressedByteCount)\"",
                cells: [
                    .name(times.line.variant, anchor: nil),
                    .number(Quantity.duration(times.compression), sort: times.compression),
                    .number(Quantity.duration(times.sending), sort: times.sending),
                    .number(Quantity.duration(times.decompression), sort: times.decompression),
                    .number(Quantity.duration(times.total), sort: times.total),
                    PageCell(
                        element: "td", cellAttributes: " aria-hidden=\"true\" data-sort=\"\"",
                        content: "<span class=\"stack\">\(bar)</span>"),
                ])
        }
        return PageTable(
            tableAnchor: "\(prefix)\(totals.group.identifier)-transfer", kind: "transfer",
            caption: "\(totals.group.title): total time to compress, send and decompress at 10 Mbit/s",
            columns: PageColumn.words("codec") + PageColumn.numbers("compress", "send", "decompress", "total")
                + PageColumn.words("compress, send, decompress"),
            rows: rows)
    }

    func items(of group: ItemGroup) -> PageTable {
        let records = run.records.filter { ItemGroup($0, in: run) == group && !$0.isUnsupported }
        let media = run.media
        let unit = records.contains { media[$0.item] != nil } ? MediaUnit(group) : nil
        let rows = records.map { record in
            let bits = unit?.bits(record, media[record.item])
            return PageRow(
                rowCodec: Variant(record).codecName,
                cells: [
                    item(record.item), .name(Variant(record), anchor: nil),
                    .number(Quantity.ratio(record.ratio), sort: record.ratio),
                    .number(Quantity.bitsPerByte(record.bitsPerByte), sort: record.bitsPerByte),
                ] + (unit == nil ? [] : [.number(Quantity.ratio(bits), sort: bits)]) + [
                    .number(Quantity.bytes(record.compressedByteCount), sort: record.compressedByteCount),
                    speed(record, \.compression), speed(record, \.decompression),
                    .number(Quantity.memory(record.compression.peakByteCount), sort: record.compression.peakByteCount),
                    .number(
                        Quantity.memory(record.decompression.peakByteCount), sort: record.decompression.peakByteCount),
                    .text(record.status.description, style: record.status == .ok ? "" : "long"),
                ])
        }
        return PageTable(
            tableAnchor: "\(prefix)\(group.identifier)-items", kind: "items", caption: "\(group.title), item by item",
            columns: PageColumn.words("item", "codec")
                + PageColumn.numbers("ratio", "bpb") + (unit.map { PageColumn.numbers($0.title) } ?? [])
                + PageColumn.numbers(
                    "bytes", "compress MB/s", "decompress MB/s", "compress memory", "decompress memory")
                + PageColumn.words("status"),
            rows: rows)
    }

    /// Single records and groups of them, a table for each item; nil for runs of other data.
    var recordsSection: PageSection? {
        let tables = RecordTable.all(of: run)
        guard !tables.isEmpty else { return nil }
        var section = PageSection(anchor: prefix + "records", heading: RecordTable.heading)
        section.paragraphs = [RecordTable.explanation]
        section.tables = tables.enumerated().map { index, table in
            PageTable(
                tableAnchor: "\(prefix)records-\(index + 1)", kind: "items",
                caption: "\(marked(table.item)), \(table.summary)",
                columns: PageColumn.words("codec") + table.columns.flatMap { PageColumn.numbers($0) },
                rows: table.lines.map { line in
                    PageRow(
                        rowCodec: line.variant.codecName,
                        cells: [
                            .name(line.variant.withoutBlocks, anchor: nil),
                            .number(
                                line.modelByteCount > 0 ? Quantity.bytes(line.modelByteCount) : "",
                                sort: line.modelByteCount),
                        ]
                            + line.cells.map { cell in
                                PageCell.number(
                                    Quantity.ratio(cell?.ratio), sort: cell?.ratio,
                                    interval: cell?.payback.map { "[\($0.text)]" } ?? "")
                            })
                })
        }
        return section
    }

    /// What gave no result, and why; nil when everything did.
    var problems: PageTable? {
        let rows = Problem.all(of: run).map { problem in
            let single = problem.variants.count == 1 ? problem.variants.first : nil
            return PageRow(
                // A row of several codecs belongs to none that could be switched off.
                rowCodec: single?.codecName,
                cells: [
                    single.map { .name($0, anchor: nil) }
                        ?? .text(problem.variants.map(\.label).joined(separator: ", "), style: "long"),
                    .text(problem.items.map(marked).joined(separator: ", "), style: "long"),
                    .text(problem.status.description, style: "long"),
                ])
        }
        guard !rows.isEmpty else { return nil }
        return PageTable(
            tableAnchor: prefix + "problems-table", kind: "plain", caption: "Trials without a result, and why",
            columns: PageColumn.words("codec", "item", "status"), rows: rows)
    }

    var environment: PageTable? {
        guard let environment = run.environment else { return nil }
        let versions = environment.libraryVersions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let rows = environment.summary.map { ($0.name, $0.value) } + [("libraries", versions.joined(separator: ", "))]
        return PageTable(
            tableAnchor: prefix + "environment-table", kind: "plain", caption: "Machine and build",
            columns: PageColumn.words("what", "value"),
            rows: rows.map { PageRow(cells: [.text($0.0), .text($0.1, style: "long")]) })
    }

    var hashes: PageTable {
        var seen: Set<ExactText> = []
        let media = run.media
        let rows = run.records.filter { seen.insert($0.item).inserted }.map { record in
            let facts = media[record.item]
            return PageRow(
                cells: [
                    item(record.item), .text(record.modality.rawValue),
                    .number(Quantity.bytes(record.rawByteCount), sort: record.rawByteCount),
                ]
                    + (media.isEmpty
                        ? []
                        : [
                            .number(Quantity.bytes(facts?.headerByteCount), sort: facts?.headerByteCount),
                            .text(facts?.shape ?? Quantity.missing),
                        ]) + [.text(record.itemSHA256, style: "hash")])
        }
        return PageTable(
            tableAnchor: prefix + "hashes-table", kind: "plain", caption: "Items and their hashes",
            columns: PageColumn.words("item", "kind") + PageColumn.numbers("bytes")
                + (media.isEmpty ? [] : PageColumn.numbers("header bytes") + PageColumn.words("what it holds"))
                + PageColumn.words("SHA-256"),
            rows: rows)
    }

    private func item(_ item: ExactText) -> PageCell { .text(marked(item), style: "long") }

    private func marked(_ item: ExactText) -> String { item.text + (run.isGenerated(item) ? " †" : "") }

    private func speed(_ speed: Totals.Speed) -> PageCell {
        self.speed(speed.value, speed.low, speed.high, busyThreads: speed.busyThreads)
    }

    private func speed(_ record: TrialRecord, _ path: KeyPath<TrialRecord, DirectionRecord>) -> PageCell {
        let direction = record[keyPath: path]
        return speed(
            direction.speed, direction.confidenceLow, direction.confidenceHigh, busyThreads: record.busyThreads(path))
    }

    private func speed(_ value: Double?, _ low: Double?, _ high: Double?, busyThreads: Double?) -> PageCell {
        let text = Quantity.speed(value) + ThreadUse.mark(busyThreads)
        guard let low = low.flatMap(Quantity.finite), let high = high.flatMap(Quantity.finite) else {
            return .number(text, sort: value)
        }
        return .number(
            text, sort: value, interval: "[\(Quantity.speed(low)), \(Quantity.speed(high))]")
    }
}

/// Anchors that are unique within their prefix.
struct Anchors {
    private let prefix: String
    private var given: Set<String> = []

    init(prefix: String) { self.prefix = prefix }

    mutating func next(_ name: String) -> String {
        let base = "\(prefix)-\(SafeText.slug(name))"
        var anchor = base
        var number = 2
        while !given.insert(anchor).inserted {
            anchor = "\(base)-\(number)"
            number += 1
        }
        return anchor
    }
}
