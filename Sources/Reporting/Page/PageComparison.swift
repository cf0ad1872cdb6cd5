import Benchmarking

/// Several runs side by side on the page: each of the later ones beside the first.
enum PageComparison {
    static func sections(of report: Report) -> [PageSection] {
        guard let base = report.runs.first, report.runs.count > 1 else { return [] }
        var overview = PageSection(anchor: "runs", heading: "Runs")
        overview.tables = [runs(report)]
        overview.paragraphs = [report.hasSeveralMachines ? Guide.severalMachines : Guide.oneMachine]
        return [overview]
            + report.runs.dropFirst().enumerated().map { index, run in
                let comparisons = RunComparison.all(base: base, new: run)
                let isSameMachine = base.machine == run.machine
                var section = PageSection(
                    anchor: "compared-\(index + 1)",
                    heading: "\(SafeText.oneLine(run.name)) beside \(SafeText.oneLine(base.name))")
                if comparisons.isEmpty { section.paragraphs.append("The two runs have no trial in common.") }
                let words = ComparisonWords(comparisons: comparisons)
                section.findings = words.findings.map(PageReport.html)
                section.paragraphs += words.remarks
                section.tables = comparisons.filter { !$0.lines.isEmpty }.map {
                    table($0, "compared-\(index + 1)", isSameMachine)
                }
                return section
            }
    }

    private static func runs(_ report: Report) -> PageTable {
        PageTable(
            tableAnchor: "runs-table", kind: "plain", caption: "The runs of this report",
            columns: PageColumn.words("run", "date", "machine", "commit") + PageColumn.numbers("trials"),
            rows: report.runs.map { run in
                PageRow(cells: [
                    .text(run.name), .text(run.environment?.date ?? "not known"),
                    .text(run.environment == nil ? "not known" : run.machine, style: "long"),
                    .text(run.environment?.commit.map { String($0.prefix(12)) } ?? "not known"),
                    .number(String(run.records.count), sort: run.records.count),
                ])
            })
    }

    private static func table(_ comparison: RunComparison, _ prefix: String, _ isSameMachine: Bool) -> PageTable {
        func pair(_ base: Double?, _ new: Double?) -> PageCell {
            .number("\(Quantity.speed(base)) → \(Quantity.speed(new))", sort: new)
        }
        func change(_ value: Double?) -> PageCell {
            let value = isSameMachine ? value : nil
            return .number(Quantity.change(value), sort: value)
        }
        return PageTable(
            tableAnchor: "\(prefix)-\(comparison.group.identifier)", kind: "plain", caption: comparison.group.title,
            columns: PageColumn.words("codec")
                + PageColumn.numbers(
                    "items", "bytes", "size change", "compress MB/s", "compress change", "decompress MB/s",
                    "decompress change"),
            rows: comparison.lines.map { line in
                PageRow(
                    rowCodec: line.variant.codecName,
                    cells: [
                        .name(line.variant, anchor: nil), .number(String(line.itemCount), sort: line.itemCount),
                        .number(
                            "\(Quantity.bytes(line.baseByteCount)) → \(Quantity.bytes(line.newByteCount))",
                            sort: line.newByteCount),
                        .number(Quantity.change(line.sizeChange), sort: line.sizeChange),
                        pair(line.base.compression, line.new.compression), change(line.compressionChange),
                        pair(line.base.decompression, line.new.decompression), change(line.decompressionChange),
                    ])
            })
    }
}
