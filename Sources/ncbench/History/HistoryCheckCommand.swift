import ArgumentParser
import Console
import Foundation
import History
import HistoryReporting
import Regression

/// `ncbench history check`: whether the newest run departs from its past.
struct HistoryCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge the newest run by all runs before it on its kind of machine.",
        discussion: """
            Sizes and statuses are exact. Times and memory are judged by steps that their own noise does not explain; named \
            is the first run after a step, with its commit. What is slower in one run alone is told, and counts once the next \
            run confirms it, or where it is large. What the check can see is told as well: the smallest step that it would find \
            within five runs, and which series are too noisy for one of twice their limit. docs/history.md has the method.

            Exit status: 0 no regression; 3 a regression; 4 a round trip failed; 5 there is no history, or nothing in it to \
            judge the newest run by; 1 a file cannot be read or written; 64 usage.
            """)

    @OptionGroup var history: HistoryChoice
    @OptionGroup var choice: RunChoice

    @Option(
        help: ArgumentHelp(
            "How much worse a figure may get, as in 'compare': size=0%,ctime=3%, lstm:dtime=off. May be repeated.",
            valueName: "limits"))
    var limit: [String] = []

    @Option(help: ArgumentHelp("Tell a step while at most so many runs have had its level.", valueName: "count"))
    var recent = HistoryCheck.standardRecent

    @Option(help: "text or json.")
    var format = ComparisonFormat.text

    func validate() throws {
        if recent < 1 { throw ValidationError("--recent must be at least 1") }
        do {
            for text in limit { _ = try LimitText.rules(parsing: text) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() throws {
        var limits = Limits.alternating
        for text in limit { limits.add(try LimitText.rules(parsing: text)) }
        let newest = try HistoryProblem.reporting(status: ExitStatus.notComparable) { () throws(HistoryError) in
            try HistoryDatabase.reading(history.path).histories(machine: choice.machine, since: choice.since).first
        }
        let check = HistoryCheck(limits: limits, recent: recent)
        guard let newest, let verdict = check.verdict(newest) else {
            StandardError.print(
                "ncbench: '\(history.path)' has no two runs of one kind of machine with a trial in common to judge by")
            throw ExitStatus.notComparable
        }
        let resolutions = check.resolutions(newest)
        switch format {
        case .text: StandardOutput.print(CheckText.text(verdict, resolutions), terminator: "")
        case .json: StandardOutput.write(try CheckText.json(verdict, resolutions))
        }
        switch verdict.verdict {
        case .fine: break
        case .regression: throw ExitStatus.regression
        case .mismatch: throw ExitStatus.mismatch
        }
    }
}

/// `ncbench history compare`: one run of the history against another.
struct HistoryCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Judge a run of the history against another, as 'compare' does.",
        discussion: "Exit status: as 'ncbench compare'.")

    @Argument(help: "The run to compare against.")
    var base: String

    @Argument(help: "The run to judge.")
    var new = "latest"

    @OptionGroup var history: HistoryChoice
    @OptionGroup var options: ComparisonOptions

    func run() throws {
        let before = try HistoryProblem.reporting(status: ExitStatus.notComparable) { () throws(HistoryError) in
            try NamedRun.run(base, database: try HistoryDatabase.reading(history.path))
        }
        let after = try HistoryProblem.reporting { () throws(HistoryError) in
            try NamedRun.run(new, database: try HistoryDatabase.reading(history.path))
        }
        try options.judge(before.compared, after.compared, beginning: .standard)
    }
}
