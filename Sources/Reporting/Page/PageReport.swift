import Benchmarking
import CodecInterface
package import Foundation
import Mustache
import OutsideText

/// `report.html`: one file that needs no other, no network and no server. Without script it shows everything; with it,
/// tables sort and filter, codecs switch on and off, and the time over a link follows a slider.
package enum PageReport {
    /// - Throws: only when the templates in the program are damaged.
    package static func data(of report: Report) throws -> Data {
        try data(of: model(of: report, Plots.all(of: report)))
    }

    /// The page of what is to be shown.
    static func data(of model: PageModel) throws -> Data {
        var library = MustacheLibrary()
        try library.register(Resource.text(PackageResources.table_mustache), named: "table")
        try library.register(Resource.text(PackageResources.section_mustache), named: "section")
        try library.register(Resource.text(PackageResources.page_mustache), named: "page")
        let text = library.render(model, withTemplate: "page") ?? ""
        return Data(text.utf8)
    }

    private static func model(of report: Report, _ plots: [Plot]) -> PageModel {
        let isSingle = report.runs.count == 1
        let runs = report.runs.enumerated().map { index, run in
            self.run(run, index, isSingle, plots.filter { $0.runIndex == index })
        }
        let overview = PageComparison.sections(of: report)
        var links = overview.map { PageLink(anchor: $0.anchor, heading: $0.heading) }
        for run in runs {
            if let heading = run.runHeading { links.append(PageLink(anchor: run.runAnchor, heading: heading)) }
            if isSingle { links += run.sections.map { PageLink(anchor: $0.anchor, heading: $0.heading) } }
        }
        links.append(PageLink(anchor: "guide", heading: "How to read this"))
        let variants = unique(report.runs.flatMap { $0.records.map { Variant($0) } }).sorted(by: Variant.precedes)
        return PageModel(
            title: title(of: report), summary: isSingle ? report.runs.first.map(Guide.summary) : nil,
            findings: headFindings(report),
            codecs: codecs(of: variants), families: families(of: variants), contents: links,
            overview: overview, runs: runs, sums: Guide.sums,
            guide: Guide.columns.map { PageTerm(term: $0.term, meaning: $0.meaning) },
            pageStyle: Resource.text(PackageResources.page_css), plotStyle: Resource.text(PackageResources.plot_css),
            script: Resource.text(PackageResources.page_js))
    }

    /// The codecs to switch on and off, each once.
    static func codecs(of variants: [Variant]) -> [PageCodec] {
        var seen: Set<ExactText> = []
        return variants.filter { seen.insert(ExactText($0.codecName)).inserted }.map {
            PageCodec(codecName: $0.codecName, family: $0.family.rawValue, sign: $0.family.sign)
        }
    }

    /// The families to choose from.
    static func families(of variants: [Variant]) -> [PageFamily] {
        Family.listed.filter { family in variants.contains { $0.family == family } }.map {
            PageFamily(family: $0.rawValue)
        }
    }

    private static func run(_ run: ReportedRun, _ index: Int, _ isSingle: Bool, _ plots: [Plot]) -> PageRun {
        let prefix = isSingle ? "" : "run-\(index + 1)-"
        let tables = PageTables(run: run, prefix: prefix)
        let all = Totals.all(of: run)
        var sections = [tables.recordsSection].compactMap(\.self)
        for group in ItemGroup.all(of: run) {
            var section = PageSection(anchor: prefix + group.identifier, heading: group.title)
            if group.isGenerated { section.paragraphs.append(Guide.generated) }
            if let totals = all.first(where: { $0.group == group }) {
                section.paragraphs += Guide.coverage(totals)
                section.tables = [tables.totals(totals)] + [tables.transfer(totals)].compactMap(\.self)
            } else {
                section.paragraphs.append(Guide.withoutTotals(group, run))
            }
            section.figures = figures(plots.filter { $0.group == group })
            section.folded = [
                PageFolded(
                    foldedAnchor: "\(prefix)\(group.identifier)-each", summary: "\(group.title), item by item",
                    foldedTables: [tables.items(of: group)])
            ]
            sections.append(section)
        }
        let loose = figures(plots.filter { $0.group == nil })
        if !loose.isEmpty {
            sections.append(PageSection(anchor: prefix + "curves", heading: "More plots", figures: loose))
        }
        if let problems = tables.problems {
            sections.append(
                PageSection(anchor: prefix + "problems", heading: "Failed or unsupported", tables: [problems]))
        }
        sections.append(environment(run, tables, prefix))
        return PageRun(
            runAnchor: "run-\(index + 1)", runHeading: isSingle ? nil : "Run \(SafeText.oneLine(run.name))",
            runSummary: isSingle ? nil : Guide.summary(run), runFindings: isSingle ? [] : self.findings(all, run),
            notes: Guide.notes(run), sections: sections)
    }

    private static func title(of report: Report) -> String {
        let names = report.runs.map { SafeText.shortened($0.name, to: 60) }.filter { !$0.isEmpty }
        return names.isEmpty ? "Compression benchmark" : "Compression benchmark: " + names.joined(separator: ", ")
    }

    /// Of a single run the findings come before everything else.
    private static func headFindings(_ report: Report) -> [String] {
        guard let run = report.runs.first else { return ["There is no run to report."] }
        return report.runs.count == 1 ? findings(Totals.all(of: run), run) : []
    }

    private static func findings(_ totals: [Totals], _ run: ReportedRun) -> [String] {
        let sentences = Findings.sentences(totals)
        return sentences.isEmpty ? [Guide.withoutFindings(run)] : sentences.map(html)
    }

    private static func environment(_ run: ReportedRun, _ tables: PageTables, _ prefix: String) -> PageSection {
        var section = PageSection(anchor: prefix + "environment", heading: "Environment, and how to reproduce this")
        if let environment = run.environment {
            section.paragraphs.append(
                environment.commit.map { "Check out commit \($0) and run:" } ?? "To measure this again, run:")
            section.command = [Reproduction.command(environment)]
        } else {
            section.paragraphs.append(Guide.noEnvironment.replacing("`", with: ""))
        }
        section.tables = [tables.environment].compactMap(\.self)
        section.folded = [
            PageFolded(
                foldedAnchor: prefix + "hashes", summary: "Items and their hashes", foldedTables: [tables.hashes])
        ]
        return section
    }

    private static func figures(_ plots: [Plot]) -> [PageFigure] {
        plots.map { PageFigure(figureAnchor: "plot-\($0.name)", figureTitle: $0.title, svg: $0.svg(style: nil)) }
    }

    static func html(_ phrase: Phrase) -> String {
        phrase.parts.map { part in
            switch part {
            // A number and its unit stay on one line.
            case .text(let text): SafeText.xml(text).replacing(/([0-9]) (%|[KMG]?B\/s)/) { "\($0.1)\u{A0}\($0.2)" }
            case .name(let name): "<code><bdi>\(SafeText.xml(name))</bdi></code>"
            }
        }.joined()
    }
}
