import ArgumentParser
import Console
import Corpora
import FileTool
import Foundation
import NeuralCodecs
import OutsideText
import Synchronization
import Training

/// Trains networks for `ncbench train`, prints each epoch, and keeps the best.
struct NetworkTrainingRun {
    let settings: NetworkTraining.Settings
    /// Where the weights go.
    let output: String
    let overwrites: Bool
    /// Paths of the data, which no output replaces.
    let data: [String]
    let resumes: Bool

    /// - Throws: the status to end with, after a message, or an error in words.
    func run(training records: [[UInt8]], heldOut: [[UInt8]]) throws {
        guard output != "-" else {
            throw ValidationError("networks are kept with a curve and a checkpoint beside them; give the output a name")
        }
        let files = TrainingFiles(model: output)
        try files.check(overwrites: overwrites || resumes, besides: data)
        var training: NetworkTraining
        do throws(NetworkTrainingError) {
            training = try NetworkTraining(settings, training: records, heldOut: heldOut)
            if resumes { try training.resume(TrainingCheckpoint(at: files.checkpoint)) }
        } catch {
            // Of another training is what the options ask for; the others are about data.
            if case .otherTraining = error { throw ValidationError(error.description) }
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        if training.curve.bestEpoch > 0, (try? MediaFile.checkReadable(output)) == nil {
            StandardError.print(
                "ncbench: \(VisibleText.path(output)) is gone, with the weights of epoch \(training.curve.bestEpoch), the best so far; the"
                    + " checkpoint has only those of the last one: begin anew without --resume")
            throw ExitStatus.failure
        }
        let sizes = training.byteCounts
        StandardOutput.print(
            "training: \(records.count) records, \(sizes.training) bytes; held out: \(heldOut.count) records,"
                + " \(sizes.heldOut) bytes; seed \(settings.seed), batches of \(training.batchSize)")

        let stop = StopFlag()
        let watch = InterruptionWatch { stop.isSet.store(true, ordering: .relaxed) }
        defer { watch.end() }
        let end = try training.run(isStopped: { stop.isSet.load(ordering: .relaxed) }) { epoch in
            try files.keep(epoch)
            StandardOutput.print(Self.line(epoch))
        }
        try conclude(end, training.curve, signal: watch.signal)
    }

    private func conclude(_ end: NetworkTraining.End, _ curve: TrainingCurve, signal: Int32?) throws {
        let path = VisibleText.path(output)
        let kept = curve.bestEpoch > 0 ? "\(path) has epoch \(curve.bestEpoch)" : "nothing is kept"
        switch end {
        case .complete: StandardOutput.print(kept)
        case .noProgress(let epochs):
            StandardOutput.print("nothing better in \(epochs) epoch\(epochs == 1 ? "" : "s"); \(kept)")
        case .outOfTime: StandardOutput.print("no time for another epoch; \(kept)")
        case .stopped:
            let advice = curve.points.isEmpty ? "" : "; --resume goes on from epoch \(curve.points.count)"
            StandardError.print("ncbench: interrupted: \(kept)\(advice)")
            throw ExitCode(128 + (signal ?? SIGINT))
        }
    }

    /// `epoch 3 of 10: training 1.5192, validation 1.7256 bits per byte; best 1.7256 in epoch 3; 12 s left`
    private static func line(_ epoch: NetworkTraining.Epoch) -> String {
        func text(_ bits: Double) -> String { String(format: "%.4f", bits) }
        let curve = epoch.curve
        guard let last = curve.points.last, let best = curve.best else { return "" }
        let validation = last.validation.map { ", validation " + text($0) } ?? ""
        let bestText = text(best.validation ?? best.training)
        return "epoch \(curve.points.count) of \(epoch.plannedEpochs): training \(text(last.training))\(validation)"
            + " bits per byte; best \(bestText) in epoch \(curve.bestEpoch);"
            + " \(DurationText.text(epoch.secondsLeft)) left"
    }
}

/// Set by a signal, read by the training.
private final class StopFlag: Sendable {
    let isSet = Atomic<Bool>(false)
}

extension TrainingCheckpoint {
    /// Reads the one beside an output.
    fileprivate init(at path: String) throws(NetworkTrainingError) {
        let bytes: Data
        do throws(FileProblem) {
            bytes = try PathFile.bytes(of: path)
        } catch {
            throw .noCheckpoint(path: VisibleText.path(path), reason: error.reason)
        }
        guard let checkpoint = TrainingCheckpoint(decoding: Array(bytes)) else {
            throw .noCheckpoint(path: VisibleText.path(path), reason: "it is none, or damaged")
        }
        self = checkpoint
    }
}
