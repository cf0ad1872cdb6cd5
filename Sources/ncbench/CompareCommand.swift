import ArgumentParser
import Benchmarking
import Foundation
import Regression

/// `ncbench compare`: whether a run is worse than another.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Judge a run against another, for continuous integration.",
        discussion: """
            BASE and NEW are folders that `ncbench run --output` wrote, or a results.csv. Sizes and round trips are exact; \
            times and memory are worse only where the change is beyond its limit and chance does not explain it.

            Exit status: 0 no regression; 3 a regression; 4 a round trip failed; 5 the base is missing or damaged, or the \
            runs cannot be compared; 1 the new run or a file cannot be read or written; 64 usage.
            """)

    @Argument(help: "The run to compare against: its folder or a results.csv.")
    var base: String

    @Argument(help: "The run to judge.")
    var new: String

    @Option(
        help: ArgumentHelp(
            "How much worse a figure (size, ctime, dtime, memory, cmemory, dmemory) may get, as in size=0%,ctime=10%, for one codec or item with it before a colon: lstm:ctime=5%, xz,9e@piano:size=1%. 'off' does not judge. May be repeated; the narrowest wins.",
            valueName: "limits"))
    var limit: [String] = []

    @Option(help: ArgumentHelp("Limits in a file, as docs/regression-gate.md describes.", valueName: "regression.yaml"))
    var limits: String?

    @Option(help: "The chance of any false alarm about times and memory that is accepted (default: 0.05).")
    var alpha: Double?

    @Option(help: "What to print: text or json.")
    var format = ComparisonFormat.text

    @Option(help: ArgumentHelp("Write the comparison as Markdown, for a job summary.", valueName: "file"))
    var markdown: String?

    @Option(help: ArgumentHelp("Write the comparison as JUnit XML.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Write a picture of the changes.", valueName: "file"))
    var svg: String?

    func validate() throws {
        if let alpha, !(alpha > 0 && alpha < 1) {
            throw ValidationError("--alpha must lie between 0 and 1, as in 0.05")
        }
        do {
            for text in limit { _ = try LimitText.rules(parsing: text) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() throws {
        var limits = Limits.standard
        let file = try readLimits()
        limits.add(file?.rules ?? [])
        // Last, so that the command line wins.
        for text in limit { limits.add(try LimitText.rules(parsing: text)) }
        let before = try ComparisonSource.readBase(base)
        let after = try ComparisonSource.readNew(new)
        let comparison: Comparison
        do {
            comparison = try Judge.compare(before, after, limits: limits, alpha: alpha ?? file?.alpha ?? 0.05)
        } catch {
            StandardError.print("ncbench: the runs cannot be compared: \(error)")
            throw ExitStatus.notComparable
        }
        try write(comparison)
        switch comparison.verdict {
        case .fine: break
        case .regression: throw ExitStatus.regression
        case .mismatch: throw ExitStatus.mismatch
        }
    }

    private func readLimits() throws -> LimitFile? {
        guard let path = limits else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            StandardError.print("ncbench: cannot read the limits '\(path)'; see --limits")
            throw ExitStatus.usage
        }
        do {
            return try LimitFile(parsing: String(decoding: data, as: UTF8.self), path: path)
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.usage
        }
    }

    private func write(_ comparison: Comparison) throws {
        do {
            if let markdown { try save(MarkdownOutput.markdown(comparison), to: markdown) }
            if let junit { try save(JUnitOutput.xml(comparison), to: junit) }
            if let svg { try save(ChangesPlot.svg(comparison), to: svg) }
            switch format {
            case .text: try FileHandle.standardOutput.write(contentsOf: Data(TextOutput.text(comparison).utf8))
            case .json: try FileHandle.standardOutput.write(contentsOf: JSONOutput.data(comparison))
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: the comparison could not be written: \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
    }

    private func save(_ text: String, to path: String) throws(RunFolderError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotCreate(path: path, reason: RunFolder.describe(error))
        }
    }
}

/// The value of `--format`.
enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
