import CodecInterface
import Console
import Corpora
package import MediaFormats
package import NeuralCodecs
import OutsideText

/// What a file is for those commands that treat pictures, sounds and everything else apart.
package struct MediaFile {
    package enum Content {
        case bytes([UInt8])
        case picture(PictureSamples)
        case sound(SoundSamples)
    }

    package let path: String
    package let content: Content
    /// All that is in it.
    let bytes: [UInt8]
    /// Held open, so that an output can be told from it.
    let file: InputFile

    /// The longest file that is read, in bytes.
    package static let largestByteCount = 1 << 28

    /// Reads a file; `-` is standard input.
    ///
    /// Pictures are PGM, PPM, PAM, BMP and PNG, sounds WAV and its kin, AIFF and FLAC; anything else is bytes.
    ///
    /// - Throws: where it cannot be read, is too long, or is a damaged picture or sound, or one of a format that is not read.
    package init(path: String) throws {
        self.path = path
        file = path == "-" ? InputFile() : try InputFile(path: path)
        var bytes: [UInt8] = []
        while true {
            let piece = try file.bytes(upTo: 1 << 20)
            guard !piece.isEmpty else { break }
            bytes += piece
            guard bytes.count <= Self.largestByteCount else {
                throw MediaFileError(path: path, reason: "longer than \(ByteCount(Self.largestByteCount))")
            }
        }
        self.bytes = bytes
        guard let format = MediaFormat(head: bytes) else {
            if let format = UnreadMediaFormat(head: bytes) {
                throw Self.unread(format.rawValue, format.modality, path: path)
            }
            content = .bytes(bytes)
            return
        }
        // What its pixels were is not known.
        guard !format.isLossy else { throw Self.unread(format.rawValue, format.modality, path: path) }
        content = try Self.content(bytes, format, path: path)
    }

    private static func unread(_ format: String, _ modality: Modality, path: String) -> MediaFileError {
        let advice = modality == .image ? "PNG or PPM" : "WAV or FLAC"
        return MediaFileError(path: path, reason: "\(format) files are not read; \(advice) files are")
    }

    /// Makes sure that there is a file that can be read.
    ///
    /// - Throws: an error in words.
    package static func checkReadable(_ path: String) throws { _ = try InputFile(path: path) }

    private static func content(_ bytes: [UInt8], _ format: MediaFormat, path: String) throws -> Content {
        do {
            switch format {
            case .pnm, .pam, .bmp, .wav, .aiff: return try plain(bytes, isSound: format.modality == .audio)
            case .png, .jpeg, .flac:
                return try plain(format.decode(bytes, path: path), isSound: format.modality == .audio)
            }
        } catch let error as MediaFormatError {
            throw MediaFileError(path: path, reason: "at byte \(error.offset): \(error.reason)")
        }
    }

    private static func plain(_ bytes: [UInt8], isSound: Bool) throws -> Content {
        try bytes.withUnsafeBytes { file in
            if isSound { return .sound(SoundSamples(file, try SoundLayout(head: file))) }
            return .picture(try PictureSamples(file, try PictureLayout(head: file)))
        }
    }

    /// The file with other samples: the same header and what follows the samples where they lie in it as they are, a file of
    /// the plain format where they do not.
    package func file(with samples: [UInt8], canonical: [UInt8]) -> [UInt8] {
        let (start, own): (Int?, [UInt8]) =
            switch content {
            case .bytes(let bytes): (0, bytes)
            case .picture(let picture):
                (bytes.withUnsafeBytes { try? PictureLayout(head: $0).headerByteCount }, picture.samples)
            case .sound(let sound):
                (bytes.withUnsafeBytes { try? SoundLayout(head: $0).headerByteCount }, sound.samples)
            }
        guard let start, start + own.count <= bytes.count, own.count == samples.count,
            bytes[start..<start + own.count].elementsEqual(own)
        else { return canonical }
        return bytes[..<start] + samples + bytes[(start + own.count)...]
    }

    /// What it is, for people.
    package var kind: String {
        switch content {
        case .bytes: "text or other bytes"
        case .picture(let picture): "a picture of \(picture.width) by \(picture.height)"
        case .sound(let sound): "a sound of \(sound.channels) channel\(sound.channels == 1 ? "" : "s")"
        }
    }
}

/// Why a file cannot be used as what it is meant to be.
package struct MediaFileError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "\(VisibleText.oneLine(path)): \(reason)" }
}

extension PictureSamples {
    /// How the pixel model sees them.
    package var pixelLayout: PixelLayout {
        PixelLayout(
            width: width, channels: channels, bytesPerSample: bytesPerSample, isBigEndian: true, maximumValue: maximum)
    }

    package var rowByteCount: Int { width * channels * bytesPerSample }
}

extension SoundSamples {
    /// How the sample model sees them.
    package var sampleLayout: SampleLayout {
        SampleLayout(
            channels: channels, bytesPerSample: bytesPerSample, isBigEndian: false, isSigned: bytesPerSample > 1)
    }

    package var frameCount: Int { samples.count / frameByteCount }
}
