import CodecInterface
import Corpora
import Foundation

/// Finds out roughly how fast each spec is, by single passes over growing beginnings of one item of each kind.
package struct SpeedProbe {
    private let plan: RunPlan
    private let runner: DirectionRunner
    private let scratch: String
    /// A pass of this length tells enough.
    private static let enoughSeconds = 0.05
    private static let sizes = [4 << 10, 32 << 10, 256 << 10, 2 << 20, 16 << 20]

    package init(plan: RunPlan, in runner: DirectionRunner, scratch: String) {
        self.plan = plan
        self.runner = runner
        self.scratch = scratch
    }

    /// Probes every spec on the largest item of each kind.
    ///
    /// - Throws: ``CorpusError`` or ``RunFolderError`` when an item's bytes cannot be had.
    package func measure(_ cancellation: Cancellation) throws -> CostModel {
        var model = CostModel()
        for modality in Modality.allCases {
            guard
                let item = plan.items.filter({ $0.modality == modality }).max(by: { $0.byteCount < $1.byteCount })
            else { continue }
            for entry in plan.entries where plan.isSupported(entry, on: item) {
                try probe(entry, on: item, &model, cancellation)
            }
        }
        return model
    }

    private func probe(
        _ entry: RunPlan.Entry, on item: Item, _ model: inout CostModel, _ cancellation: Cancellation
    ) throws {
        let path = scratch + "/probe"
        let streamPath = scratch + "/probe-stream"
        defer {
            unlink(path)
            unlink(streamPath)
        }
        var single = plan
        single.repetitions = .single
        single.rounds = 1
        for size in Self.sizes {
            guard !cancellation.isCancelled else { return }
            var part = try ItemPrefix.item(item, byteCount: size, path: path)
            if case .file = part.origin {
                // Read from where it is.
            } else {
                try part.load().withUnsafeBytes { try OwnFile.write($0, to: path) }
                part = Item(
                    id: part.id, modality: part.modality, byteCount: part.byteCount, sha256: part.sha256,
                    origin: .file(path: path))
            }
            guard case .file(let partPath) = part.origin else { return }
            let trial = Trial(entry, on: part, plan: single, streamPath: streamPath)
            let start = ProcessUsage.monotonicSeconds
            guard trial.runRound(0, itemPath: partPath, in: runner, cancellation) else { return }
            let took = ProcessUsage.monotonicSeconds - start
            var passes = 0.0
            for direction in [SampleRecord.Direction.compress, .decompress] {
                guard let seconds = trial.passSeconds(direction) else { continue }
                passes += seconds
                model.learn(
                    spec: entry.spec, direction: direction, modality: item.modality, byteCount: part.byteCount,
                    passSeconds: seconds)
            }
            model.learn(overheadSeconds: (took - passes) / 2)
            if passes >= Self.enoughSeconds || part.byteCount >= item.byteCount || trial.passSeconds(.decompress) == nil
            {
                return
            }
        }
    }
}
