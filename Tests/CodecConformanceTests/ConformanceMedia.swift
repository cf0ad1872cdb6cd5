import CodecSamples

extension ConformanceInput {
    /// Pictures that every image codec takes, canonical and not.
    static let images: [ConformanceInput] = {
        var inputs: [ConformanceInput] = []
        for (width, height) in [(1, 1), (1, 300), (300, 1), (2, 3), (17, 31), (160, 120)] {
            for channelCount in [1, 3] {
                let image = SampleImage(width: width, height: height, channelCount: channelCount)
                inputs.append(
                    ConformanceInput(name: "\(width)×\(height), \(channelCount) channels", bytes: image.file))
            }
        }
        let image = SampleImage(width: 40, height: 30)
        let black = [UInt8](repeating: 0, count: image.pixels.count)
        var generator = SplitMix64(seed: 41)
        inputs += [
            ConformanceInput(name: "black", bytes: image.header + black),
            ConformanceInput(name: "noise", bytes: image.header + generator.bytes(image.pixels.count)),
            ConformanceInput(
                name: "comments in the header",
                bytes: Array("P6 # by hand\n# 40 columns\n40\t30\n255\n".utf8) + image.pixels),
            ConformanceInput(name: "header in one line", bytes: Array("P6 40 30 255\n".utf8) + image.pixels),
            ConformanceInput(name: "leading zeros", bytes: Array("P6\n040 030\n0255\n".utf8) + image.pixels),
            ConformanceInput(name: "bytes behind the pixels", bytes: image.file + Array("P6 and more".utf8)),
        ]
        return inputs
    }()

    /// Sounds that every audio codec takes, canonical and not.
    static let sounds: [ConformanceInput] = {
        var inputs: [ConformanceInput] = []
        for channelCount in [1, 2, 3, 6, 8] {
            for bytesPerSample in [1, 2, 3] {
                let sound = SampleSound(
                    frameCount: 5000, channelCount: channelCount, bytesPerSample: bytesPerSample)
                inputs.append(
                    ConformanceInput(name: "\(channelCount) channels of \(bytesPerSample * 8) bits", bytes: sound.file))
            }
        }
        for frameCount in [1, 15, 16, 4095, 4096, 4097] {
            inputs.append(
                ConformanceInput(name: "\(frameCount) samples", bytes: SampleSound(frameCount: frameCount).file))
        }
        for sampleRate in [8000, 11_025, 12_345, 96_000, 123_457] {
            inputs.append(
                ConformanceInput(
                    name: "\(sampleRate) Hz", bytes: SampleSound(frameCount: 2000, sampleRate: sampleRate).file))
        }
        let sound = SampleSound(frameCount: 1500)
        let silence = [UInt8](repeating: 0, count: sound.samples.count)
        var generator = SplitMix64(seed: 43)
        let note = Array("LIST".utf8) + SampleSound.littleEndian(5, byteCount: 4) + Array("note!".utf8) + [0]
        func file(_ chunks: [UInt8]) -> [UInt8] {
            Array("RIFF".utf8) + SampleSound.littleEndian(chunks.count + 4, byteCount: 4) + Array("WAVE".utf8) + chunks
        }
        let format = Array("fmt ".utf8) + SampleSound.littleEndian(16, byteCount: 4) + sound.format
        func data(_ samples: [UInt8], claiming byteCount: Int) -> [UInt8] {
            Array("data".utf8) + SampleSound.littleEndian(byteCount, byteCount: 4) + samples
        }
        // WAVE_FORMAT_EXTENSIBLE: 22 more bytes with the bits in use, the speakers and the sub-format's GUID for PCM.
        let guid: [UInt8] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let extensible =
            Array("fmt ".utf8) + SampleSound.littleEndian(40, byteCount: 4) + [0xFE, 0xFF] + sound.format.dropFirst(2)
            + SampleSound.littleEndian(22, byteCount: 2) + SampleSound.littleEndian(16, byteCount: 2)
            + SampleSound.littleEndian(3, byteCount: 4) + guid
        inputs += [
            ConformanceInput(name: "silence", bytes: sound.header + silence),
            ConformanceInput(name: "noise", bytes: sound.header + generator.bytes(silence.count)),
            ConformanceInput(
                name: "chunks around the samples",
                bytes: file(note + format + data(sound.samples, claiming: silence.count) + note)),
            ConformanceInput(
                name: "extensible header", bytes: file(extensible + data(sound.samples, claiming: silence.count))),
            ConformanceInput(
                name: "a size that lies", bytes: file(format + data(sound.samples, claiming: 0xFFFF_FFFF))),
            ConformanceInput(
                name: "an incomplete last sample",
                bytes: file(format + data(sound.samples + [1, 2, 3], claiming: silence.count + 3)) + [0]),
        ]
        return inputs
    }()
}
