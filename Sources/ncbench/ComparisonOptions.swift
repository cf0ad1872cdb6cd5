import ArgumentParser
import Benchmarking
import Console
import Corpora
import Foundation
import OutsideText
import Regression
import Reporting

/// How two runs are judged and where the verdict goes: the same for `compare` and `ab`.
struct ComparisonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much worse a figure (size, ctime, dtime, memory, cmemory, dmemory) may get, as in size=0%,ctime=10%, for one codec or item with it before a colon: lstm:ctime=5%, xz,9e@piano:size=1%. 'off' does not judge. May be repeated; the narrowest wins.",
            valueName: "limits"))
    var limit: [String] = []

    @Option(help: ArgumentHelp("Limits in a file, as docs/regression-gate.md describes.", valueName: "regression.yaml"))
    var limits: String?

    @Option(help: "The chance of any false alarm about times and memory that is accepted (default: 0.05).")
    var alpha: Double?

    @Option(help: "What to print: text or json. (default: text, or nothing where a file is standard output)")
    var format: ComparisonFormat?

    @Option(
        help: ArgumentHelp(
            "Write the comparison as Markdown, for a job summary; - is standard output.", valueName: "file"))
    var markdown: String?

    @Option(help: ArgumentHelp("Write the comparison as JUnit XML; - is standard output.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Write a picture of the changes; - is standard output.", valueName: "file"))
    var svg: String?

    func validate() throws {
        if let alpha, !(alpha > 0 && alpha < 1) {
            throw ValidationError("--alpha must lie between 0 and 1, as in 0.05")
        }
        let paths = files.map { ExactText($0) }
        guard Set(paths).count == paths.count else {
            throw ValidationError("--markdown, --junit and --svg must name different files")
        }
        guard format == nil || !writesToStandardOutput else {
            throw ValidationError("--format and a file '-' both go to standard output; give one of them")
        }
        do {
            for text in limit { _ = try LimitText.rules(parsing: text) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private var files: [String] { [markdown, junit, svg].compactMap(\.self) }

    private var writesToStandardOutput: Bool { files.contains { ResultFile(path: $0).isStandardOutput } }

    /// Judges, writes, and throws the exit status of the verdict.
    ///
    /// - Parameters:
    ///   - standard: the limits where nothing narrower is said.
    ///   - isPaired: whether the rounds of the two runs alternated.
    func judge(_ before: ComparedRun, _ after: ComparedRun, beginning standard: Limits, isPaired: Bool = false) throws {
        let (limits, alpha) = try read(beginning: standard)
        let comparison: Comparison
        do {
            comparison = try Judge.compare(before, after, limits: limits, alpha: alpha, isPaired: isPaired)
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

    /// The limits and the chance of a false alarm; what is wrong with them ends with the usage status.
    func read(beginning standard: Limits) throws -> (limits: Limits, alpha: Double) {
        var limits = standard
        let file = try readLimits()
        limits.add(file?.rules ?? [])
        // Last, so that the command line wins.
        for text in limit { limits.add(try LimitText.rules(parsing: text)) }
        return (limits, alpha ?? file?.alpha ?? 0.05)
    }

    private func readLimits() throws -> LimitFile? {
        guard let path = limits else { return nil }
        let data: Data
        do throws(FileProblem) {
            data = try PathFile.bytes(of: path, readsStandardInput: true)
        } catch {
            StandardError.print("ncbench: cannot read the limits '\(path)': \(error.reason); see --limits")
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
            // First, so that no file that cannot be written takes the result with it.
            switch format ?? (writesToStandardOutput ? nil : .text) {
            case nil: break
            case .text: StandardOutput.print(TextOutput.text(comparison), terminator: "")
            case .json: StandardOutput.write(try JSONOutput.data(comparison))
            }
            if let markdown { try ResultFile(path: markdown).write(MarkdownOutput.markdown(comparison)) }
            if let junit { try ResultFile(path: junit).write(JUnitOutput.xml(comparison)) }
            if let svg { try ResultFile(path: svg).write(ChangesPlot.svg(comparison)) }
        } catch let problem as ResultFile.Problem {
            StandardError.print("ncbench: \(problem)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: the comparison could not be written: \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
    }

    /// Finds out whether the files can be written before anything takes long; ends with status 1 if not.
    func checkFiles() throws {
        do {
            for path in files { try ResultFile(path: path).check() }
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
    }
}

/// The value of `--format`.
enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
