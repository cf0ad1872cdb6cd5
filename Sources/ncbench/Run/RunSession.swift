import ArgumentParser
import Benchmarking
import CodecInterface
import Corpora
import Foundation
import Reporting

/// One run from its plan to its reports.
struct RunSession {
    let command: String
    let folder: RunFolder?
    let isolation: RunCommand.Isolation
    let budgetSeconds: Double?
    let isResuming: Bool
    let isDryRun: Bool
    let verbosity: Verbosity

    func run(_ wholePlan: RunPlan) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let cancellation = Cancellation()
        let watch = InterruptionWatch { cancellation.cancel() }
        defer { watch.end() }
        do {
            let preparation = RunPreparation(
                plan: wholePlan, runner: runner, scratch: scratch.path, budgetSeconds: budgetSeconds)
            if isDryRun { return print(try preparation.description(cancellation), terminator: "") }
            let begun = isResuming ? folder?.environment() : nil
            let (plan, budget) = try preparation.fitted(begun: begun?.options, cancellation)
            if !cancellation.isCancelled {
                let options = RunOptions(
                    plan: plan, isolation: isolation.rawValue, budget: budget, executablePath: Self.executablePath)
                try carryOut(plan, options, ItemOrigins(whole: wholePlan, plan), scratch.path, cancellation, watch)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch let error as CorpusError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        if let signal = watch.signal { throw ExitCode(128 + signal) }
    }

    private static var executablePath: String { Bundle.main.executableURL?.path ?? CommandLine.arguments[0] }

    private var runner: DirectionRunner {
        switch isolation {
        case .process: return .process(executablePath: Self.executablePath)
        case .none:
            let registry = CodecRegistry()
            return .inProcess { (spec, threads) throws(CodecError) in
                try registry.makeCodec(for: spec, threads: threads)
            }
        }
    }

    private func carryOut(
        _ plan: RunPlan, _ options: RunOptions, _ origins: ItemOrigins, _ scratch: String,
        _ cancellation: Cancellation, _ watch: InterruptionWatch
    ) throws {
        let date = Date()
        var environment = RunEnvironment.current(
            run: RunIdentifier.make(date), date: date, command: command,
            libraryVersions: Dictionary(
                plan.entries.map { ($0.information.name, "\($0.information.library) \($0.information.version)") },
                uniquingKeysWith: { first, _ in first }),
            generatedItems: origins.generated, options: options)
        environment.corpora = origins.corpora
        var records: [TrialRecord] = []
        var journal: ResultsJournal?
        if let folder {
            if isResuming, let begun = try resume(folder, options) {
                journal = begun.journal
                records = begun.records
                environment = begun.environment
                environment.resumptions = (environment.resumptions ?? []) + [date.ISO8601Format()]
                try folder.write(environment)
            } else {
                journal = try ResultsJournal(folder, environment: environment)
            }
            try folder.write(plan.items.map { ItemRecord(run: environment.run, of: $0) })
        }
        if verbosity != .quiet, let warning = environment.noise?.warning {
            StandardError.print("ncbench: NOTE: \(warning)")
        }

        let finished = Set(records.map(TrialKey.init))
        let progress = RunProgress(
            plan: plan, remaining: PlanRunner.remaining(of: plan, finished: finished), verbosity: verbosity)
        var failure: (any Error)?
        do {
            try PlanRunner(
                plan: plan, run: environment.run, in: runner, scratch: scratch, finished: finished
            ).run(cancellation) { event in
                switch event {
                case .began, .measured: break
                case .curve(let curve): try journal?.append(curve)
                case .finished(let record, let samples):
                    try journal?.append(record, samples: samples)
                    records.append(record)
                }
                progress.note(event)
            }
        } catch {
            failure = error
        }
        progress.finish()
        RunReports(folder: folder, verbosity: verbosity).write(records, environment)
        if let failure { throw failure }
        if watch.signal != nil {
            let kept = folder.map {
                "; the \(records.count) finished rows are in \($0.resultsPath); --resume goes on from there"
            }
            StandardError.print("ncbench: interrupted\(kept ?? "")")
            return
        }
        try RunReports.throwStatus(of: records)
    }

    private func resume(_ folder: RunFolder, _ options: RunOptions) throws -> ResultsJournal.Begun? {
        let begun = try ResultsJournal.resume(folder) { environment throws(RunFolderError) in
            guard let before = environment.options else {
                throw .cannotResume(path: folder.path, reason: "it does not say with which options it was begun")
            }
            if let obstacle = options.obstacle(toResuming: before) {
                throw .cannotResume(path: folder.path, reason: obstacle)
            }
        }
        guard verbosity != .quiet else { return begun }
        guard let begun else {
            StandardError.print("ncbench: there is no run in '\(folder.path)' yet; beginning one")
            return nil
        }
        for repair in begun.repairs { StandardError.print("ncbench: removed from \(repair)") }
        StandardError.print(
            "ncbench: going on with run \(begun.environment.run), \(begun.records.count) trials are done")
        return begun
    }
}

/// What the environment says of where items come from, under the names that cutting left them.
struct ItemOrigins {
    /// Names of the items that were generated.
    let generated: [String]
    /// The published corpus of each item that belongs to one; nil where none does.
    let corpora: [String: String]?

    init(whole: RunPlan, _ plan: RunPlan) {
        let pairs = zip(whole.items, plan.items)
        generated = pairs.filter { $0.0.isGenerated }.map(\.1.id)
        let corpora = pairs.compactMap { whole, cut in whole.corpus.map { (cut.id, $0) } }
        self.corpora = corpora.isEmpty ? nil : Dictionary(corpora, uniquingKeysWith: { first, _ in first })
    }
}

/// Names runs: they sort by time and do not repeat.
enum RunIdentifier {
    static func make(_ date: Date) -> String {
        let stamp = date.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted))
        return stamp + "-" + String(UInt32.random(in: .min ... .max), radix: 36)
    }
}
