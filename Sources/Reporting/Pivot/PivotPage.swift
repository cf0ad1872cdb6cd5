import Benchmarking
import CodecInterface
import Foundation
import Mustache
import OutsideText

/// `pivot.html`: the page of a report with a pivot's tables in it.
enum PivotPage {
    /// - Throws: only when the templates in the program are damaged.
    static func data(of pivot: Pivot) throws -> Data {
        let runs = unique(pivot.tables.map { ExactText($0.run.name) }).enumerated().map { index, name in
            run(pivot, pivot.tables.filter { ExactText($0.run.name) == name }, index)
        }
        let isSingle = runs.count == 1
        let variants = unique(pivot.tables.flatMap { $0.run.records.map { Variant($0) } }).sorted(by: Variant.precedes)
        let links = runs.flatMap { run in
            (isSingle ? [] : [PageLink(anchor: run.runAnchor, heading: run.runHeading ?? "")])
                + run.sections.map { PageLink(anchor: $0.anchor, heading: $0.heading) }
        }
        let model = PageModel(
            title: "By " + pivot.choice.grouping.map(\.rawValue).joined(separator: " and "), summary: nil, findings: [],
            codecs: PageReport.codecs(of: variants), families: PageReport.families(of: variants),
            contents: links + [PageLink(anchor: "guide", heading: "How to read this")], overview: [],
            runs: isSingle
                ? runs.map {
                    PageRun(
                        runAnchor: $0.runAnchor, runHeading: nil, runSummary: nil, runFindings: [], notes: $0.notes,
                        sections: $0.sections)
                } : runs,
            sums: Guide.sums, guide: Guide.columns.map { PageTerm(term: $0.term, meaning: $0.meaning) },
            pageStyle: Resource.text(PackageResources.page_css), plotStyle: Resource.text(PackageResources.plot_css),
            script: Resource.text(PackageResources.page_js))
        return try PageReport.data(of: model)
    }

    private static func run(_ pivot: Pivot, _ tables: [PivotTable], _ index: Int) -> PageRun {
        let name = tables.first?.run.name ?? ""
        let sections = tables.enumerated().map { number, table in
            let anchor = "run-\(index + 1)-table-\(number + 1)"
            var section = PageSection(anchor: anchor, heading: SafeText.shortened(table.title, to: 80))
            if let totals = table.totals {
                section.paragraphs = Guide.coverage(totals)
                section.tables = [self.table(pivot, table, totals, anchor)]
            } else {
                section.paragraphs = [Guide.withoutTotals(table.records)]
            }
            return section
        }
        return PageRun(
            runAnchor: "run-\(index + 1)", runHeading: "Run \(SafeText.oneLine(name))", runSummary: nil,
            runFindings: [], notes: tables.first.map { Guide.notes($0.run) } ?? [], sections: sections)
    }

    private static func table(_ pivot: Pivot, _ table: PivotTable, _ totals: Totals, _ anchor: String) -> PageTable {
        PageTable(
            tableAnchor: "\(anchor)-lines", kind: "totals", caption: SafeText.shortened(table.title, to: 80),
            columns: PageColumn.words("codec")
                + pivot.choice.columns.map { PageColumn(column: $0.title, isNumber: $0 != .family) },
            rows: table.lines.map { line in
                PageRow(
                    rowCodec: line.variant.codecName,
                    cells: [.name(line.variant, anchor: nil)]
                        + pivot.choice.columns.map { column in
                            let value = column.value(of: line, in: totals)
                            return value.text.map { .text($0) } ?? .number(value.shown, sort: value.number)
                        })
            })
    }
}
