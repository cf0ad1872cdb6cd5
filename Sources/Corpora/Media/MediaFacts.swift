import CodecInterface
import MediaFormats

/// What a picture or sound in plain samples (PBM, PGM, PPM, PAM, BMP, WAV, AIFF) consists of.
package struct MediaFacts: Sendable, Hashable {
    package enum Shape: Sendable, Hashable {
        case picture(width: Int, height: Int)
        case sound(frameCount: Int, sampleRate: Int)
    }

    /// Bytes of pixels or samples; the file's other bytes are header and what follows.
    package var payloadByteCount: Int
    package var channels: Int
    package var bitsPerSample: Int
    package var shape: Shape

    package init(payloadByteCount: Int, channels: Int, bitsPerSample: Int, shape: Shape) {
        self.payloadByteCount = payloadByteCount
        self.channels = channels
        self.bitsPerSample = bitsPerSample
        self.shape = shape
    }

    package var width: Int? { if case .picture(let width, _) = shape { width } else { nil } }
    package var height: Int? { if case .picture(_, let height) = shape { height } else { nil } }
    package var frameCount: Int? { if case .sound(let count, _) = shape { count } else { nil } }
    package var sampleRate: Int? { if case .sound(_, let rate) = shape { rate } else { nil } }
    /// Pixels of a picture.
    package var pixelCount: Int? { if case .picture(let width, let height) = shape { width * height } else { nil } }
    /// Samples of all channels.
    package var sampleCount: Int {
        switch shape {
        case .picture(let width, let height): width * height * channels
        case .sound(let frameCount, _): frameCount * channels
        }
    }

    /// The facts of an item; nil where it has no plain samples, or cannot be read.
    package init?(of item: Item) {
        guard item.modality == .image || item.modality == .audio, let bytes = try? item.load() else { return nil }
        self.init(of: bytes)
    }

    /// The facts of a file; nil also where samples are missing, or written as text.
    package init?(of bytes: [UInt8]) {
        let facts = bytes.withUnsafeBytes { bytes -> MediaFacts? in
            switch MediaFormat(head: bytes)?.modality {
            case .image: (try? PictureLayout(head: bytes)).flatMap { MediaFacts($0, in: bytes.count) }
            case .audio: (try? SoundLayout(head: bytes)).map(MediaFacts.init)
            default: nil
            }
        }
        guard let facts else { return nil }
        self = facts
    }

    private init?(_ picture: PictureLayout, in fileByteCount: Int) {
        guard picture.trailer(in: fileByteCount) != nil else { return nil }
        self.init(
            payloadByteCount: picture.sampleByteCount, channels: picture.channels, bitsPerSample: picture.bitsPerSample,
            shape: .picture(width: picture.width, height: picture.height))
    }

    private init(_ sound: SoundLayout) {
        self.init(
            payloadByteCount: sound.sampleByteCount, channels: sound.channels, bitsPerSample: sound.bitsPerSample,
            shape: .sound(frameCount: sound.frameCount, sampleRate: sound.sampleRate))
    }
}
