import ArgumentParser
import CodecInterface
import FileTool
import MediaFormats
import NeuralCodecs
import OutsideText

/// Something that can be continued: what is learnt, and what becomes of a sample.
protocol Continuation: AnyObject {
    /// Which share of the likeliest outcomes is drawn from unless asked otherwise.
    var topShare: Double { get }
    /// Learns what there is to learn, and draws the sample.
    func generate(with sampler: inout Sampler) -> [UInt8]
    /// The file to write.
    func file(with sample: [UInt8]) -> [UInt8]
    /// Lines of figures, after ``generate(with:)``.
    func measures(of sample: [UInt8]) throws -> [String]
}

extension Continuation {
    // Where neighbours are alike, an unlikely value spoils what is predicted from it.
    var topShare: Double { 0.98 }
}

/// Text and other bytes.
final class TextContinuation: Continuation {
    private let learnt: [UInt8]
    let topShare = 1.0
    private let prompt: [UInt8]
    private let count: Int
    private let generator: ByteGenerator
    private var heldOut = HeldOut()

    init(
        learnt: MediaFile?, beginning: MediaFile?, model: GeneratingModel, length: GeneratedLength, prompt: String?,
        threads: Int
    ) throws {
        func bytes(_ file: MediaFile?) -> [UInt8] {
            if case .bytes(let bytes) = file?.content { bytes } else { [] }
        }
        self.learnt = bytes(learnt)
        self.prompt = beginning != nil ? bytes(beginning) : prompt.map(PathText.bytes) ?? []
        count = try length.count("bytes", unitByteCount: 1, perSecond: nil)
        for file in [learnt, beginning] {
            if let file, bytes(file).isEmpty {
                throw MediaFileError(path: file.path, reason: "empty; nothing to learn")
            }
        }
        if prompt != nil {
            let known = Set(self.learnt + (model.trained?.byteValues ?? []))
            if let byte = self.prompt.first(where: { !known.contains($0) }) {
                let shown = (0x21..<0x7F).contains(byte) ? " ('\(Character(Unicode.Scalar(byte)))')" : ""
                throw ValidationError(
                    "the prompt has a byte that '\(learnt?.path ?? model.file ?? "")' has nowhere: \(byte)\(shown)")
            }
        }
        let all = self.learnt + self.prompt
        generator =
            model.trained.map { ByteGenerator(trained: $0, for: all, threads: threads) }
            ?? ByteGenerator(model: model.stream, for: all, threads: threads)
    }

    func generate(with sampler: inout Sampler) -> [UInt8] {
        let first = learnt.isEmpty ? prompt : learnt
        if !first.isEmpty { heldOut.learn(first, unit: 1, generator.learn) }
        if !learnt.isEmpty, !prompt.isEmpty { generator.learn(prompt) }
        return generator.generate(count, with: &sampler)
    }

    func file(with sample: [UInt8]) -> [UInt8] { prompt + sample }

    func measures(of sample: [UInt8]) throws -> [String] {
        let all = learnt.isEmpty ? prompt : learnt
        let real = Array(all[heldOut.start...].prefix(sample.count))
        let compared = Array(sample.prefix(real.count))
        let lengths = [4, 8, 16, 32]
        let measures = CopyMeasures(learned: Array(all[..<heldOut.start]))
        var lines = [heldOut.line(unit: "byte", perUnit: 1)]
        lines.append(FigureText.row("first \(compared.count) bytes", "sample", "held-out text"))
        let (new, old) = (measures.compare(compared, lengths: lengths), measures.compare(real, lengths: lengths))
        for (index, length) in lengths.enumerated() {
            lines.append(
                FigureText.row(
                    "new passages of \(length)", FigureText.percent(new.newShares[index]),
                    FigureText.percent(old.newShares[index])))
        }
        lines.append(FigureText.row("longest copy, bytes", "\(new.longestCopy)", "\(old.longestCopy)"))
        return try lines + FigureText.sizes("xz,6", sample, real) { $0 }
    }
}

/// Rows of pixels.
final class PictureContinuation: Continuation {
    private let learnt: PictureSamples?
    private let beginning: PictureSamples
    private let count: Int
    private let generator: MediaGenerator
    private var heldOut = HeldOut()

    init(learnt: MediaFile?, beginning: MediaFile?, level: Int, length: GeneratedLength, prompt: String?) throws {
        guard prompt == nil else { throw ValidationError("--prompt continues text; a picture takes --continue") }
        func picture(_ file: MediaFile?) -> PictureSamples? {
            if case .picture(let picture) = file?.content { picture } else { nil }
        }
        let first = picture(learnt)
        var second = picture(beginning)
        if let first, second == nil {
            second = first
            second?.height = 0
            second?.samples = []
        }
        guard let second else { throw ValidationError("no picture to continue") }
        if let first,
            first.width != second.width || first.channels != second.channels || first.maximum != second.maximum
        {
            throw ValidationError(
                "'\(learnt?.path ?? "")' is \(learnt?.kind ?? ""), '\(beginning?.path ?? "")' is \(beginning?.kind ?? "");"
                    + " what is learnt needs the width, the channels and the depth of what is continued")
        }
        guard PixelParameters.canCode(second.pixelLayout) else {
            throw MediaFileError(path: beginning?.path ?? learnt?.path ?? "", reason: "too wide for the pixel model")
        }
        self.learnt = first
        self.beginning = second
        count = try length.count("rows", unitByteCount: second.rowByteCount, perSecond: nil)
        generator = MediaGenerator(
            level: level, layout: second.pixelLayout, rows: (first?.samples ?? []) + second.samples)
    }

    func generate(with sampler: inout Sampler) -> [UInt8] {
        heldOut.learn(learnt?.samples ?? beginning.samples, unit: beginning.rowByteCount, generator.learn)
        if learnt != nil, !beginning.samples.isEmpty { generator.learn(beginning.samples) }
        return generator.generate(count, with: &sampler)
    }

    private func picture(_ rows: [UInt8]) -> PictureSamples {
        var picture = beginning
        picture.height = rows.count / beginning.rowByteCount
        picture.samples = rows
        return picture
    }

    func file(with sample: [UInt8]) -> [UInt8] { picture(beginning.samples + sample).file }

    func measures(of sample: [UInt8]) throws -> [String] {
        let all = learnt?.samples ?? beginning.samples
        let real = Array(all[heldOut.start...].prefix(sample.count))
        return try [
            heldOut.line(unit: "sample", perUnit: beginning.bytesPerSample),
            FigureText.row("first \(real.count / beginning.rowByteCount) rows", "sample", "held-out rows"),
        ] + FigureText.sizes("png,9", sample, real) { picture($0).file }
    }
}

/// Frames of samples.
final class SoundContinuation: Continuation {
    private let learnt: SoundSamples?
    private let beginning: SoundSamples
    private let count: Int
    private let generator: MediaGenerator
    private var heldOut = HeldOut()

    init(learnt: MediaFile?, beginning: MediaFile?, level: Int, length: GeneratedLength, prompt: String?) throws {
        guard prompt == nil else { throw ValidationError("--prompt continues text; a sound takes --continue") }
        func sound(_ file: MediaFile?) -> SoundSamples? {
            if case .sound(let sound) = file?.content { sound } else { nil }
        }
        let first = sound(learnt)
        var second = sound(beginning)
        if let first, second == nil {
            second = first
            second?.samples = []
        }
        guard let second else { throw ValidationError("no sound to continue") }
        if let first, !first.hasFormat(of: second) {
            throw ValidationError(
                "'\(learnt?.path ?? "")' is \(learnt?.kind ?? ""), '\(beginning?.path ?? "")' is \(beginning?.kind ?? "");"
                    + " what is learnt needs the channels, the rate and the depth of what is continued")
        }
        let path = beginning?.path ?? learnt?.path ?? ""
        guard !second.isFloat, second.sampleLayout.isValid else {
            throw MediaFileError(path: path, reason: "the sample model takes whole numbers of up to 8 channels")
        }
        let samples = (first?.samples ?? []) + second.samples
        guard !samples.isEmpty else { throw MediaFileError(path: path, reason: "has no samples to learn") }
        self.learnt = first
        self.beginning = second
        count = try length.count("frames", unitByteCount: second.frameByteCount, perSecond: second.sampleRate)
        generator = MediaGenerator(level: level, layout: second.sampleLayout, frames: samples)
    }

    func generate(with sampler: inout Sampler) -> [UInt8] {
        heldOut.learn(learnt?.samples ?? beginning.samples, unit: beginning.frameByteCount, generator.learn)
        if learnt != nil, !beginning.samples.isEmpty { generator.learn(beginning.samples) }
        return generator.generate(count, with: &sampler)
    }

    private func sound(_ frames: [UInt8]) -> SoundSamples {
        var sound = beginning
        sound.samples = frames
        return sound
    }

    func file(with sample: [UInt8]) -> [UInt8] { sound(beginning.samples + sample).file }

    func measures(of sample: [UInt8]) throws -> [String] {
        let all = learnt?.samples ?? beginning.samples
        let real = Array(all[heldOut.start...].prefix(sample.count))
        return try [
            heldOut.line(unit: "sample", perUnit: beginning.bytesPerSample),
            FigureText.row("first \(real.count / beginning.frameByteCount) frames", "sample", "held-out frames"),
        ] + FigureText.sizes("flac,8", sample, real) { sound($0).file }
    }
}
