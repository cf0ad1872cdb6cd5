package import Benchmarking
package import OutsideText

/// What is reported: one run, or several set side by side.
///
/// Everything in this module is a pure function of this value: the same report gives the same bytes, on any machine, at
/// any time.
package struct Report: Sendable {
    /// In the order they were named; the first one is what the others are compared with.
    package var runs: [ReportedRun]

    package init(runs: [ReportedRun]) { self.runs = runs }

    /// The report of runs as they were read, each with the name to call it by.
    ///
    /// A results file may hold the rows of several runs (files can be joined); each becomes a run of its own, since runs
    /// are never averaged. Names that would be given twice get the run's identifier appended.
    package init(
        contents: [(name: String, contents: RunFolder.Contents, curves: [CurveRecord], items: [ItemRecord])]
    ) {
        var runs: [ReportedRun] = []
        for (name, contents, curves, items) in contents {
            let identifiers = unique(contents.records.map { ExactText($0.run) })
            guard !identifiers.isEmpty else {
                runs.append(
                    ReportedRun(
                        name: name, records: [], environment: contents.environment, damaged: contents.damaged))
                continue
            }
            for (index, identifier) in identifiers.enumerated() {
                let environment = contents.environment.flatMap { environment in
                    ExactText(environment.run) == identifier || identifiers.count == 1 ? environment : nil
                }
                runs.append(
                    ReportedRun(
                        name: identifiers.count == 1 ? name : "\(name) \(identifier)",
                        records: contents.records.filter { ExactText($0.run) == identifier }, environment: environment,
                        // Which run a damaged row belongs to cannot be told: it is reported once.
                        damaged: index == 0 ? contents.damaged : [],
                        curves: curves.filter { ExactText($0.run) == identifier },
                        items: items.filter { ExactText($0.run) == identifier }))
            }
        }
        self.runs = Self.named(runs)
    }

    /// The report of runs that may bear the same names; those get told apart.
    package init(naming runs: [ReportedRun]) { self.runs = Self.named(runs) }

    /// Whether the runs come from different machines, so that their speeds say nothing about each other.
    package var hasSeveralMachines: Bool { Set(runs.map(\.machine)).count > 1 }

    private static func named(_ runs: [ReportedRun]) -> [ReportedRun] {
        var seen: Set<String> = []
        return runs.map { run in
            var run = run
            let isTaken = runs.filter { $0.name == run.name }.count > 1
            if isTaken, let identifier = run.records.first?.run { run.name += " (\(identifier))" }
            let name = run.name
            var number = 2
            while !seen.insert(run.name).inserted {
                run.name = "\(name) #\(number)"
                number += 1
            }
            return run
        }
    }
}

/// One run with all that is known of it.
package struct ReportedRun: Sendable {
    /// What the report calls it, e.g. the name of its folder.
    package var name: String
    /// One row a trial: where a trial was measured twice, the later one.
    package var records: [TrialRecord]
    /// How many rows a later row of the same trial took the place of.
    package var supersededCount: Int
    /// Nil when a results file is rendered without its `environment.json`.
    package var environment: RunEnvironment? { didSet { generated = Self.generated(environment, items) } }
    /// Rows of the results file that could not be used.
    package var damaged: [DamagedRow]
    /// Bits along the items, where the run kept them.
    package var curves: [CurveRecord]
    /// What is known of the items' pixels and samples, where the run kept it.
    package var items: [ItemRecord] { didSet { generated = Self.generated(environment, items) } }
    /// The names of generated items, looked up for every row.
    private var generated: Set<ExactText>?

    package init(
        name: String, records: [TrialRecord], environment: RunEnvironment?, damaged: [DamagedRow] = [],
        curves: [CurveRecord] = [], items: [ItemRecord] = []
    ) {
        struct Trial: Hashable {
            let variant: Variant
            let item: ExactText
        }
        var positions: [Trial: Int] = [:]
        var kept: [TrialRecord] = []
        for record in records {
            let trial = Trial(variant: Variant(record), item: record.item)
            if let position = positions[trial] {
                kept[position] = record
            } else {
                positions[trial] = kept.count
                kept.append(record)
            }
        }
        self.name = name
        let isOfRecords = environment?.options?.cutsAtLines ?? false
        self.records = kept.map { record in
            var record = record
            record.cutsAtLines = isOfRecords
            return record
        }
        supersededCount = records.count - kept.count
        self.environment = environment
        self.damaged = damaged
        self.curves = curves
        self.items = items
        generated = Self.generated(environment, items)
    }

    private static func generated(_ environment: RunEnvironment?, _ items: [ItemRecord]) -> Set<ExactText>? {
        guard environment != nil || !items.isEmpty else { return nil }
        return Set((environment?.generatedItems ?? []).map { ExactText($0) }).union(
            items.filter(\.isGenerated).map(\.item))
    }

    /// Whether an item was generated by a program rather than found in the world.
    ///
    /// Where nothing is beside the results that says so, the name tells. A file of the user's may lie in a folder of that name.
    package func isGenerated(_ item: ExactText) -> Bool {
        generated?.contains(item) ?? item.hasPrefix("generated/")
    }

    /// What an item's bytes consist of, by the item; of items that hold no plain pixels or samples nothing.
    var media: [ExactText: ItemRecord] {
        Dictionary(items.filter { $0.media != nil }.map { ($0.item, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func corpus(of item: ExactText) -> ItemGroup.Corpus {
        if isGenerated(item) { return .generated }
        return environment?.corpora?[item.text].map { .published(name: $0) } ?? .mixed
    }

    /// What tells one machine from another as far as speed goes; runs of unknown machines are taken to differ.
    var machine: String {
        guard let environment else { return "unknown, of run \(records.first?.run ?? name)" }
        return [
            environment.cpuModel ?? "unknown processor", "\(environment.logicalCores) cores",
            environment.memoryByteCount.map { "\($0 >> 30) GiB" } ?? "", environment.operatingSystem,
        ].joined(separator: ", ")
    }
}
