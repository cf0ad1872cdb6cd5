import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

struct PlotTests {
    /// Six codecs of six levels on a smooth trade-off, as crowded as a standard suite gets.
    private var crowded: Report {
        var records: [TrialRecord] = []
        for codec in 0..<6 {
            for level in 1...6 {
                let speed = 900 / Double(level * level) / Double(codec + 1)
                records.append(
                    Fixture.record(
                        "novel", .text, codec == 5 ? "lstm" : "codec\(codec)", "\(level)",
                        size: 60_000 - 3_000 * level - 4_000 * codec, compression: speed, decompression: speed * 3))
            }
        }
        return Report(runs: [ReportedRun(name: "run", records: records, environment: nil)])
    }

    @Test func directLabelsDoNotOverlap() throws {
        for report in [crowded, Fixture.report] {
            let plots = Plots.all(of: report).filter { $0.name.hasPrefix("ratio-") }
            #expect(!plots.isEmpty)
            for plot in plots {
                let labels = Self.labels(String(decoding: plot.file, as: UTF8.self))
                let variants = Set(
                    report.runs[0].records.filter { $0.modality == plot.group?.modality && $0.status == .ok }.map(
                        \.spec))
                #expect(labels.count >= min(variants.count - 1, 30), "\(plot.name) has only \(labels.count) labels")
                for (index, first) in labels.enumerated() {
                    for second in labels[(index + 1)...] {
                        let apart =
                            abs(first.y - second.y) >= 11 || first.x + first.width <= second.x
                            || second.x + second.width <= first.x
                        #expect(apart, "\(plot.name): '\(first.text)' and '\(second.text)' overlap")
                    }
                    #expect(
                        first.x >= 0 && first.x + first.width <= 762, "\(plot.name): '\(first.text)' leaves the picture"
                    )
                }
            }
        }
    }

    @Test func everyKindOfPlotIsDrawnFromItsData() {
        let names = Plots.all(of: Fixture.report).map(\.name)
        for name in [
            "ratio-compression-text", "ratio-decompression-image", "sizes-text", "memory-text", "block-sizes-text",
            "curve-novel",
        ] { #expect(names.contains(name), "\(name)") }
        #expect(!names.contains("block-sizes-image"))
    }

    @Test func standardSuiteStaysUnderAMegabyte() throws {
        let modalities: [Modality] = [.text, .image, .audio]
        func row(_ item: String, _ modality: Modality, _ number: Int) -> TrialRecord {
            let codec = number % 7 == 0 ? "lstm-\(number)" : "codec\(number / 4)"
            return Fixture.record(
                item, modality, codec, "\(number)", size: 30_000 + number * 571,
                compression: 1 + Double(number * number))
        }
        let records = modalities.flatMap { modality in
            (1...9).flatMap { item in
                (0..<30).map { row("\(modality.rawValue)-item-\(item)", modality, $0) }
            }
        }
        let run = ReportedRun(name: "standard", records: records, environment: Fixture.environment())
        let page = try #require(try ReportFiles.text(of: Report(runs: [run]), format: .html))
        #expect(records.count == 810)
        #expect(page.count < 1_000_000, "\(page.count) bytes")
    }

    private struct Label {
        let text: String
        let x: Double
        let y: Double
        /// As narrow as a common sans-serif font sets it; the layout reckons with a wider one.
        var width: Double { Double(text.count) * 5.8 }
    }

    private static func labels(_ svg: String) -> [Label] {
        svg.matches(of: /<text class="ncp-label[^"]*" x="([0-9.]+)" y="([0-9.]+)">([^<]*)</).compactMap { match in
            guard let x = Double(match.1), let y = Double(match.2) else { return nil }
            return Label(text: String(match.3), x: x, y: y)
        }
    }
}
