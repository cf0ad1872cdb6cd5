package import Benchmarking
package import Console
import Corpora
import Foundation

/// Two builds measured in turns, from the plan to what each gave.
package struct AlternatingSession {
    /// Why there is nothing to judge.
    package enum Failure: Error, Sendable, Equatable {
        /// The builds do not measure the same bytes.
        case notComparable(String)
        /// Something failed that is no codec's.
        case failed(String)
    }

    /// What came of it.
    package struct Outcome: Sendable {
        package var base: ComparedRun
        package var new: ComparedRun
        package var roundCount: Int
        /// The signal that stopped it.
        package var signal: Int32?
    }

    /// Fewer pairs on an item than this could decide nothing by themselves.
    package static let fewestRounds = 4
    package static let mostRounds = 10_000
    private static let usualRounds = 12

    private let before: DrivenBuild
    private let after: DrivenBuild
    /// Items longer than this are cut to it.
    package var prefixByteCount: Int?
    /// Nil for as many as the budget has time for, or the usual number.
    package var rounds: Int?
    package var budgetSeconds: Double?
    /// A folder that what was measured is kept in.
    package var output: String?
    package var verbosity = Verbosity.normal

    package init(_ before: DrivenBuild, _ after: DrivenBuild) {
        self.before = before
        self.after = after
    }

    /// Of one round: a warm process, and several repetitions whose fastest stands for it.
    package static let repetitions = RepetitionPolicy(
        minimumRuns: 3, minimumSeconds: 0.05, warmups: 1, slowPassSeconds: 1)

    /// Measures until the rounds or the time are over, or a signal comes. Blocks.
    package func run(_ wholePlan: RunPlan) throws(Failure) -> Outcome {
        do {
            let scratch = try ScratchFolder()
            defer { scratch.remove() }
            // Wrappers may look for what codecs know elsewhere, as for items, and the file may change meanwhile.
            let kept = try wholePlan.keepingKnowledge(in: scratch.path)
            let plan = try prefixByteCount.map { try ItemPrefix.plan(kept, byteCount: $0, in: scratch.path) } ?? kept
            let record = try output.map {
                try AlternatingRecord(folder: $0, plan: plan, budget: budgetSeconds, before, after)
            }
            return try measure(plan, record, in: scratch)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }

    private func measure(
        _ plan: RunPlan, _ record: AlternatingRecord?, in scratch: ScratchFolder
    ) throws -> Outcome {
        let cancellation = Cancellation()
        let watch = InterruptionWatch { cancellation.cancel() }
        defer { watch.end() }
        let extent = AlternatingRunner.Extent(
            fewestRounds: Self.fewestRounds,
            mostRounds: rounds ?? (budgetSeconds == nil ? Self.usualRounds : Self.mostRounds),
            budgetSeconds: budgetSeconds)
        let measured: AlternatingRunner.Outcome
        do {
            measured = try AlternatingRunner(
                basePlan: before.plan(plan), newPlan: after.plan(plan),
                base: .process(executablePath: before.path), new: .process(executablePath: after.path),
                scratch: scratch.path
            ).run(extent, cancellation) { rounds, seconds in
                guard verbosity != .quiet else { return }
                StandardError.print("ncbench: round \(rounds) done, \(DurationText.text(seconds))")
            }
        } catch let error as AlternatingRunner.Disagreement {
            throw Failure.notComparable("\(error)")
        } catch let error as CorpusError {
            throw Failure.notComparable("\(error)")
        }
        try record?.write(measured)
        func run(_ name: String, _ build: DrivenBuild, _ side: AlternatingRunner.Side) -> ComparedRun {
            ComparedRun(
                name: name, records: side.records, samples: side.samples,
                environment: build.environment(of: plan, run: name, budget: budgetSeconds))
        }
        return Outcome(
            base: run("base", before, measured.base), new: run("new", after, measured.new),
            roundCount: measured.roundEnds.count, signal: watch.signal)
    }
}
