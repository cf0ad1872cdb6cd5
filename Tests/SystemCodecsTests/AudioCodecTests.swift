import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// The audio codecs beside the programs of their libraries, and the inputs that they refuse.
@Suite("Audio codecs")
struct AudioCodecTests {
    private static let sounds = [
        SampleSound(frameCount: 60_000), SampleSound(frameCount: 40_000, channelCount: 1, sampleRate: 16_000),
        SampleSound(frameCount: 30_000, bytesPerSample: 3, sampleRate: 96_000),
        SampleSound(frameCount: 40_000, channelCount: 1, bytesPerSample: 1, sampleRate: 8000),
    ]

    private static var codecs: [any Codec] {
        get throws {
            var codecs: [any Codec] = []
            codecs.append(try FLACCodec(parameters: "5", threads: 1))
            #if WavPack
            codecs.append(try WavPackCodec(parameters: "n", threads: 1))
            #endif
            return codecs
        }
    }

    @Test("FLAC: plain files of every width", arguments: sounds)
    func flac(sound: SampleSound) throws {
        let codec = try FLACCodec(parameters: "8", threads: 1)
        let stream = try codec.compressed(sound.file)
        #expect(stream.starts(with: "fLaC".utf8))
        #expect(stream.count < sound.file.count)
        #expect(try codec.decompressed(stream, byteCount: sound.file.count) == sound.file)
    }

    @Test("RIFX: big-endian samples come back so", arguments: [8, 16, 24])
    func bigEndian(bits: Int) throws {
        let samples = (0..<6000).flatMap { index in
            let value = 40 * (index % 50) - 1000 + index % 3
            return SampleSound.littleEndian(bits == 8 ? value / 16 + 128 : value, byteCount: bits / 8).reversed()
        }
        let file = SoundFiles.rifx(samples, channels: 2, bits: bits)
        for codec in try Self.codecs {
            let stream = try codec.compressed(file)
            #expect(3 * stream.count < 2 * file.count)
            #expect(try codec.decompressed(stream, byteCount: file.count) == file)
        }
    }

    @Test(
        "flac writes files of the same size, and each reads the other's",
        .enabled(if: CommandLineTool.isInstalled("flac"), "flac is not installed"), arguments: sounds)
    func flacTool(sound: SampleSound) async throws {
        let tool = CommandLineTool(name: "flac")
        for level in [0, 5, 8] {
            let codec = try FLACCodec(parameters: "\(level)", threads: 1)
            let stream = try codec.compressed(sound.file)
            let theirs = try await tool.convert(sound.file, named: "sound.wav", to: "sound.flac") {
                ["-s", "-\(level)", "--no-padding", "--no-seektable", "-o", $1, $0]
            }
            #expect(
                abs(stream.count - theirs.count) * 100 <= theirs.count,
                "level \(level): \(stream.count) bytes, flac has \(theirs.count)")
            #expect(try codec.decompressed(theirs, byteCount: sound.file.count) == sound.file)
            let back = try await tool.convert(stream, named: "sound.flac", to: "sound.wav") {
                ["-s", "-d", "-o", $1, $0]
            }
            #expect(back.suffix(sound.samples.count) == sound.samples.suffix(sound.samples.count))
        }
    }

    @Test("A FLAC stream that lies about its length is refused, whichever way it lies")
    func flacLies() throws {
        let codec = try FLACCodec(parameters: "5", threads: 1)
        let file = SampleSound(frameCount: 9000).file
        let stream = try codec.compressed(file)
        // STREAMINFO: the last four bits of byte 21 and the four bytes behind it count the samples.
        func claiming(_ frameCount: Int) -> [UInt8] {
            var changed = stream
            changed.replaceSubrange(22..<26, with: SampleSound.littleEndian(frameCount, byteCount: 4).reversed())
            return changed
        }
        #expect(claiming(9000) == stream)
        #expect(throws: CodecError.outputTooLarge(codec: "flac", capacity: file.count)) {
            try codec.decompressed(claiming(9001), byteCount: file.count)
        }
        #expect(throws: CodecError.outputTooLarge(codec: "flac", capacity: file.count)) {
            try codec.decompressed(claiming(0xFFFF_FFFF), byteCount: file.count)
        }
        for frameCount in [0, 1, 4096, 8999] {
            #expect(throws: CodecError.self, "\(frameCount)") {
                try codec.decompressed(claiming(frameCount), byteCount: file.count)
            }
        }
    }

    #if WavPack
    @Test("WavPack: 32 bits, integers and floating point, whatever their bits", arguments: [1, 3])
    func wavpackWide(tag: Int) throws {
        var generator = SplitMix64(seed: 31)
        let tone = (0..<4000).flatMap { (index: Int) -> [UInt8] in
            let bits = tag == 3 ? Int((Float(index % 100) / 300 - 0.1).bitPattern) : index % 100 * 9_000_000
            return SampleSound.littleEndian(bits, byteCount: 4)
        }
        // Not a number, infinities, negative zero and the least values are among random bits.
        let special: [UInt32] = [0x7FC0_0001, 0x7F80_0000, 0xFF80_0000, 0x8000_0000, 1, 0x8000_0001, 0x7F7F_FFFF, 0]
        let odd = special.flatMap { SampleSound.littleEndian(Int($0), byteCount: 4) } + generator.bytes(8000)
        for samples in [tone, odd] {
            let format = SoundFiles.chunk("fmt ", SoundFiles.format(tag: tag, channels: 2, bits: 32))
            let file = SoundFiles.riff(format + SoundFiles.chunk("data", samples))
            let big = SoundFiles.aiff(samples, compression: tag == 3 ? "fl32" : "NONE", channels: 2, bits: 32)
            for parameters in ["f", "n", "hhx1"] {
                let codec = try WavPackCodec(parameters: parameters, threads: 1)
                let stream = try codec.compressed(file)
                #expect(stream.starts(with: "wvpk".utf8))
                #expect(try codec.decompressed(stream, byteCount: file.count) == file)
                #expect(try codec.decompressed(try codec.compressed(big), byteCount: big.count) == big)
            }
        }
    }

    @Test("WavPack: plain files of every width", arguments: sounds)
    func wavpack(sound: SampleSound) throws {
        for parameters in ["f", "n", "hhx2"] {
            let codec = try WavPackCodec(parameters: parameters, threads: 1)
            let stream = try codec.compressed(sound.file)
            #expect(stream.starts(with: "wvpk".utf8))
            #expect(stream.count < sound.file.count)
            #expect(try codec.decompressed(stream, byteCount: sound.file.count) == sound.file)
        }
    }

    @Test(
        "wavpack writes files of the same size, wvunpack reads ours",
        .enabled(
            if: CommandLineTool.isInstalled("wavpack") && CommandLineTool.isInstalled("wvunpack"),
            "wavpack is not installed"),
        arguments: sounds)
    func wavpackTool(sound: SampleSound) async throws {
        for (parameters, options) in [("f", ["-f"]), ("n", []), ("h", ["-h"]), ("hhx3", ["-hh", "-x3"])] {
            let codec = try WavPackCodec(parameters: parameters, threads: 1)
            let stream = try codec.compressed(sound.file)
            let theirs = try await CommandLineTool(name: "wavpack").convert(sound.file, named: "s.wav", to: "s.wv") {
                ["-q"] + options + [$0, "-o", $1]
            }
            #expect(
                abs(stream.count - theirs.count) * 100 <= theirs.count,
                "\(parameters): \(stream.count) bytes, wavpack has \(theirs.count)")
            #expect(try codec.decompressed(theirs, byteCount: sound.file.count) == sound.file)
            let back = try await CommandLineTool(name: "wvunpack").convert(stream, named: "s.wv", to: "s.wav") {
                ["-q", $0, "-o", $1]
            }
            #expect(back.suffix(sound.samples.count) == sound.samples.suffix(sound.samples.count))
        }
    }
    #endif

    @Test("WAV files that the codecs do not take are unsupported, with a reason")
    func otherFiles() throws {
        let sound = SampleSound(frameCount: 100)
        func with(_ value: Int, byteCount: Int, at offset: Int) -> [UInt8] {
            var file = sound.file
            file.replaceSubrange(
                offset..<offset + byteCount, with: SampleSound.littleEndian(value, byteCount: byteCount))
            return file
        }
        let files: [([UInt8], String)] = [
            ([], "WAV"), (Array("RIFF".utf8), "WAV"), (Array("RIFZ\0\0\0\0WAVEfmt ".utf8), "WAV"),
            (Array("RIFX\0\0\0\0WAVEfmt ".utf8), "without samples"),
            (Array("RF64\0\0\0\0WAVE".utf8), "without samples"), (Array(sound.file.prefix(12)), "without samples"),
            (Array(sound.file.prefix(30)), "cut short"), (Array(sound.file.prefix(36)), "without samples"),
            (with(2, byteCount: 2, at: 20), "encoding is 2"), (with(0xFFFE, byteCount: 2, at: 20), "encoding"),
            (with(32, byteCount: 2, at: 34), "32 bits"),
            (SoundFiles.aiff([1, 2, 3, 4], soundFirst: true), "behind them"),
            (SoundFiles.aiff([1, 2, 3, 4], compression: "ima4"), "ima4"), ([0xFF, 0xD8, 0xFF, 0xE0], "lossy already"),
            (
                SoundFiles.riff(
                    SoundFiles.chunk("fmt ", SoundFiles.format(tag: 3, bits: 64))
                        + SoundFiles.chunk("data", [UInt8](repeating: 1, count: 16))), "64 bits"
            ),
            (with(0, byteCount: 2, at: 22), "0 channels"), (with(9, byteCount: 2, at: 22), "9 channels"),
            (with(3, byteCount: 2, at: 32), "channels"), (with(0, byteCount: 4, at: 24), "0 Hz"),
            (with(700_000, byteCount: 4, at: 24), "700000 Hz"), (SampleImage(width: 3, height: 3).file, "WAV"),
            // The samples before their format.
            (Array(sound.file.prefix(12)) + sound.file.suffix(408) + sound.file[12..<36], "before their format"),
        ]
        for codec in try Self.codecs {
            for (file, fragment) in files {
                let error = #expect(throws: CodecError.self) { try codec.compressed(file) }
                guard case .unsupported(codec.information.name, let reason)? = error else {
                    Issue.record("\(codec.information.name): \(String(describing: error)) instead of '\(fragment)'")
                    continue
                }
                #expect(reason.contains(fragment))
            }
        }
    }
}

extension SampleSound: CustomTestStringConvertible {
    public var testDescription: String {
        "\(frameCount) samples, \(channelCount) channels of \(bytesPerSample * 8) bits"
    }
}
