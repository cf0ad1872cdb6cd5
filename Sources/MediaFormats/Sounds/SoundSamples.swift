/// A sound's samples as WAV has them: interleaved and little-endian, those of one byte unsigned.
package struct SoundSamples: Sendable, Hashable {
    package var channels: Int
    package var sampleRate: Int
    package var bytesPerSample: Int
    package var isFloat: Bool
    package var samples: [UInt8]

    package init(channels: Int, sampleRate: Int, bytesPerSample: Int, isFloat: Bool = false, samples: [UInt8]) {
        self.channels = channels
        self.sampleRate = sampleRate
        self.bytesPerSample = bytesPerSample
        self.isFloat = isFloat
        self.samples = samples
    }

    package var frameByteCount: Int { channels * bytesPerSample }

    /// The canonical file: WAV with a 44-byte header.
    package var file: [UInt8] {
        CanonicalHeader.sound(
            channels: channels, sampleRate: sampleRate, bytesPerSample: bytesPerSample, isFloat: isFloat,
            sampleByteCount: samples.count) + samples
    }

    /// The samples of a file.
    ///
    /// - Parameter layout: what ``SoundLayout/init(head:fileByteCount:)`` says of the whole file.
    package init(_ file: UnsafeRawBufferPointer, _ layout: SoundLayout) {
        let end = min(file.count, layout.headerByteCount + layout.sampleByteCount)
        var samples = Array(file[min(layout.headerByteCount, end)..<end])
        let width = layout.bytesPerSample
        if width == 1, layout.encoding == .signed {
            for index in samples.indices { samples[index] ^= 0x80 }
        }
        if width > 1, layout.byteOrder == .big {
            samples.withUnsafeMutableBufferPointer { samples in
                for start in stride(from: 0, to: samples.count - width + 1, by: width) {
                    for index in 0..<width / 2 { samples.swapAt(start + index, start + width - 1 - index) }
                }
            }
        }
        self.init(
            channels: layout.channels, sampleRate: layout.sampleRate, bytesPerSample: width,
            isFloat: layout.encoding == .float, samples: samples)
    }
}

extension SoundSamples {
    /// Whether the other's samples could follow these.
    package func hasFormat(of other: SoundSamples) -> Bool {
        channels == other.channels && sampleRate == other.sampleRate && bytesPerSample == other.bytesPerSample
            && isFloat == other.isFloat
    }
}
