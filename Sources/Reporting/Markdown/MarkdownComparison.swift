import Benchmarking

/// Several runs side by side in Markdown: each of the later ones beside the first.
enum MarkdownComparison {
    static func text(of report: Report) -> String {
        guard let base = report.runs.first else { return "There is no run to report.\n" }
        var parts = ["## Runs\n\n" + overview(report)]
        parts.append(
            report.hasSeveralMachines
                ? "> **Different machines.** \(Guide.severalMachines)\n" : Guide.oneMachine + "\n")
        for run in report.runs.dropFirst() {
            let comparisons = RunComparison.all(base: base, new: run)
            parts.append("## \(Markdown.escaped(run.name)) beside \(Markdown.escaped(base.name))\n")
            if comparisons.isEmpty { parts.append("The two runs have no trial in common.\n") }
            let words = ComparisonWords(comparisons: comparisons)
            parts.append(words.findings.map { "- " + Markdown.text($0) + "\n" }.joined())
            parts += words.remarks.map { Markdown.escaped($0) + "\n" }
            parts += comparisons.map { table($0, isSameMachine: base.machine == run.machine) }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func overview(_ report: Report) -> String {
        Markdown.table(
            ["run", "date", "machine", "commit", "trials"],
            report.runs.map { run in
                [
                    Markdown.escaped(run.name), Markdown.escaped(run.environment?.date ?? "not known"),
                    Markdown.escaped(run.environment == nil ? "not known" : run.machine),
                    Markdown.escaped(run.environment?.commit.map { String($0.prefix(12)) } ?? "not known"),
                    String(run.records.count),
                ]
            }, flushLeft: 4)
    }

    private static func table(_ comparison: RunComparison, isSameMachine: Bool) -> String {
        let speedHeader = ["compress MB/s", "change", "decompress MB/s", "change"]
        let rows = comparison.lines.map { line in
            [
                MarkdownTables.name(line.variant), String(line.itemCount),
                "\(Quantity.bytes(line.baseByteCount)) → \(Quantity.bytes(line.newByteCount))",
                Quantity.change(line.sizeChange),
                pair(line.base.compression, line.new.compression),
                isSameMachine ? Quantity.change(line.compressionChange) : Quantity.missing,
                pair(line.base.decompression, line.new.decompression),
                isSameMachine ? Quantity.change(line.decompressionChange) : Quantity.missing,
            ]
        }
        guard !rows.isEmpty else { return "" }
        return "### \(comparison.group.title)\n\n"
            + Markdown.table(["codec", "items", "bytes", "change"] + speedHeader, rows)
    }

    private static func pair(_ base: Double?, _ new: Double?) -> String {
        "\(Quantity.speed(base)) → \(Quantity.speed(new))"
    }
}
