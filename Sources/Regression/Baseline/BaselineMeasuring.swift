package import Benchmarking
import CodecInterface
package import Corpora
import Dispatch
import Foundation
import Synchronization

/// Compresses and decompresses each spec once on each item, several at a time: sizes do not mind company.
package struct BaselineMeasuring: Sendable {
    private let plan: RunPlan

    package init(_ plan: BaselinePlan, on items: [Item]) {
        self.plan = RunPlan(items: items, entries: plan.entries)
    }

    /// The trials in the order of entries, then items; those that a codec does not take are not among them.
    ///
    /// - Throws: ``CorpusError`` when an item's bytes cannot be had, ``RunFolderError`` when there is no room for scratch files.
    package func records(_ cancellation: Cancellation) throws -> [TrialRecord] {
        let jobs = plan.entries.flatMap { entry in
            plan.items.filter { plan.isSupported(entry, on: $0) && BaselinePlan.measures(entry, on: $0) }
                .map { (entry: entry, item: $0) }
        }
        // The slow ones first, so that none is left over for the end.
        let order = jobs.indices.sorted {
            (jobs[$0].entry.information.family == .classical ? 0 : 1, jobs[$0].item.byteCount)
                > (jobs[$1].entry.information.family == .classical ? 0 : 1, jobs[$1].item.byteCount)
        }
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let scratchPath = scratch.path
        let runner = DirectionRunner.process(executablePath: ExecutablePath.current)
        let found = Mutex<[Int: TrialRecord]>([:])
        let failure = Mutex<(any Error)?>(nil)
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: max(1, ProcessInfo.processInfo.activeProcessorCount)) { _ in
            while !cancellation.isCancelled {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < order.count else { return }
                let job = jobs[order[place]]
                do {
                    let record = try Self.record(
                        job.entry, job.item, in: runner, scratch: "\(scratchPath)/\(place)", cancellation)
                    found.withLock { $0[order[place]] = record }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                    cancellation.cancel()
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return found.withLock { found in jobs.indices.compactMap { found[$0] } }
    }

    private static func record(
        _ entry: RunPlan.Entry, _ item: Item, in runner: DirectionRunner, scratch: String, _ cancellation: Cancellation
    ) throws -> TrialRecord? {
        try RunFolder.create(scratch)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var own = RunPlan(items: [item], entries: [entry])
        own.repetitions = RepetitionPolicy(minimumRuns: 1, minimumSeconds: 0, warmups: 0, slowPassSeconds: 0)
        own.rounds = 1
        own.timeout = 600
        var record: TrialRecord?
        try PlanRunner(plan: own, run: "baseline", in: runner, scratch: scratch).run(cancellation) { event in
            if case .finished(let finished, _) = event { record = finished }
        }
        return record
    }
}
