import ArgumentParser
import Console
import Foundation
import NeuralCodecs
import OutsideText

/// `ncbench tune`: what other models would give, for those who look for better levels.
struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Try models for the in-house coders: sizes on several files, and speed.",
        discussion: """
            A model is one or more networks joined by +, each a list of layers from the input up: L64 is an LSTM layer of 64 \
            cells, Q64 a quasi-recurrent one, E64 an Elman layer, G64 a GRU layer, M64 one of minimal GRUs, N64 the same \
            without a matrix of its own outputs, A64.2.16.64.128 attention with 64 units, 2 heads of 16 components \
            together, a past of 64 bytes and 128 products inside. L64,Q64,Q64+L80,Q80 is two networks; a number is that \
            level of lstm, and gru,5 that of another codec, with its own settings. Sizes are those of the streams; speed is \
            by processor time, one thread. docs/lstm-model.md and docs/predictors.md record what was tried.

            mix,5 is a level of mix: its model of bytes, whole, without its networks, and these alone; with --leave-out also \
            without each context, each choice of weights and the last corrections, one at a time, which tells what each is worth \
            beside all others. The sizes are those of the model alone. docs/mix-model.md records what was tried.
            """)

    @Option(name: .shortAndLong, help: "A model, or a level; may be repeated.")
    var model: [String]

    @Flag(help: "Of mix, leave out each part of the model in turn.")
    var leaveOut = false

    @Option(help: "Learning rate of the first step.")
    var learningRate = 0.018

    @Option(help: "Factor of the learning rate of matrices between layers.")
    var matrixRate = 0.5

    @Option(help: "Factor of the learning rate of one-hot inputs for each further byte back.")
    var lagRate = 0.7

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
        for text in model where try mixLevel(text) == nil { _ = try parameters(text) }
    }

    func run() throws {
        try OptimisedBuild.require(for: "tune")
        let samples = try files.map { try BenchmarkText.beginning(of: $0) }
        let (mixes, networks) = try (
            model.compactMap { try mixLevel($0) }, model.filter { try mixLevel($0) == nil }
        )
        if !networks.isEmpty { try tryNetworks(networks, samples) }
        for level in mixes {
            let named = zip(files, samples).map { (name: PathText.lastPart(of: $0), bytes: $1) }
            try MixShares(level: level, samples: named).print(leavingOutEach: leaveOut)
        }
    }

    private func tryNetworks(_ models: [String], _ samples: [[UInt8]]) throws {
        StandardOutput.print(
            (["model"] + files.map { PathText.lastPart(of: $0) } + ["KB/s", "K multiply-adds a byte"])
                .joined(separator: "\t"))
        for text in models {
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

    /// The level of `mix,5`; nil for what does not begin so.
    private func mixLevel(_ text: String) throws -> Int? {
        guard text.hasPrefix("mix,") || text == "mix" else { return nil }
        guard let level = LevelList(argument: String(text.dropFirst(4)))?.values, level.count == 1 else {
            throw ValidationError("'\(text)' is no level of mix; there are mix,1 to mix,9")
        }
        return level[0]
    }

    private func parameters(_ text: String) throws -> ModelParameters {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let family = words.count == 2 ? NetworkFamily(rawValue: String(words[0])) : NetworkFamily.lstm
        if let family, let level = words.last.flatMap({ Int($0) }) {
            guard let parameters = ModelParameters.level(level, of: family) else {
                let levels = family.levels.map(String.init).joined(separator: ", ")
                throw ValidationError("\(family.rawValue) has no level \(level); there are \(levels)")
            }
            return parameters
        }
        func hundredths(_ value: Double) -> Int { Int((min(max(value, 0), 1000) * 100).rounded()) }
        func fraction(_ value: Double) -> Int { Int((min(max(value, 0), 1000) * 65536).rounded()) }
        let parameters = ModelParameters(
            networks: try text.split(separator: "+").map { network in
                ModelParameters.Network(
                    layers: try network.split(separator: ",").map(layer), learningRate: fraction(learningRate),
                    matrixRate: hundredths(matrixRate), lagRate: hundredths(lagRate))
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
        let numbers = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let cells: [Character: (cell: ModelParameters.Layer.Cell, isRecurrent: Bool)] = [
            "L": (.gated, true), "Q": (.gated, false), "E": (.elman, true), "G": (.gru, true), "M": (.minimalGRU, true),
            "N": (.minimalGRU, false),
        ]
        guard let kind = text.first, numbers.allSatisfy({ (0...4096).contains($0) }), numbers[0] > 0,
            numbers[0] % 8 == 0
        else { throw ValidationError("the layer '\(text)' has no multiple of eight behind its letter, as L64 has") }
        if kind == "A" {
            guard numbers.count == 5 else {
                throw ValidationError(
                    "the layer '\(text)' is not like A64.2.16.64.128: units, heads, their components, past and inner products"
                )
            }
            let shape = ModelParameters.Layer.Attention(
                heads: numbers[1], span: numbers[2], context: numbers[3], inner: numbers[4])
            return .init(cell: .attention(shape), isRecurrent: false, units: numbers[0])
        }
        guard let (cell, isRecurrent) = cells[kind], numbers.count == 1 else {
            throw ValidationError(
                "the layer '\(text)' begins with none of L, Q, E, G, M, N and A, or has more than one number")
        }
        return .init(cell: cell, isRecurrent: isRecurrent, units: numbers[0])
    }
}
