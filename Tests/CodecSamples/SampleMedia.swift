/// A binary PGM, PPM or PAM file of a scene with edges, gradients and noise, the same on every machine.
package struct SampleImage: Sendable {
    package let width: Int
    package let height: Int
    /// 1 for grey (PGM), 3 for colour (PPM), 2 and 4 for those with alpha (PAM).
    package let channelCount: Int
    /// 1 or 2.
    package let bytesPerSample: Int
    /// The highest value of a sample.
    package let maximum: Int

    /// - Parameter maximum: what the bytes of a sample hold unless given.
    package init(width: Int, height: Int, channelCount: Int = 3, bytesPerSample: Int = 1, maximum: Int? = nil) {
        self.width = width
        self.height = height
        self.channelCount = channelCount
        self.bytesPerSample = maximum.map { $0 > 255 ? 2 : 1 } ?? bytesPerSample
        self.maximum = maximum ?? (bytesPerSample == 1 ? 255 : 65535)
    }

    package var header: [UInt8] {
        guard channelCount % 2 == 0 else {
            return Array("\(channelCount == 1 ? "P5" : "P6")\n\(width) \(height)\n\(maximum)\n".utf8)
        }
        let kind = channelCount == 2 ? "GRAYSCALE_ALPHA" : "RGB_ALPHA"
        return Array(
            "P7\nWIDTH \(width)\nHEIGHT \(height)\nDEPTH \(channelCount)\nMAXVAL \(maximum)\nTUPLTYPE \(kind)\nENDHDR\n"
                .utf8)
    }

    package var pixels: [UInt8] {
        var generator = SplitMix64(seed: 17)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * channelCount * bytesPerSample)
        for row in 0..<height {
            for column in 0..<width {
                let isInside = (row / 24 + column / 40) % 2 == 0
                for channel in 0..<channelCount {
                    let ramp = column * 90 / max(width, 1) + row * (40 + 20 * channel) / max(height, 1)
                    let noise = Int(generator.next() % 9) + Int(generator.next() % 9)
                    let value = (isInside ? 120 : 30) + ramp + noise - 8
                    guard maximum == 255 || maximum == 65535 else {
                        let sample = value * maximum / 300 % (maximum + 1)
                        bytes += SampleSound.littleEndian(sample, byteCount: bytesPerSample).reversed()
                        continue
                    }
                    bytes.append(UInt8(clamping: value))
                    if bytesPerSample == 2 { bytes.append(UInt8(truncatingIfNeeded: value * 53 + noise * 17)) }
                }
            }
        }
        return bytes
    }

    package var file: [UInt8] { header + pixels }
}

/// A WAV file of two decaying tones with noise, the same on every machine.
package struct SampleSound: Sendable {
    package let frameCount: Int
    package let channelCount: Int
    /// 1, 2 or 3.
    package let bytesPerSample: Int
    package let sampleRate: Int

    package init(frameCount: Int, channelCount: Int = 2, bytesPerSample: Int = 2, sampleRate: Int = 44_100) {
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.bytesPerSample = bytesPerSample
        self.sampleRate = sampleRate
    }

    /// The little-endian bytes of a number.
    package static func littleEndian(_ value: Int, byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// The 16 bytes of a `fmt ` chunk of PCM.
    package var format: [UInt8] {
        Self.littleEndian(1, byteCount: 2) + Self.littleEndian(channelCount, byteCount: 2)
            + Self.littleEndian(sampleRate, byteCount: 4)
            + Self.littleEndian(sampleRate * channelCount * bytesPerSample, byteCount: 4)
            + Self.littleEndian(channelCount * bytesPerSample, byteCount: 2)
            + Self.littleEndian(bytesPerSample * 8, byteCount: 2)
    }

    package var header: [UInt8] {
        let byteCount = frameCount * channelCount * bytesPerSample
        return Array("RIFF".utf8) + Self.littleEndian(36 + byteCount, byteCount: 4) + Array("WAVEfmt ".utf8)
            + Self.littleEndian(16, byteCount: 4) + format + Array("data".utf8)
            + Self.littleEndian(byteCount, byteCount: 4)
    }

    package var samples: [UInt8] {
        var generator = SplitMix64(seed: 23)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frameCount * channelCount * bytesPerSample)
        // Two resonators (s[n] = 2 cos(w) s[n-1] - s[n-2], decaying) in integers, so that no sine is needed.
        var states = [(1 << 20, 0), (1 << 19, 1 << 18)]
        let coefficients = [130_200, 128_400]
        for frame in 0..<frameCount {
            if frame % 8000 == 0 { states = [(1 << 20, 0), (1 << 19, 1 << 18)] }
            for index in states.indices {
                let next = (coefficients[index] * states[index].0 >> 16) - (65_510 * states[index].1 >> 16)
                states[index] = (next, states[index].0)
            }
            for channel in 0..<channelCount {
                let mixed = states[0].0 / (channel + 1) + states[1].0 + Int(generator.next() % 4096)
                // 24 bits from about 2^23 of amplitude; narrower samples are their upper bytes.
                let sample = max(-(1 << 23), min((1 << 23) - 1, mixed))
                switch bytesPerSample {
                case 1: bytes.append(UInt8(truncatingIfNeeded: (sample >> 16) + 128))
                default: bytes += Self.littleEndian(sample >> (24 - 8 * bytesPerSample), byteCount: bytesPerSample)
                }
            }
        }
        return bytes
    }

    package var file: [UInt8] { header + samples }
}
