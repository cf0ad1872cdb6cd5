package import Benchmarking

/// `report.md`: for people, raw or rendered.
package enum MarkdownReport {
    /// The report of one run, without plots.
    package static func text(of records: [TrialRecord], environment: RunEnvironment?) -> String {
        let run = ReportedRun(name: records.first?.run ?? "run", records: records, environment: environment)
        return text(of: Report(runs: [run]), plots: [])
    }

    /// - Parameter plots: the plots that lie beside the report, in its folder, and are shown in it.
    static func text(of report: Report, plots: [Plot]) -> String {
        var parts = ["# Compression benchmark\n"]
        let isSingle = report.runs.count == 1
        if !isSingle { parts.append(MarkdownComparison.text(of: report)) }
        for (index, run) in report.runs.enumerated() {
            if !isSingle { parts.append("# Run \(Markdown.escaped(run.name))\n") }
            parts += section(of: run, plots: plots.filter { $0.runIndex == index })
        }
        parts.append(guide)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func section(of run: ReportedRun, plots: [Plot]) -> [String] {
        let totals = Totals.all(of: run)
        var parts = [Markdown.escaped(Guide.summary(run)) + "\n", findings(totals, run)]
        parts += Guide.notes(run).map { "> **Note.** \(Markdown.escaped($0))\n" }
        if run.records.contains(where: { run.isGenerated($0.item) }) {
            parts.append("> **Generated items.** \(Guide.generated)\n")
        }
        parts.append(MarkdownTables.records(run))
        for table in totals {
            parts.append(MarkdownTables.totals(table))
            let own = plots.filter { $0.group == table.group }
            parts.append(figures(own.filter { !$0.isTall }))
            parts.append(items(of: table.group, run, own.filter(\.isTall)))
        }
        // Groups of which nothing succeeded still have their rows.
        for group in ItemGroup.all(of: run) where !totals.contains(where: { $0.group == group }) {
            parts.append("## \(group.title)\n\n\(Guide.withoutTotals(group, run))\n")
            parts.append(items(of: group, run, []))
        }
        parts.append(figures(plots.filter { $0.group == nil }))
        parts.append(MarkdownTables.problems(run))
        parts.append(MarkdownTables.environment(run))
        parts.append(reproduction(run))
        return parts
    }

    /// What there is of each item, folded, with the plots that would take more than a screen.
    private static func items(of group: ItemGroup, _ run: ReportedRun, _ plots: [Plot]) -> String {
        let parts = [figures(plots), MarkdownTables.items(of: group, run)].filter { !$0.isEmpty }
        return Markdown.folded("\(group.title), item by item", parts.joined(separator: "\n"))
    }

    private static func findings(_ totals: [Totals], _ run: ReportedRun) -> String {
        let sentences = Findings.sentences(totals)
        return sentences.isEmpty
            ? "\(Guide.withoutFindings(run))\n"
            : sentences.map { "- " + Markdown.text($0) + "\n" }.joined()
    }

    private static func figures(_ plots: [Plot]) -> String {
        plots.map { "![\(Markdown.escaped($0.title))](\($0.path))\n" }.joined(separator: "\n")
    }

    private static func reproduction(_ run: ReportedRun) -> String {
        var text = "## How to reproduce\n\n"
        if let environment = run.environment {
            if let commit = environment.commit {
                text += "Check out commit \(Markdown.code(commit))"
                text +=
                    commit.hasSuffix("-dirty")
                    ? " (it had changes that were not committed) and run:\n\n" : " and run:\n\n"
            } else {
                text += "Run:\n\n"
            }
            // Indented, the command is code whatever it holds.
            text += "    " + Reproduction.command(environment)
            text += "\n\n\(Guide.reproduction)\n"
        } else {
            text +=
                "The command is not known: it is kept in `environment.json`. The items had the SHA-256 sums below.\n"
        }
        return text + "\n" + MarkdownTables.hashes(run)
    }

    private static var guide: String {
        "## How to read this\n\n" + Guide.sums + "\n\n"
            + Guide.columns.map { "- **\($0.term)**: \($0.meaning)\n" }.joined()
    }
}
