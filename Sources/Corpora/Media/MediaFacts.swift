import CodecInterface

/// What a picture or sound in plain samples (PGM, PPM, WAV) consists of.
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

    /// The facts of an item; nil where it is no PGM, PPM or PCM WAV file, or cannot be read.
    package init?(of item: Item) {
        guard item.modality == .image || item.modality == .audio, let bytes = try? item.load() else { return nil }
        self.init(of: bytes)
    }

    /// The facts of a file.
    package init?(of bytes: [UInt8]) {
        if let picture = try? PNMReader.header(bytes, path: ""), picture.isBinary {
            let payload = picture.width * picture.height * picture.channels * picture.bytesPerSample
            guard payload <= bytes.count - picture.byteCount else { return nil }
            self.init(
                payloadByteCount: payload, channels: picture.channels, bitsPerSample: 8 * picture.bytesPerSample,
                shape: .picture(width: picture.width, height: picture.height))
        } else if let sound = try? WAVReader(bytes, path: "") {
            self.init(
                payloadByteCount: sound.data.count, channels: sound.format.channels,
                bitsPerSample: sound.format.bitsPerSample,
                shape: .sound(
                    frameCount: sound.data.count / sound.format.frameByteCount, sampleRate: sound.format.sampleRate))
        } else {
            return nil
        }
    }
}
