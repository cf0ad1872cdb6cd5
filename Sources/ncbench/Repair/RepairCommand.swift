import ArgumentParser
import FileTool
import MediaFormats
import NeuralCodecs
import OutsideText
import Repair
import Reporting

/// `ncbench repair`: what a model expects, given what is on all sides.
struct RepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Put what is expected in place of missing pixels, samples or bytes.",
        discussion: """
            Of a picture (PGM, PPM, PAM, BMP, PNG), pixels are missing where MASK, a picture of the same size, is not black. \
            Of a sound (WAV, AIFF, FLAC) the frames of --gap are, of anything else the bytes; MASK may list such ranges, one a \
            line. Everything else stays as it is, bit for bit.

            With --evaluate, the files are damaged in fixed ways instead, repaired, and compared with what they were; the \
            figures are CSV.
            """)

    @Argument(help: "The file; files with --evaluate.")
    var files: [String]

    @Option(help: ArgumentHelp("What is missing.", valueName: "mask"))
    var mask: String?

    // What follows this and --seed is their value, a dash in front or not.
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A missing range, as 1.20s-1.25s or 120-140; may be repeated.", valueName: "range"))
    var gap: [MissingRange] = []

    @Option(help: "How sounds are filled: model (the default), janssen (as of 1986), janssen-large or linear.")
    var method: SoundRepair?

    @Option(
        parsing: .unconditional, help: "Another seed, another filling of a text, and other damage with --evaluate.")
    var seed: UInt64 = 1

    @Option(name: [.short, .long], help: ArgumentHelp("Write to this file; '-' is standard output.", valueName: "out"))
    var output: String

    @Flag(name: [.short, .long], help: "Overwrite OUT, and files of --keep.")
    var force = false

    @Flag(help: "Damage, repair and compare instead; OUT becomes a table.")
    var evaluate = false

    @Option(help: ArgumentHelp("Evaluate the middle square of each picture, so many pixels wide.", valueName: "pixels"))
    var side: Int?

    @Option(
        help: ArgumentHelp(
            "Keep original, damaged and repaired pictures and sounds in this folder, new or empty.",
            valueName: "folder"))
    var keep: String?

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name a file") }
        guard (files + [mask ?? ""]).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("standard input can be one file only")
        }
        if evaluate {
            guard method == nil else { throw ValidationError("--evaluate compares all methods") }
            guard mask == nil, gap.isEmpty else { throw ValidationError("--evaluate makes its own masks and gaps") }
            guard side.map({ $0 > 0 }) ?? true else { throw ValidationError("--side takes a number from 1 on") }
        } else {
            guard files.count == 1 else { throw ValidationError("one file is repaired at a time") }
            guard mask == nil || gap.isEmpty else { throw ValidationError("--mask and --gap contradict each other") }
            guard mask != nil || !gap.isEmpty else {
                throw ValidationError("name what is missing, with --mask or --gap")
            }
            guard keep == nil, side == nil else { throw ValidationError("--keep and --side belong to --evaluate") }
        }
    }

    func run() throws {
        if evaluate {
            let files = try files.map { try MediaFile(path: $0) }
            for file in files {
                switch file.content {
                case .picture: break
                case .sound(let sound): try Self.check(sound, path: file.path)
                case .bytes: throw MediaFileError(path: file.path, reason: "only pictures and sounds are evaluated")
                }
            }
            let kept = try keep.map { try KeptFolder(path: $0, overwrites: force, inputs: files) }
            if kept != nil, let name = Self.twice(files.map(RepairEvaluation.item)) {
                throw ValidationError(
                    "two files would be kept as '\(VisibleText.oneLine(name))'; evaluate one at a time")
            }
            let evaluation = RepairEvaluation(files: files, seed: seed, side: side, keep: kept)
            try WholeOutput.write(to: output, overwrites: force, inputs: files, evaluation.table)
            return
        }
        let file = try MediaFile(path: files[0])
        let maskFile = try mask.map { try MediaFile(path: $0) }
        if method != nil {
            guard case .sound = file.content else {
                throw ValidationError("--method is of sounds; '\(file.path)' is \(file.kind)")
            }
        }
        // Everything that can be wrong is found before the output is begun.
        let repaired: () throws -> [UInt8]
        switch file.content {
        case .picture(let picture):
            let mask = try Self.mask(maskFile, for: picture, gaps: gap)
            repaired = {
                let result = picture.repaired(mask)
                return file.file(with: result.samples, canonical: result.file)
            }
        case .sound(let sound):
            try Self.check(sound, path: file.path)
            let gaps = try ranges(maskFile, count: sound.frameCount, perSecond: sound.sampleRate, name: "frames")
            repaired = {
                let result = sound.repaired(gaps, by: method ?? .model)
                return file.file(with: result.samples, canonical: result.file)
            }
        case .bytes(let bytes):
            let gaps = try ranges(maskFile, count: bytes.count, perSecond: nil, name: "bytes")
            repaired = { TextRepair().repaired(bytes, gaps: gaps, seed: seed) }
        }
        try WholeOutput.write(
            to: output, overwrites: force, inputs: [file, maskFile].compactMap { $0 }, repaired)
    }

    private static func twice(_ names: [String]) -> String? {
        var seen = Set<String>()
        return names.first { !seen.insert($0).inserted }
    }

    private static func check(_ sound: SoundSamples, path: String) throws(MediaFileError) {
        guard !sound.isFloat, sound.sampleLayout.isValid else {
            throw MediaFileError(path: path, reason: "only whole numbers of up to 8 channels are repaired")
        }
    }

    private func ranges(
        _ mask: MediaFile?, count: Int, perSecond: Int?, name: String
    ) throws -> [Range<Int>] {
        var ranges = gap
        if let mask {
            guard case .bytes(let bytes) = mask.content else {
                throw ValidationError("'\(mask.path)' is \(mask.kind); here a mask is a list of ranges, one a line")
            }
            ranges = try MissingRange.lines(bytes, path: mask.path)
        }
        return try MissingRange.resolved(ranges, count: count, perSecond: perSecond, name: name)
    }

    private static func mask(
        _ file: MediaFile?, for picture: PictureSamples, gaps: [MissingRange]
    ) throws -> PictureMask {
        guard let file else { throw ValidationError("a picture takes --mask, not --gap") }
        guard case .picture(let mask) = file.content else {
            throw ValidationError("'\(file.path)' is \(file.kind); the mask of a picture is a picture")
        }
        guard mask.width == picture.width, mask.height == picture.height else {
            throw ValidationError(
                "the mask is \(mask.width) by \(mask.height), the picture \(picture.width) by \(picture.height)")
        }
        let pixel = mask.channels * mask.bytesPerSample
        // Alpha says nothing of what is black.
        let looked = (mask.channels - (mask.channels % 2 == 0 ? 1 : 0)) * mask.bytesPerSample
        let isMissing = stride(from: 0, to: mask.samples.count, by: pixel).map { start in
            mask.samples[start..<start + looked].contains { $0 != 0 }
        }
        guard isMissing.contains(true) else { throw ValidationError("nothing is missing: the mask is black all over") }
        guard isMissing.contains(false) else {
            throw ValidationError("everything is missing; there is nothing to learn from")
        }
        return PictureMask(width: mask.width, height: mask.height, isMissing: isMissing)
    }
}

extension SoundRepair: ExpressibleByArgument {}
