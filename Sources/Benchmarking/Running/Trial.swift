import CodecInterface
import Corpora
import Foundation

/// One spec on one item, from its first round to its row.
final class Trial {
    let entry: RunPlan.Entry
    let item: Item
    private let plan: RunPlan
    private let streamPath: String
    private var compression: [WorkerResponse] = []
    private var decompression: [WorkerResponse] = []
    private var streamLengths: [Int] = []
    /// The lengths of blocks that end where lines do.
    private var blockLengths: [Int]?
    private(set) var status: TrialStatus?
    /// Of the newest round.
    private(set) var newestPasses = RunEvent.MeasuredPasses(compression: nil, decompression: nil)

    /// - Parameter streamPath: where the stream may lie between the directions.
    init(_ entry: RunPlan.Entry, on item: Item, plan: RunPlan, streamPath: String) {
        self.entry = entry
        self.item = item
        self.plan = plan
        self.streamPath = streamPath
        if !plan.isSupported(entry, on: item) { status = .unsupported(reason: "not for \(item.modality.rawValue)") }
    }

    /// Whether no further round would add anything.
    var isFinished: Bool {
        status != nil || (isSatisfied(compression) && isSatisfied(decompression))
    }

    /// Whether a learning curve means anything: it went well, on the item as a whole.
    var hasCurve: Bool { status == nil && entry.blockByteCount == nil && item.byteCount > 0 }

    private func isSatisfied(_ responses: [WorkerResponse]) -> Bool {
        plan.endsWhenSatisfied && plan.repetitions.isSatisfied(by: responses.flatMap(\.samples))
    }

    /// Runs a round's share of both directions. Returns false when the user wanted no more; the trial is then worth nothing.
    func runRound(
        _ round: Int, itemPath: String, in runner: DirectionRunner, _ cancellation: Cancellation
    ) -> Bool {
        var request = WorkerRequest(
            direction: .compress, spec: entry.workerSpec.description, threads: plan.threads, inputPath: itemPath,
            rawByteCount: item.byteCount, itemSHA256: item.sha256, blockByteCount: entry.blockByteCount,
            repetitions: plan.repetitions.share(ofRound: round, of: plan.effectiveRounds),
            memoryLimit: plan.memoryLimit, pinnedCPU: plan.pinnedCPU)
        request.cutsAtLines = plan.cutsAtLines ? true : nil
        newestPasses = RunEvent.MeasuredPasses(compression: nil, decompression: nil)
        if compression.isEmpty || !isSatisfied(compression) {
            request.otherPath = compression.isEmpty ? streamPath : nil
            let start = ProcessUsage.monotonicSeconds
            let answer = accept(runner.run(request, timeout: plan.timeout, cancellation))
            newestPasses.compression = .init(passSeconds: nil, roundSeconds: ProcessUsage.monotonicSeconds - start)
            guard let answer else { return !cancellation.isCancelled }
            if compression.isEmpty {
                streamLengths = answer.streamLengths
                blockLengths = answer.blockLengths
            }
            compression.append(answer)
            newestPasses.compression?.passSeconds = passSeconds(.compress)
            newestPasses.compression?.passesSeconds = answer.passesSeconds ?? 0
        }
        if decompression.isEmpty || !isSatisfied(decompression) {
            request.direction = .decompress
            request.inputPath = streamPath
            request.otherPath = itemPath
            request.streamLengths = streamLengths
            request.blockLengths = blockLengths
            let start = ProcessUsage.monotonicSeconds
            let answer = accept(runner.run(request, timeout: plan.timeout, cancellation))
            newestPasses.decompression = .init(passSeconds: nil, roundSeconds: ProcessUsage.monotonicSeconds - start)
            guard let answer else { return !cancellation.isCancelled }
            decompression.append(answer)
            newestPasses.decompression?.passSeconds = passSeconds(.decompress)
            newestPasses.decompression?.passesSeconds = answer.passesSeconds ?? 0
        }
        return true
    }

    /// Ends a trial whose item cannot be had: no codec is to blame.
    func end(for error: CorpusError) {
        status = status ?? error.statusOfTrials
    }

    /// Ends a trial whose item changed while something beside its passes was done.
    func endForChange() { status = .changedItem }

    /// Whether every worker so far said which bytes it read.
    var isOfKnownBytes: Bool { (compression + decompression).allSatisfy { $0.itemSHA256 != nil } }

    /// The answer of a direction that went well; otherwise notes what happened.
    private func accept(_ end: DirectionRunner.End) -> WorkerResponse? {
        switch end {
        case .answered(let response):
            switch response.outcome {
            case .done: return response
            case .mismatch: status = .mismatch
            case .changed: status = .changedItem
            case .unsupported(let reason): status = .unsupported(reason: reason)
            case .outOfMemory: status = .outOfMemory
            case .crashed(let signal): status = .crashed(signal: signal)
            case .failed(let reason): status = .failed(reason: reason)
            }
        case .timedOut: status = .timeout
        case .outOfMemory: status = .outOfMemory
        case .crashed(let signal): status = .crashed(signal: signal)
        case .failed(let reason): status = .failed(reason: reason)
        case .cancelled: break
        }
        return nil
    }

    /// The row, as far as the trial has come.
    func record(run: String) -> TrialRecord {
        // What was measured of other bytes is no result of the item's.
        let hasResult = status != .changedItem
        let compression = hasResult ? compression : []
        let decompression = hasResult ? decompression : []
        let yardsticks = (compression + decompression).compactMap(\.yardstickSpeed)
        var record = TrialRecord(
            run: run, item: item.id, modality: item.modality, itemSHA256: item.sha256, codec: entry.information.name,
            parameters: entry.parameters, codecVersion: entry.information.version, threads: plan.threads,
            blockByteCount: entry.blockByteCount, rawByteCount: item.byteCount,
            compressedByteCount: compression.isEmpty ? nil : streamLengths.reduce(0, +),
            modelByteCount: entry.information.modelByteCount,
            compression: summary(of: compression), decompression: summary(of: decompression),
            yardstickSpeed: OrderStatistics.median(yardsticks), streamSHA256: compression.first?.streamSHA256,
            status: status ?? .ok)
        // A program may conjure the item up from elsewhere; no reader would believe the row.
        if record.compressedByteCount == 0, item.byteCount > 0 {
            record.compressedByteCount = nil
            if record.status == .ok {
                record.status = .failed(reason: "it compressed \(item.byteCount) bytes to none at all")
            }
        }
        return record
    }

    private func summary(of responses: [WorkerResponse]) -> DirectionRecord {
        let samples = responses.flatMap(\.samples)
        guard !samples.isEmpty else { return DirectionRecord() }
        let speeds = samples.map { Double(item.byteCount) / max($0.passSeconds, 1e-9) / 1e6 }
        let interval = OrderStatistics.medianInterval(speeds)
        return DirectionRecord(
            speed: OrderStatistics.median(speeds), minimumSpeed: speeds.min(), confidenceLow: interval?.lowerBound,
            confidenceHigh: interval?.upperBound,
            cpuSeconds: OrderStatistics.median(samples.map { $0.cpuSeconds / Double($0.passes) }),
            peakByteCount: responses.compactMap(\.peakByteCount).max(), runs: samples.count)
    }

    /// The rows of `samples.csv`.
    func samples(run: String) -> [SampleRecord] {
        guard status != .changedItem else { return [] }
        let parameters = entry.parameters
        let spec = parameters.isEmpty ? entry.information.name : "\(entry.information.name),\(parameters)"
        return [(SampleRecord.Direction.compress, compression), (.decompress, decompression)].flatMap {
            (direction, responses) in
            let rounds = responses.enumerated().flatMap { round, response in
                response.samples.map { (round: round, response: response, sample: $0) }
            }
            return rounds.enumerated().map { index, part in
                SampleRecord(
                    run: run, item: item.id, spec: spec, direction: direction, index: index,
                    passes: part.sample.passes, wallSeconds: part.sample.wallSeconds,
                    cpuSeconds: part.sample.cpuSeconds, blockByteCount: entry.blockByteCount, round: part.round,
                    yardstickSpeed: part.response.yardstickSpeed, peakByteCount: part.response.peakByteCount,
                    waitSeconds: part.sample.waitSeconds, baselineByteCount: part.response.baselineByteCount,
                    stretches: part.sample.stretches)
            }
        }
    }

    /// Median time of one pass so far, seconds.
    func passSeconds(_ direction: SampleRecord.Direction) -> Double? {
        let responses = direction == .compress ? compression : decompression
        return OrderStatistics.median(responses.flatMap(\.samples).map(\.passSeconds))
    }
}
