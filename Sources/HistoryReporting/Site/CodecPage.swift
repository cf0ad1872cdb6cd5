import History
import OutsideText
import Regression
import Reporting

/// All of a codec: each of its specs over its items, run by run, and what changed on single items.
struct CodecPage {
    let site: SiteFiles
    let places: SitePlaces
    let codec: SitePlaces.Codec

    var page: SitePage {
        var page = SitePage(title: "\(codec.name): history")
        page.links = places.links
        for (index, history) in site.histories.enumerated() {
            let specs = history.specs.filter { ExactText($0.codec) == codec.name }
            for (number, spec) in specs.enumerated() {
                page.sections.append(section(spec, history, anchor: "spec-\(index + 1)-\(number + 1)"))
            }
        }
        return page
    }

    private func section(_ spec: SeriesSpec, _ history: MachineHistory, anchor: String) -> SiteSection {
        let lines = history.lines(of: spec)
        var section = SiteSection(anchor: anchor, heading: "\(spec.label) on \(history.machine)")
        section.figures = [.ratio, .compressionTime, .decompressionTime, .memory].compactMap { metric in
            site.marked(over: lines, metric, history).flatMap { marked in
                let all = marked.series.items
                let items = all.count == 1 ? "on \(all[0])" : "over \(all.count) items"
                return site.plot("\(spec.label): \(metric.title) \(items)", metric, [marked], history)
            }
        }
        section.tables = [items(lines, history), steps(lines, history)].compactMap(\.self)
        return section
    }

    private func items(_ lines: [TrialLine], _ history: MachineHistory) -> SiteTable? {
        guard !lines.isEmpty else { return nil }
        let metrics: [HistoryMetric] = [.ratio, .compressionTime, .decompressionTime, .memory]
        return SiteTable(
            caption: "The newest values, item by item",
            columns: [.words("item")] + metrics.map { .number($0.title) } + [.words("run"), .words("commit")],
            rows: lines.map { line in
                let newest = line.figures.last
                let run = newest.map { history.runs[$0.run] }
                let values = metrics.map { metric -> SiteTable.Cell in
                    let value = newest.flatMap { line.value(metric, $0) }
                    return .number(value.map { ValueText.text($0, metric) } ?? "–")
                }
                return SiteTable.Row(
                    [
                        places.file(ofItem: line.subject.item).map { .link(line.subject.item.text, href: $0) }
                            ?? .text(line.subject.item.text)
                    ]
                        + values + [run.map(places.cell) ?? .text("–"), .text(run?.shortCommit ?? "–")])
            })
    }

    /// The steps of single items through all runs.
    private func steps(_ lines: [TrialLine], _ history: MachineHistory) -> SiteTable? {
        var rows: [SiteTable.Row] = []
        for line in lines {
            for metric in [HistoryMetric.size, .compressionTime, .decompressionTime, .memory] {
                let marked = site.marked(line, metric, history)
                for step in marked.steps {
                    let run = history.runs[marked.series.points[step.place].run]
                    rows.append(
                        SiteTable.Row([
                            .text(line.subject.item.text), .text(metric.title),
                            .number(FindingText.change(step.change)),
                            places.cell(run), .text(run.shortCommit),
                        ]))
                }
            }
        }
        guard !rows.isEmpty else { return nil }
        return SiteTable(
            caption: "Steps on single items, through all runs",
            columns: [.words("item"), .words("what"), .number("change"), .words("first run after"), .words("commit")],
            rows: rows)
    }
}
