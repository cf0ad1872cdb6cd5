import CodecInterface
import Corpora
import Foundation
import OutsideText

/// Finds out roughly how fast each spec is, by single passes over growing beginnings of one item of each kind.
package struct SpeedProbe {
    private let plan: RunPlan
    private let runner: DirectionRunner
    private let scratch: String
    /// A pass of this length tells enough.
    private static let enoughSeconds = 0.05
    private static let sizes = (smallest: 1 << 10, largest: 16 << 20)
    /// The next beginning is so many times as long, at least and at most.
    private static let growth = 8.0...512

    package init(plan: RunPlan, in runner: DirectionRunner, scratch: String) {
        self.plan = plan
        self.runner = runner
        self.scratch = scratch
    }

    /// Probes every spec on the largest item of each kind, the kind with the most bytes first.
    ///
    /// - Parameter seconds: how long it may take, roughly: when that has passed, what is known of one kind does for the
    ///   others. A spec that takes none of the kinds before is probed nevertheless.
    /// Of an item whose bytes cannot be had any more nothing is learned.
    ///
    /// - Throws: ``RunFolderError`` when the scratch folder takes no item.
    package func measure(_ cancellation: Cancellation, within seconds: Double = .infinity) throws -> CostModel {
        var model = CostModel()
        var probed: Set<ExactText> = []
        let start = ProcessUsage.monotonicSeconds
        func byteCount(_ modality: Modality) -> Int {
            plan.items.reduce(0) { $0 + ($1.modality == modality ? $1.byteCount : 0) }
        }
        for modality in Modality.allCases.sorted(by: { byteCount($0) > byteCount($1) }) {
            guard
                let item = plan.items.filter({ $0.modality == modality }).max(by: { $0.byteCount < $1.byteCount })
            else { continue }
            for entry in plan.entries where plan.isSupported(entry, on: item) {
                let name = ExactText("\(entry.spec) \(entry.blockByteCount ?? 0)")
                guard !probed.contains(name) || ProcessUsage.monotonicSeconds - start < seconds else { continue }
                probed.insert(name)
                do { try probe(entry, on: item, &model, cancellation) } catch is CorpusError { continue }
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
        var size = Self.sizes.smallest
        while !cancellation.isCancelled {
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
            guard trial.runRound(0, itemPath: partPath, in: runner, cancellation), trial.status != .changedItem else {
                return
            }
            var passes = 0.0
            for (direction, measured) in [
                (SampleRecord.Direction.compress, trial.newestPasses.compression),
                (.decompress, trial.newestPasses.decompression),
            ] {
                guard let measured else { continue }
                guard let seconds = measured.passSeconds else {
                    model.learn(entry, direction, byteCount: part.byteCount, failureSeconds: measured.roundSeconds)
                    return
                }
                passes += seconds
                model.learn(
                    entry, direction, modality: item.modality, byteCount: part.byteCount, passSeconds: seconds)
                model.learn(
                    entry, direction, byteCount: part.byteCount, overheadSeconds: measured.roundSeconds - seconds)
            }
            // From one size alone nothing is known of what is fixed and what goes by the byte.
            let isEnough = passes >= (size > Self.sizes.smallest ? Self.enoughSeconds : 1)
            if isEnough || size >= min(item.byteCount, Self.sizes.largest) { return }
            let factor = min(
                max(Self.enoughSeconds / max(passes, 1e-9), Self.growth.lowerBound), Self.growth.upperBound)
            size = min(Int(Double(size) * factor), Self.sizes.largest)
        }
    }
}
