import CodecSamples

extension ConformanceInput {
    /// Pictures that every image codec takes, canonical and not.
    static let images: [ConformanceInput] = {
        var inputs: [ConformanceInput] = []
        for (width, height) in [(1, 1), (1, 300), (300, 1), (2, 3), (17, 31), (160, 120)] {
            for channelCount in 1...4 {
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
            ConformanceInput(
                name: "a blank before the line end", bytes: Array("P6 \n40 30\n255\n".utf8) + image.pixels),
            ConformanceInput(name: "a late comment", bytes: Array("P6\n40 30\n255#late\n".utf8) + image.pixels),
            ConformanceInput(name: "CR and LF", bytes: Array("P6\r\n40 30\r\n255\r\n".utf8) + image.pixels),
            ConformanceInput(name: "bytes behind the pixels", bytes: image.file + Array("P6 and more".utf8)),
        ]
        for maximum in [1, 15, 100, 254] {
            for channelCount in [1, 4] {
                let shallow = SampleImage(width: 21, height: 13, channelCount: channelCount, maximum: maximum)
                inputs.append(
                    ConformanceInput(name: "values to \(maximum), \(channelCount) channels", bytes: shallow.file))
            }
        }
        // Against the rule, and yet to be given back.
        inputs.append(
            ConformanceInput(
                name: "samples above the maximum", bytes: Array("P6\n40 30\n7\n".utf8) + generator.bytes(3600)))
        for channelCount in [2, 4] {
            let shape = SampleImage(width: 19, height: 11, channelCount: channelCount)
            for (name, value) in [("opaque", UInt8(255)), ("invisible", 0)] {
                var pixels = shape.pixels
                for index in stride(from: channelCount - 1, to: pixels.count, by: channelCount) {
                    pixels[index] = value
                }
                inputs.append(
                    ConformanceInput(name: "\(name), \(channelCount) channels", bytes: shape.header + pixels))
            }
        }
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
            ConformanceInput(
                name: "a size of zero", bytes: SoundFiles.riff(format + data(sound.samples, claiming: 0), claiming: 0)),
            ConformanceInput(
                name: "16 bits in 24",
                bytes: SoundFiles.riff(
                    SoundFiles.chunk("fmt ", SoundFiles.extensible(bits: 24, valid: 16))
                        + SoundFiles.chunk("data", generator.bytes(600).enumerated().map { $0 % 3 == 0 ? 0 : $1 }))),
            ConformanceInput(
                name: "12 bits",
                bytes: SoundFiles.riff(
                    SoundFiles.chunk("fmt ", SoundFiles.format(bits: 12)) + SoundFiles.chunk("data", sound.samples))),
            ConformanceInput(name: "RF64", bytes: SoundFiles.rf64(sound.samples)),
            ConformanceInput(name: "W64", bytes: SoundFiles.w64(sound.samples)),
            ConformanceInput(name: "AIFF", bytes: SoundFiles.aiff(sound.samples, channels: 2)),
            ConformanceInput(name: "AIFF of 8 bits", bytes: SoundFiles.aiff(generator.bytes(501), bits: 8)),
            ConformanceInput(
                name: "AIFF of 24 bits", bytes: SoundFiles.aiff(generator.bytes(600), channels: 2, bits: 24)),
            ConformanceInput(name: "AIFF-C", bytes: SoundFiles.aiff(sound.samples, compression: "sowt", channels: 2)),
        ]
        return inputs
    }()
}
