import Benchmarking
import CodecInterface

/// `totals.csv`: one row for each line of a report's tables, in the same order. The columns are those of
/// `docs/results-csv.md`.
package enum TotalsFile {
    static let header = [
        "schema", "run", "modality", "corpus", "codec", "params", "threads", "block_bytes", "family", "items",
        "items_in_group", "raw_bytes", "comp_bytes", "ratio", "geomean_ratio", "bpb", "model_bytes", "adjusted_ratio",
        "c_mbps", "c_mbps_ci_low", "c_mbps_ci_high", "d_mbps", "d_mbps_ci_low", "d_mbps_ci_high", "c_peak_bytes",
        "d_peak_bytes", "c_pareto", "d_pareto", "bits_per_pixel", "bits_per_sample",
    ]

    package static func text(of report: Report) -> String {
        CSVText.row(header)
            + report.runs.flatMap { run in
                Totals.all(of: run).flatMap { totals in totals.lines.map { row($0, totals, run) } }
            }.joined()
    }

    private static func row(_ line: Totals.Line, _ totals: Totals, _ run: ReportedRun) -> String {
        func number(_ value: Double?) -> String { value.map(NumberText.significant) ?? "" }
        func integer(_ value: Int?) -> String { value.map(String.init) ?? "" }
        let variant = line.variant
        return CSVText.row([
            "1", run.records.first?.run ?? "", totals.group.modality.rawValue, totals.group.corpusName, variant.codec,
            variant.parameters, String(variant.threads), integer(variant.blockByteCount),
            variant.family.rawValue, String(totals.commonItems.count), String(totals.itemCount),
            String(line.rawByteCount), String(line.compressedByteCount), NumberText.fixed(6)(line.ratio),
            NumberText.fixed(6)(line.meanRatio), NumberText.fixed(6)(line.bitsPerByte), String(line.modelByteCount),
            NumberText.fixed(6)(line.adjustedRatio), number(line.compression.value), number(line.compression.low),
            number(line.compression.high), number(line.decompression.value), number(line.decompression.low),
            number(line.decompression.high), integer(line.compressionPeak), integer(line.decompressionPeak),
            line.isCompressionOptimal ? "1" : "0", line.isDecompressionOptimal ? "1" : "0",
            line.bitsPerPixel.map(NumberText.fixed(6)) ?? "", line.bitsPerSample.map(NumberText.fixed(6)) ?? "",
        ])
    }
}
