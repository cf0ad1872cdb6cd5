import Console
import Corpora
import Foundation
import OutsideText

/// The files of a run as it begins, or as it is gone on with.
struct RunBeginning {
    /// Nil where nothing is kept.
    private(set) var journal: ResultsJournal?
    private(set) var environment: RunEnvironment
    /// The trials that are done.
    private(set) var records: [TrialRecord] = []

    /// - Throws: ``RunFolderError``.
    init(
        session: RunSession, plan: RunPlan, part: RunPart, options: RunOptions, _ cancellation: Cancellation
    ) throws {
        let date = Date()
        environment = RunEnvironment.current(
            run: RunIdentifier.make(date), date: date, command: session.command,
            libraryVersions: session.codecs.libraryVersions(of: plan),
            generatedItems: Self.generated(part.uncut, plan), options: options)
        environment.corpora = Self.published(session.corpora, part.uncut, plan)
        let recordCounts = Self.recordCounts(plan)
        environment.recordCounts = recordCounts
        let startUps = StartUpTimes(codecs: session.codecs)
        guard let folder = session.folder else {
            environment.startUp = startUps.measure(plan, cancellation)
            return
        }
        var gone: [ItemRecord] = []
        if session.isResuming,
            let begun = try Self.resume(folder, options, plan.items, isQuiet: session.verbosity == .quiet)
        {
            journal = begun.journal
            records = begun.records
            gone = ItemContinuity(begun: RunFolder.readItems(folder.path), records: records).gone(from: plan.items)
            environment = begun.environment
            environment.recordCounts = recordCounts?.merging(environment.recordCounts ?? [:]) { now, _ in now }
            environment.resumptions = (environment.resumptions ?? []) + [date.ISO8601Format()]
            if environment.options?.itemsSHA256 != options.itemsSHA256 { environment.options = options }
            try folder.write(environment)
        } else {
            environment.startUp = startUps.measure(plan, cancellation)
            journal = try ResultsJournal(folder, environment: environment)
        }
        if part.shard != nil { try folder.write(part.trials) }
        try folder.write(plan.items.map { ItemRecord(run: environment.run, of: $0) } + gone)
    }

    /// What is worth saying before the first trial.
    var notes: [String] {
        (environment.startUp ?? [:]).sorted { $0.key < $1.key }
            .map { "starting '\($0.key)' takes \($0.value.text); every pass includes that" }
            + [environment.noise?.warning].compactMap(\.self)
    }

    /// Names of the generated items, as cutting left them.
    private static func generated(_ whole: RunPlan, _ plan: RunPlan) -> [String] {
        zip(whole.items, plan.items).filter { $0.0.isGenerated }.map(\.1.id.text)
    }

    /// The same of the corpora.
    private static func published(
        _ corpora: [String: String], _ whole: RunPlan, _ plan: RunPlan
    ) -> [String: String]? {
        let names = zip(whole.items, plan.items).compactMap { whole, item in
            corpora[whole.id.text].map { (item.id.text, $0) }
        }
        return names.isEmpty ? nil : Dictionary(names) { first, _ in first }
    }

    /// How many records each item has; nil where blocks do not end with them. An item that cannot be had has none.
    private static func recordCounts(_ plan: RunPlan) -> [String: Int]? {
        guard plan.cutsAtLines else { return nil }
        let counts = plan.items.compactMap { item in
            (try? item.load()).map { (item.id.text, TextLines.count(in: $0)) }
        }
        return Dictionary(counts) { first, _ in first }
    }

    private static func resume(
        _ folder: RunFolder, _ options: RunOptions, _ items: [Item], isQuiet: Bool
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
        guard !isQuiet else { return begun }
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
