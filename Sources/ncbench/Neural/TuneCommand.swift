import ArgumentParser
import Console
import Foundation
import NeuralCodecs
import OutsideText

/// `ncbench tune`: what other models would give, for those who look for better levels.
struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Try models for the in-house coder: sizes on several files, and speed.",
        discussion: """
            A model is one or more networks joined by +, each a list of layers from the input up: L64 is an LSTM layer of 64 \
            cells, Q64 a quasi-recurrent one. L64,Q64,Q64+L80,Q80 is two networks; a number is that level's model with \
            its own settings. Sizes are those of the streams; speed is by processor time, one thread. \
            docs/lstm-model.md records what was tried.
            """)

    @Option(name: .shortAndLong, help: "A model, or a level; may be repeated.")
    var model: [String]

    @Option(help: "Learning rate of the first step.")
    var learningRate = 0.018

    @Option(help: "BPTT horizon in bytes, a multiple of eight.")
    var horizon = 32

    @Option(help: "How many of the last bytes enter every layer.")
    var lags = 4

    @Option(help: "Old windows learnt again with each new one.")
    var replays = 0

    @Option(help: "Weight of a replayed window's gradient.")
    var replayWeight = 0.3

    @Option(help: "Old windows kept for replay.")
    var replayCapacity = 8192

    @Option(help: "The learning rate falls as 1 / (1 + decay · √step).")
    var rateDecay = 0.03

    @Option(help: "Lowest learning rate, as a fraction of the first.")
    var rateFloor = 0.2

    @Argument(help: "Files; use several kinds.")
    var files: [String]

    func validate() throws {
        guard !model.isEmpty else { throw ValidationError("name a model with --model, as in --model L64,Q64") }
        for text in model { _ = try parameters(text) }
    }

    func run() throws {
        try OptimisedBuild.require(for: "tune")
        let samples = try files.map { try BenchmarkText.beginning(of: $0) }
        StandardOutput.print(
            (["model"] + files.map { PathText.lastPart(of: $0) } + ["KB/s", "K multiply-adds a byte"])
                .joined(separator: "\t"))
        for text in model {
            let parameters = try parameters(text)
            let codec = LSTMCodec(model: parameters, threads: 1)
            let passes = try samples.map { try CodecPass(codec, $0, byProcessorTime: true) }
            guard passes.allSatisfy(\.isSame) else {
                StandardError.print("ncbench: \(text): the decompressed bytes are not the original's")
                throw ExitStatus.mismatch
            }
            let speed = Double(samples.map(\.count).reduce(0, +)) / passes.map(\.compressSeconds).reduce(0, +) / 1000
            let cost = ModelCost(of: parameters, symbolCount: Set(samples.joined()).count)
            StandardOutput.print(
                ([text] + passes.map { "\($0.byteCount)" } + [String(format: "%.1f", speed), "\(cost.total / 1000)"])
                    .joined(separator: "\t"))
        }
    }

    private func parameters(_ text: String) throws -> ModelParameters {
        if let level = Int(text) {
            guard let parameters = ModelParameters.level(level) else {
                throw ValidationError("there is no level \(level); they are 1 to 9")
            }
            return parameters
        }
        func fraction(_ value: Double) -> Int { Int((min(max(value, 0), 1000) * 65536).rounded()) }
        let parameters = ModelParameters(
            networks: try text.split(separator: "+").map { network in
                ModelParameters.Network(
                    layers: try network.split(separator: ",").map(layer), learningRate: fraction(learningRate))
            },
            horizon: horizon, lags: lags, replays: replays, replayWeight: fraction(replayWeight),
            replayCapacity: replays > 0 ? replayCapacity : 0, rateDecay: fraction(rateDecay),
            rateFloor: fraction(rateFloor))
        // What a stream could not carry is not worth trying.
        guard parameters.isValid else {
            throw ValidationError(
                "a stream cannot carry the model \(text) with these settings; see docs/stream-format.md")
        }
        return parameters
    }

    private func layer(_ text: Substring) throws -> ModelParameters.Layer {
        guard let units = Int(text.dropFirst()), units > 0, units <= 4096, units % 8 == 0 else {
            throw ValidationError("the layer '\(text)' is not L or Q with a multiple of eight behind it, as in L64")
        }
        switch text.first {
        case "L": return .lstm(units)
        case "Q": return .quasi(units)
        default: throw ValidationError("the layer '\(text)' begins with neither L (LSTM) nor Q (quasi-recurrent)")
        }
    }
}
