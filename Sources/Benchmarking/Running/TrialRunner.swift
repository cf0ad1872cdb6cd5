import CodecInterface
package import Corpora
import Foundation

/// Runs trials: each direction in a worker of its own, over files in a scratch folder.
package struct TrialRunner: Sendable {
    private let process: WorkerProcess
    private let scratch: String
    private let plan: RunPlan
    private let run: String

    /// - Parameters:
    ///   - executablePath: an executable with the `worker` subcommand.
    ///   - scratch: an empty folder for streams.
    package init(executablePath: String, scratch: String, plan: RunPlan, run: String) {
        process = WorkerProcess(executablePath: executablePath)
        self.scratch = scratch
        self.plan = plan
        self.run = run
    }

    /// Compresses, decompresses, compares and measures; whatever happens becomes the row's status.
    ///
    /// - Parameter itemPath: a file that holds the item's bytes.
    package func run(_ entry: RunPlan.Entry, on item: Item, itemPath: String) async -> (TrialRecord, [SampleRecord]) {
        var record = TrialRecord(
            run: run, item: item.id, modality: item.modality, itemSHA256: item.sha256, codec: entry.information.name,
            parameters: entry.parameters, codecVersion: entry.information.version, threads: plan.threads,
            blockByteCount: plan.blockByteCount, rawByteCount: item.byteCount,
            modelByteCount: entry.information.modelByteCount, status: .ok)
        guard entry.information.modalities.contains(item.modality) else {
            record.status = .unsupported(reason: "not for \(item.modality.rawValue)")
            return (record, [])
        }
        let streamPath = scratch + "/stream"
        defer { try? FileManager.default.removeItem(atPath: streamPath) }
        var samples: [SampleRecord] = []
        var request = WorkerRequest(
            direction: .compress, spec: entry.spec.description, threads: plan.threads, inputPath: itemPath,
            otherPath: streamPath, rawByteCount: item.byteCount, blockByteCount: plan.blockByteCount,
            streamLengths: [], repetitions: plan.repetitions, memoryLimit: plan.memoryLimit,
            pinnedCPU: plan.pinnedCPU)
        let compression = await process.run(request, timeout: plan.timeout)
        guard let answer = accept(compression, into: &record) else { return (record, samples) }
        record.compressedByteCount = answer.streamLengths.reduce(0, +)
        record.streamSHA256 = answer.streamSHA256
        record.yardstickSpeed = answer.yardstickSpeed
        record.compression = summary(of: answer, rawByteCount: item.byteCount)
        samples += rows(answer.samples, record, .compress)

        request.direction = .decompress
        request.inputPath = streamPath
        request.otherPath = itemPath
        request.streamLengths = answer.streamLengths
        let decompression = await process.run(request, timeout: plan.timeout)
        guard let answer = accept(decompression, into: &record) else { return (record, samples) }
        record.decompression = summary(of: answer, rawByteCount: item.byteCount)
        samples += rows(answer.samples, record, .decompress)
        return (record, samples)
    }

    /// The answer of a direction that went well; otherwise notes in the record what happened.
    private func accept(_ result: WorkerProcess.Result, into record: inout TrialRecord) -> WorkerResponse? {
        switch result {
        case .answered(let response):
            switch response.outcome {
            case .done: return response
            case .mismatch: record.status = .mismatch
            case .unsupported(let reason): record.status = .unsupported(reason: reason)
            case .outOfMemory: record.status = .outOfMemory
            case .failed(let reason): record.status = .failed(reason: reason)
            }
        case .timedOut: record.status = .timeout
        // Nobody else sends SIGKILL but the kernel when memory runs out.
        case .killed: record.status = .outOfMemory
        case .crashed(let signal): record.status = .crashed(signal: signal)
        case .failed(let reason): record.status = .failed(reason: reason)
        }
        return nil
    }

    private func summary(of response: WorkerResponse, rawByteCount: Int) -> DirectionRecord {
        let speeds = response.samples.map { speed(of: $0, rawByteCount: rawByteCount) }
        let interval = OrderStatistics.medianInterval(speeds)
        return DirectionRecord(
            speed: OrderStatistics.median(speeds), minimumSpeed: speeds.min(), confidenceLow: interval?.lowerBound,
            confidenceHigh: interval?.upperBound,
            cpuSeconds: OrderStatistics.median(response.samples.map { $0.cpuSeconds / Double($0.passes) }),
            peakByteCount: response.peakByteCount, runs: response.samples.count)
    }

    private func speed(of sample: TimedSample, rawByteCount: Int) -> Double {
        Double(rawByteCount) * Double(sample.passes) / max(sample.wallSeconds, 1e-9) / 1e6
    }

    private func rows(
        _ samples: [TimedSample], _ record: TrialRecord, _ direction: SampleRecord.Direction
    ) -> [SampleRecord] {
        samples.enumerated().map { index, sample in
            SampleRecord(
                run: run, item: record.item, spec: record.spec, direction: direction, index: index,
                passes: sample.passes, wallSeconds: sample.wallSeconds, cpuSeconds: sample.cpuSeconds)
        }
    }
}
