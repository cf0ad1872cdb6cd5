package import Benchmarking
package import Foundation
import OutsideText
package import Regression

/// A run with all that its folder holds, as a history keeps it.
package struct RecordedRun: Sendable, Hashable {
    /// The identifier, as in its rows.
    package var run: String
    /// The name of the folder it came from.
    package var name: String
    /// When it began, ISO 8601 in UTC.
    package var date: String
    /// One row a trial: where a trial was measured twice, the later one.
    package var records: [TrialRecord]
    package var samples: [SampleRecord]
    package var items: [ItemRecord]
    package var curves: [CurveRecord]
    package var environment: RunEnvironment?

    /// - Parameter now: when the run began, where neither its environment nor its identifier says so.
    package init(
        run: String, name: String, records: [TrialRecord], samples: [SampleRecord], items: [ItemRecord],
        curves: [CurveRecord], environment: RunEnvironment?, now: Date = Date()
    ) {
        self.run = run
        self.name = name
        self.records = ComparedRun(name: name, records: records, samples: [], environment: nil).records
        self.samples = samples
        self.items = items
        self.curves = curves
        self.environment = environment
        date = environment?.date ?? Self.date(inIdentifier: run) ?? now.ISO8601Format()
    }

    /// The commit that it was built from.
    package var commit: String? { environment?.commit }

    /// The kind of machine it was measured on; runs whose machine is not known are of a kind of their own.
    package var machine: String { MachineKind.text(of: environment) }

    /// As `compare` takes it.
    package var compared: ComparedRun {
        ComparedRun(name: name, records: records, samples: samples, environment: environment)
    }

    /// Identifiers begin with the second at which the run began: `20261125T181503Z-1x2y3z`.
    private static func date(inIdentifier text: String) -> String? {
        guard let match = text.prefixMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/)?.output else { return nil }
        return "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"
    }
}

extension RecordedRun {
    /// What was read from a path.
    package struct Reading: Sendable {
        /// Each with an identifier of its own.
        package var runs: [RecordedRun]
        /// Rows that are left out because they cannot be read.
        package var damaged: [DamagedRow] = []
        /// Rows of samples.csv and curves.csv of which the same is true.
        package var damagedCompanionCount = 0
    }

    /// Reads a run's folder or its results file; one file may hold the rows of several runs.
    package static func read(_ path: String) throws(RunFolderError) -> Reading {
        let input = try RunInput(path)
        let contents = try input.contents()
        let (samples, damagedSamples) = RunFolder.readSamplesCounting(path)
        let curves = RunFolder.readCurves(path)
        let items = RunFolder.readItems(path)
        var seen: Set<ExactText> = []
        let identifiers = contents.records.map { ExactText($0.run) }.filter { seen.insert($0).inserted }
        let runs = identifiers.map { identifier in
            let environment = contents.environment.flatMap { environment in
                ExactText(environment.run) == identifier || identifiers.count == 1 ? environment : nil
            }
            return RecordedRun(
                run: identifier.text, name: input.name,
                records: contents.records.filter { ExactText($0.run) == identifier },
                samples: samples.filter { ExactText($0.run) == identifier },
                items: items.filter { ExactText($0.run) == identifier },
                curves: curves.records.filter { ExactText($0.run) == identifier }, environment: environment)
        }
        return Reading(
            runs: runs, damaged: contents.damaged, damagedCompanionCount: damagedSamples + curves.damagedCount)
    }

    /// Whether the other one is this run gone on with: all that is here is there, unchanged.
    func isContinued(by other: RecordedRun) -> Bool {
        Set(records).isSubset(of: Set(other.records)) && Set(samples).isSubset(of: Set(other.samples))
    }
}
