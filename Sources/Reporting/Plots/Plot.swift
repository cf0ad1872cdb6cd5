import Benchmarking
package import Foundation
import OutsideText

/// A drawn plot, ready to be a file of its own or part of a page.
package struct Plot: Sendable {
    /// Position of the run it shows in the report.
    package let runIndex: Int
    /// The items it shows; nil when it is of one item, or of none in particular.
    package let group: ItemGroup?
    /// For its file and for links, unique in the report: `ratio-compression-text`.
    package let name: String
    /// What it shows, one line.
    package let title: String
    let drawing: Drawing

    /// Whether it takes more than a screen: one row or more for each item of many.
    var isTall: Bool { drawing.height > 700 }

    /// Where it lies beside a report.
    package var path: String { "plots/\(name).svg" }

    /// An SVG file: no script, nothing from elsewhere, its colours following the reader's light or dark mode.
    package var file: Data { Data(svg(style: Resource.text(PackageResources.plot_css)).utf8) }

    /// - Parameter style: the style sheet to include; nil inside a page that has it already.
    func svg(style: String?) -> String {
        let (width, height) = (SVGNumber.text(drawing.width), SVGNumber.text(drawing.height))
        let label = SafeText.xml(title)
        let head =
            style.map {
                " xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"\(label)\"><title>\(label)</title><style>\n\($0)</style>\n"
            }
            ?? " role=\"group\" aria-label=\"\(label)\">\n"
        let kind = isTall ? "ncp tall" : "ncp"
        return "<svg class=\"\(kind)\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\""
            + head + "<rect class=\"ncp-surface\" width=\"\(width)\" height=\"\(height)\"/>\n" + drawing.body
            + "</svg>\n"
    }
}

/// The plots of a report.
package enum Plots {
    /// Every plot that the report has data for, in the order they are shown.
    package static func all(of report: Report) -> [Plot] {
        var names: Set<String> = []
        return report.runs.enumerated().flatMap { index, run in
            drawings(of: run).map { group, name, title, drawing in
                let base = report.runs.count == 1 ? name : "\(SafeText.slug(run.name))-\(name)"
                var unique = base
                var number = 2
                while !names.insert(unique).inserted {
                    unique = "\(base)-\(number)"
                    number += 1
                }
                let full = report.runs.count == 1 ? title : "\(title) (\(SafeText.shortened(run.name, to: 40)))"
                return Plot(runIndex: index, group: group, name: unique, title: full, drawing: drawing)
            }
        }
    }

    private typealias Named = (group: ItemGroup?, name: String, title: String, drawing: Drawing)

    private static func drawings(of run: ReportedRun) -> [Named] {
        var named: [Named] = []
        for totals in Totals.all(of: run) {
            func add(_ name: String, _ title: String, _ drawing: Drawing?) {
                guard let drawing else { return }
                named.append(
                    (totals.group, "\(name)-\(totals.group.identifier)", "\(totals.group.title): \(title)", drawing))
            }
            for direction in ScatterPlot.Direction.allCases {
                add(
                    "ratio-\(direction.rawValue)", "ratio against \(direction.rawValue) speed",
                    ScatterPlot.drawing(totals, direction))
            }
            add("sizes", "bits per byte, item by item", SizePlot.drawing(totals, run))
            add("memory", "peak memory", MemoryPlot.drawing(totals))
            add("block-sizes", "bits per byte by block size", BlockSizePlot.drawing(totals))
        }
        let curves = Dictionary(grouping: run.curves, by: \.item)
        let records = Dictionary(run.records.map { ($0.item, $0) }) { first, _ in first }
        for item in unique(run.curves.map(\.item)) {
            guard let drawing = CurvePlot.drawing(curves[item] ?? []) else { continue }
            let record = records[item]
            named.append(
                (
                    record.map { ItemGroup($0, in: run) }, "curve-\(SafeText.slug(item.text))",
                    "Learning curves on \(SafeText.shortened(item.text, to: 60))", drawing
                ))
        }
        return named
    }
}
