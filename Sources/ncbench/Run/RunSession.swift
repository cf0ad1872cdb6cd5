import ArgumentParser
import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Reporting

/// One run from its plan to its reports.
struct RunSession {
    let command: String
    let folder: RunFolder?
    let isolation: RunCommand.Isolation
    let budgetSeconds: Double?
    /// Items longer than this are cut to it.
    let prefixByteCount: Int?
    /// The published corpus of each item that belongs to one, by item.
    let corpora: [String: String]
    let isResuming: Bool
    let isDryRun: Bool
    let verbosity: Verbosity

    func run(_ wholePlan: RunPlan) throws {
        let scratch: ScratchFolder
        do throws(RunFolderError) {
            scratch = try ScratchFolder()
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        defer { scratch.remove() }
        let cancellation = Cancellation()
        let watch = InterruptionWatch { [isolation] in
            cancellation.cancel()
            // A process of its own is ended at once; a pass in this one is not.
            if isolation == .none {
                StandardError.print(
                    "ncbench: stopping when the repetitions under way are over; once more stops at once")
            }
        }
        defer { watch.end() }
        do {
            let cutPlan =
                try prefixByteCount.map { try ItemPrefix.plan(wholePlan, byteCount: $0, in: scratch.path) } ?? wholePlan
            let preparation = RunPreparation(
                plan: cutPlan, runner: runner, scratch: scratch.path, budgetSeconds: budgetSeconds)
            if isDryRun {
                let (text, fits) = try preparation.description(cancellation)
                StandardOutput.print(text, terminator: "")
                guard fits else { throw ExitStatus.usage }
                return
            }
            let begun = isResuming ? folder?.environment() : nil
            let (plan, budget) = try preparation.fitted(begun: begun?.options, cancellation)
            if !cancellation.isCancelled {
                let options = RunOptions(
                    plan: plan, isolation: isolation.rawValue, budget: budget, executablePath: Self.executablePath)
                try carryOut(plan, from: wholePlan, options, scratch, cancellation, watch)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch let error as CorpusError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch let error as CocoaError {
            StandardError.print("ncbench: the run cannot go on: \(RunFolder.describe(error))")
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

    /// Version of every library that is part of this program, and of the programs among the codecs, by codec.
    private func libraryVersions(of plan: RunPlan) -> [String: String] {
        let all = CodecRegistry().codecs.map { $0.information } + plan.entries.map(\.information)
        return Dictionary(all.map { ($0.name, "\($0.library) \($0.version)") }, uniquingKeysWith: { _, last in last })
    }

    /// Names of the generated items, as cutting left them.
    private func generated(_ whole: RunPlan, _ plan: RunPlan) -> [String] {
        zip(whole.items, plan.items).filter { $0.0.isGenerated }.map(\.1.id.text)
    }

    /// The same of the corpora.
    private func publishedCorpora(_ whole: RunPlan, _ plan: RunPlan) -> [String: String]? {
        let names = zip(whole.items, plan.items).compactMap { whole, item in
            corpora[whole.id.text].map { (item.id.text, $0) }
        }
        return names.isEmpty ? nil : Dictionary(names) { first, _ in first }
    }

    /// Longest that starting one program is measured for.
    private static let startUpSeconds = 5.0

    /// What starting the programs among the codecs takes; nil where there are none. A program that fails, or takes too long,
    /// gets its row later.
    private func startUp(of plan: RunPlan, _ cancellation: Cancellation) -> [String: RunEnvironment.StartUp]? {
        let registry = CodecRegistry()
        let seconds = min(Self.startUpSeconds, plan.timeout ?? .infinity)
        var tried: Set<ExactText> = []
        var found: [String: RunEnvironment.StartUp] = [:]
        for entry in plan.entries where !tried.contains(ExactText(entry.spec.description)) {
            guard !cancellation.isCancelled else { break }
            tried.insert(ExactText(entry.spec.description))
            guard let codec = try? registry.makeCodec(for: entry.spec, threads: plan.threads) as? any ChildProcessCodec,
                let (compression, decompression) = try? codec.measureStartUp(within: seconds)
            else { continue }
            found[entry.spec.description] = RunEnvironment.StartUp(
                compressionSeconds: compression.wallSeconds, decompressionSeconds: decompression.wallSeconds)
        }
        return found.isEmpty ? nil : found
    }

    private func carryOut(
        _ plan: RunPlan, from wholePlan: RunPlan, _ options: RunOptions, _ scratch: ScratchFolder,
        _ cancellation: Cancellation, _ watch: InterruptionWatch
    ) throws {
        let date = Date()
        var environment = RunEnvironment.current(
            run: RunIdentifier.make(date), date: date, command: command,
            libraryVersions: libraryVersions(of: plan),
            generatedItems: generated(wholePlan, plan), options: options)
        environment.corpora = publishedCorpora(wholePlan, plan)
        var records: [TrialRecord] = []
        var journal: ResultsJournal?
        if let folder {
            var gone: [ItemRecord] = []
            if isResuming, let begun = try resume(folder, options, plan.items) {
                journal = begun.journal
                records = begun.records
                gone = ItemContinuity(begun: RunFolder.readItems(folder.path), records: records).gone(from: plan.items)
                environment = begun.environment
                environment.resumptions = (environment.resumptions ?? []) + [date.ISO8601Format()]
                if environment.options?.itemsSHA256 != options.itemsSHA256 { environment.options = options }
                try folder.write(environment)
            } else {
                environment.startUp = startUp(of: plan, cancellation)
                journal = try ResultsJournal(folder, environment: environment)
            }
            try folder.write(plan.items.map { ItemRecord(run: environment.run, of: $0) } + gone)
        }
        if folder == nil { environment.startUp = startUp(of: plan, cancellation) }
        if verbosity != .quiet {
            for (spec, startUp) in (environment.startUp ?? [:]).sorted(by: { $0.key < $1.key }) {
                StandardError.print("ncbench: NOTE: starting '\(spec)' takes \(startUp.text); every pass includes that")
            }
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
                plan: plan, run: environment.run, in: runner, scratch: scratch.path, finished: finished
            ).run(cancellation) { event in
                switch event {
                case .began, .measured: break
                case .curve(let curve, _, _): try journal?.append(curve)
                case .finished(let record, let samples):
                    try journal?.append(record, samples: samples)
                    records.append(record)
                    if record.status != .ok { scratch.removeTemporaryFiles() }
                }
                progress.note(event)
            }
        } catch {
            failure = error
        }
        progress.finish()
        let isReported = RunReports(folder: folder, verbosity: verbosity).write(records, environment)
        if let failure { throw failure }
        if watch.signal != nil {
            let kept = folder.map {
                "; the \(records.count) finished rows are in \($0.resultsPath); --resume goes on from there"
            }
            StandardError.print("ncbench: interrupted\(kept ?? "")")
            return
        }
        for item in Self.changedItems(records) {
            StandardError.print(
                "ncbench: the file of item '\(item)' changed during the run; its rows that say so hold no result"
                    + (folder == nil ? "" : ", and --resume measures it again as it is then"))
        }
        try RunReports.throwStatus(of: records)
        if !isReported { throw ExitStatus.failure }
    }

    /// The items whose files changed during the run, in its order.
    private static func changedItems(_ records: [TrialRecord]) -> [ExactText] {
        var seen: Set<ExactText> = []
        return records.filter { $0.status == .changedItem && seen.insert($0.item).inserted }.map(\.item)
    }

    private func resume(
        _ folder: RunFolder, _ options: RunOptions, _ items: [Item]
    ) throws -> ResultsJournal.Begun? {
        let known = RunFolder.readItems(folder.path)
        let begun = try ResultsJournal.resume(folder, items: items) { environment, records throws(RunFolderError) in
            guard let before = environment.options else {
                throw .cannotResume(path: folder.path, reason: "it does not say with which options it was begun")
            }
            let itemsMayDiffer = ItemContinuity(begun: known, records: records).allows(items)
            if let obstacle = options.obstacle(toResuming: before, itemsMayDiffer: itemsMayDiffer) {
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

/// Names runs: they sort by time and do not repeat.
enum RunIdentifier {
    static func make(_ date: Date) -> String {
        let stamp = date.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted))
        return stamp + "-" + String(UInt32.random(in: .min ... .max), radix: 36)
    }
}
