package import Foundation
package import Training

/// What trainings came to, epoch by epoch: the report of files that `ncbench train` leaves beside its models.
package struct TrainingReport: Sendable {
    /// The formats there are.
    package static let formats: Set<ReportFormat> = [.markdown, .svg]

    private let curves: [(name: String, curve: TrainingCurve)]

    /// - Parameter curves: each with the name of its file, as ``PathText`` has it.
    package init(_ curves: [(name: String, curve: TrainingCurve)]) { self.curves = curves }

    /// The files: `report.md`, and plots, which Markdown shows.
    package func files(formats: Set<ReportFormat>) -> [ReportFile] {
        let plots = plots
        var files = plots.map { ReportFile(path: $0.plot.path, data: $0.plot.file) }
        if formats.contains(.markdown) {
            files.insert(ReportFile(path: "report.md", data: Data(markdown(with: plots).utf8)), at: 0)
        }
        return files
    }

    /// The tables alone, for standard output.
    package var text: String { markdown(with: []) }

    private typealias NamedPlot = (index: Int, plot: Plot)

    private var plots: [NamedPlot] {
        var names = Anchors(prefix: "training")
        return curves.enumerated().compactMap { index, one in
            LossPlot.drawing(one.curve, named: one.name).map { drawing in
                (
                    index,
                    Plot(
                        runIndex: 0, group: nil, name: names.next(one.name),
                        title: "Training of \(SafeText.shortened(one.name, to: 60))", drawing: drawing)
                )
            }
        }
    }

    private func markdown(with plots: [NamedPlot]) -> String {
        let parts = curves.enumerated().map { index, one in
            let figures = plots.filter { $0.index == index }.map {
                "![\(Markdown.escaped($0.plot.title))](\($0.plot.path))\n\n"
            }
            return "## \(Markdown.escaped(one.name))\n\n" + figures.joined() + table(one.curve)
        }
        return (["# Training\n", Self.explanation] + parts).joined(separator: "\n")
    }

    private func table(_ curve: TrainingCurve) -> String {
        guard !curve.points.isEmpty else { return "No epoch has ended yet.\n" }
        return Markdown.table(
            ["epoch", "training bpb", "held-out bpb", "learning rate", "time", "best"],
            curve.points.enumerated().map { index, point in
                [
                    String(index + 1), Quantity.bitsPerByte(point.training), Quantity.bitsPerByte(point.validation),
                    Quantity.ratio(Double(point.rate)), Quantity.duration(point.seconds),
                    index + 1 == curve.bestEpoch ? "kept" : "",
                ]
            }, flushLeft: 0)
    }

    private static let explanation = """
        Bits per byte after each epoch: of the training data, each byte predicted before it is learnt, and of held-out data, without \
        learning from it. The learning rate is that at the end, in parts of the model's first. The best epoch is kept.

        """
}
