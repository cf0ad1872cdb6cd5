import ArgumentParser
import Benchmarking
import CodecInterface
import Corpora
import Foundation
import Reporting

/// One run from its first trial to its reports.
struct RunSession {
    let plan: RunPlan
    let command: String
    let outputFolder: String?
    let isQuiet: Bool

    func run() async throws {
        let date = Date()
        let run = Self.identifier(date)
        let environment = await RunEnvironment.current(
            run: run, date: date, command: command,
            libraryVersions: Dictionary(
                plan.entries.map { ($0.information.name, "\($0.information.library) \($0.information.version)") },
                uniquingKeysWith: { first, _ in first }),
            generatedItems: plan.items.filter(\.isGenerated).map(\.id))
        let scratch = try makeScratch()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let folder = outputFolder.map(RunFolder.init(path:))
        let journal: ResultsJournal?
        do throws(RunFolderError) {
            journal = try folder.map { folder throws(RunFolderError) in
                try ResultsJournal(folder, environment: environment)
            }
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }

        var outcome: (records: [TrialRecord], failure: (any Error)?) = ([], nil)
        let measuring = Task {
            await measure(run: run, scratch: scratch, journal: journal)
        }
        let watch = InterruptionWatch { measuring.cancel() }
        outcome = await measuring.value
        watch.end()

        report(outcome.records, environment, folder)
        if let failure = outcome.failure {
            StandardError.print("ncbench: \(failure)")
            throw ExitStatus.failure
        }
        if let signal = watch.signal {
            let kept = folder.map { "; the \(outcome.records.count) finished rows are in \($0.resultsPath)" } ?? ""
            StandardError.print("ncbench: interrupted\(kept)")
            throw ExitCode(128 + signal)
        }
        try throwStatus(of: outcome.records)
    }

    /// All trials in order, until done, interrupted, or unable to write.
    private func measure(
        run: String, scratch: String, journal: ResultsJournal?
    ) async -> (records: [TrialRecord], failure: (any Error)?) {
        var records: [TrialRecord] = []
        var progress = RunProgress(plan: plan, isQuiet: isQuiet)
        let executable = Bundle.main.executableURL?.path ?? CommandLine.arguments[0]
        let runner = TrialRunner(executablePath: executable, scratch: scratch, plan: plan, run: run)
        for item in plan.items {
            do {
                let path = try materialise(item, in: scratch)
                for entry in plan.entries {
                    guard !Task.isCancelled else { return (records, nil) }
                    progress.begin(entry, item)
                    let (record, samples) = await runner.run(entry, on: item, itemPath: path)
                    // What a cancelled worker left unfinished is no result.
                    guard !Task.isCancelled else { return (records, nil) }
                    try journal?.append(record, samples: samples)
                    records.append(record)
                    progress.end(record)
                }
            } catch {
                progress.finish()
                return (records, error)
            }
        }
        progress.finish()
        return (records, nil)
    }

    /// A file with the item's bytes, checked against its hash.
    private func materialise(_ item: Item, in scratch: String) throws -> String {
        let bytes = try item.load()
        if case .file(let path) = item.origin { return path }
        let path = scratch + "/item"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func makeScratch() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            StandardError.print("ncbench: cannot create the scratch folder '\(path)': \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
        return path
    }

    private func report(_ records: [TrialRecord], _ environment: RunEnvironment, _ folder: RunFolder?) {
        guard !records.isEmpty else { return }
        if !isQuiet {
            let table = TerminalTable.text(of: records, environment: environment, width: TerminalWidth.current)
            print(table, terminator: "")
        }
        guard let folder else { return }
        let path = folder.path + "/report.md"
        do {
            try Data(MarkdownReport.text(of: records, environment: environment).utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            StandardError.print("ncbench: cannot write '\(path)': \(RunFolder.describe(error))")
        }
    }

    private func throwStatus(of records: [TrialRecord]) throws {
        if records.contains(where: { $0.status == .mismatch }) { throw ExitStatus.mismatch }
        let isFine = records.allSatisfy { record in
            switch record.status {
            case .ok, .unsupported: true
            default: false
            }
        }
        if !isFine { throw ExitStatus.failure }
    }

    /// Sorts by time and does not repeat.
    private static func identifier(_ date: Date) -> String {
        let stamp = date.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted))
        return stamp + "-" + String(UInt32.random(in: .min ... .max), radix: 36)
    }
}

/// The width to fit tables to: the terminal's, or 100 columns where there is none.
enum TerminalWidth {
    static var current: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 120
        }
        return Int(size.ws_col)
    }
}
