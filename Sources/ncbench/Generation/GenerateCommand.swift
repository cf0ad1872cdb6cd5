import ArgumentParser
import CodecInterface
import Console
import FileTool
import MediaFormats
import NeuralCodecs
import OutsideText

/// `ncbench generate`: what a model has learnt, heard from itself.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Continue a text, a picture or a sound by what a model expects.",
        discussion: """
            The model learns the file of --learn, if there is one, and then what is to be continued, as if it compressed \
            them; then each byte, pixel or sample is drawn from what it expects. OUT holds what was continued and what \
            follows it; with --learn alone, what follows the learnt file. With --model, networks that were trained beforehand \
            continue a text, or make one of their own.

            Text and other bytes go through mix, lstm, gru, rnn or transformer, pictures (PGM, PPM, PAM, BMP, PNG) and sounds (WAV, AIFF, FLAC) \
            through mix's models of pixels and samples. The same command gives the same bytes on every machine.
            """)

    @Option(
        name: [.customShort("e"), .customLong("codec")],
        help: ArgumentHelp("In-house codec and level. (default: that of --model, else mix,5)", valueName: "spec"))
    var spec: String?

    @Option(
        help: ArgumentHelp(
            "Begin with the networks that 'ncbench train' left in this file; text only.", valueName: "file"))
    var model: String?

    @Option(help: ArgumentHelp("Learn this file first.", valueName: "file"))
    var learn: String?

    // What follows these is their value, a dash in front or not.
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Continue this text; needs --learn or --model.", valueName: "text"))
    var prompt: String?

    @Option(name: .customLong("continue"), help: ArgumentHelp("Continue this file.", valueName: "file"))
    var continued: String?

    @Option(
        parsing: .unconditional,
        help: "How much: bytes of text (500, 4KiB), rows of a picture, frames or a time of a sound (2s).")
    var length: GeneratedLength

    @Option(
        parsing: .unconditional,
        help: "1 draws as the model expects, less is more careful, 0 takes the likeliest always; up to 100.")
    var temperature = 1.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Draw only from the likeliest outcomes that together have this share; above 0, at most 1. \
            (default: 1 for text, 0.98 for pictures and sounds)
            """, valueName: "top-p"))
    var topP: Double?

    @Option(parsing: .unconditional, help: "Another seed, another sample; 0 to 2^64 - 1.")
    var seed: UInt64 = 1

    @Option(name: [.short, .long], help: ArgumentHelp("Write to this file; '-' is standard output.", valueName: "out"))
    var output: String

    @Flag(name: [.short, .long], help: "Overwrite OUT.")
    var force = false

    @Flag(help: "Print how well the model predicts, and how much of the sample is new.")
    var measure = false

    @Option(name: [.short, .long], help: "Threads to use. The sample does not depend on it.")
    var threads = 1

    func validate() throws {
        _ = try freedom(topShare: 1)
        let isTrained = GeneratingModel.isTrained(spec: spec, model: model)
        if !isTrained { _ = try GeneratingModel(spec: spec, model: nil) }
        guard isTrained || learn != nil || continued != nil || prompt != nil else {
            throw ValidationError("name a file to --learn from or to --continue, or a trained --model")
        }
        guard !measure || learn != nil || continued != nil else {
            throw ValidationError("--measure needs a file to --learn from or to --continue")
        }
        guard prompt == nil || continued == nil else {
            throw ValidationError("--prompt and --continue contradict each other")
        }
        if let prompt {
            guard isTrained || learn != nil else {
                throw ValidationError("--prompt needs a file to --learn from, or a trained --model")
            }
            guard !prompt.isEmpty else {
                throw ValidationError("the prompt is empty; without --prompt, what was learnt is continued")
            }
        }
        guard [learn, continued].count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("standard input can be one file only")
        }
        guard length.value > 0 else { throw ValidationError("--length takes a number from 1 on") }
        guard (1...1024).contains(threads) else { throw ValidationError("--threads takes 1 to 1024") }
        if measure, output == "-" { throw ValidationError("--measure prints; give OUT a name") }
    }

    func run() throws {
        let model = try GeneratingModel(spec: spec, model: model)
        let learnt = try learn.map { try MediaFile(path: $0) }
        let beginning = try continued.map { try MediaFile(path: $0) }
        let work: any Continuation
        switch (learnt?.content, beginning?.content) {
        case (.picture?, nil), (.picture?, .picture?), (nil, .picture?):
            work = try PictureContinuation(
                learnt: learnt, beginning: beginning, level: mediaLevel(model), length: length, prompt: prompt)
        case (.sound?, nil), (.sound?, .sound?), (nil, .sound?):
            work = try SoundContinuation(
                learnt: learnt, beginning: beginning, level: mediaLevel(model), length: length, prompt: prompt)
        case (.bytes?, nil), (.bytes?, .bytes?), (nil, .bytes?), (nil, nil):
            work = try TextContinuation(
                learnt: learnt, beginning: beginning, model: model, length: length, prompt: prompt,
                threads: threads)
        default:
            throw ValidationError(
                "'\(learnt?.path ?? "")' is \(learnt?.kind ?? ""), but '\(beginning?.path ?? "")' is"
                    + " \(beginning?.kind ?? ""); both must be of one kind")
        }
        let freedom = try freedom(topShare: work.topShare)
        var sample: [UInt8] = []
        try WholeOutput.write(
            to: output, overwrites: force, inputs: [learnt, beginning].compactMap { $0 },
            besides: model.file.map { [$0] } ?? []
        ) {
            var sampler = Sampler(freedom, seed: seed)
            sample = work.generate(with: &sampler)
            return work.file(with: sample)
        }
        if measure { for line in try work.measures(of: sample) { StandardOutput.print(line) } }
    }

    /// - Parameter topShare: where --top-p says nothing.
    private func freedom(topShare: Double) throws -> Sampler.Freedom {
        guard let freedom = Sampler.Freedom(temperature: temperature, topShare: topP ?? topShare) else {
            guard temperature >= 0, temperature <= Sampler.Freedom.highestTemperature else {
                throw ValidationError(
                    "--temperature takes a number from 0 to \(Int(Sampler.Freedom.highestTemperature))")
            }
            throw ValidationError("--top-p takes a number above 0, at most 1")
        }
        return freedom
    }

    /// The level of the models of pixels and samples.
    private func mediaLevel(_ model: GeneratingModel) throws -> Int {
        guard case .mix(let parameters) = model.stream else {
            throw ValidationError(
                "'\(model.file ?? spec ?? "")' predicts bytes alone; pictures and sounds take mix without a model file")
        }
        return parameters.mediaLevel
    }
}
