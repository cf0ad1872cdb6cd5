import CodecInterface
import CodecSamples
import Foundation
import SystemCodecs
import Testing

/// Streams of media codecs that were tampered with.
@Suite("Hostile media streams")
struct MediaStreamTests {
    private static var codecs: [(any Codec, [UInt8])] {
        get throws {
            // A comment and a trailer, so that the header is kept.
            let picture =
                Array("P6\n# kept\n31 20\n255\n".utf8) + SampleImage(width: 31, height: 20).pixels + Array("end".utf8)
            let sound = SampleSound(frameCount: 700).file + [1]
            var codecs: [(any Codec, [UInt8])] = []
            codecs.append((try PNGCodec(parameters: "6", threads: 1), picture))
            #if WebP
            codecs.append((try WebPCodec(parameters: "6", threads: 1), picture))
            #endif
            #if JXL
            codecs.append((try JPEGXLCodec(parameters: "3", threads: 1), picture))
            #endif
            #if JPEGLS
            codecs.append((try JPEGLSCodec(parameters: "hp1", threads: 1), picture))
            #endif
            #if JPEG2000
            codecs.append((try JPEG2000Codec(parameters: "", threads: 1), picture))
            #endif
            codecs.append((try FLACCodec(parameters: "5", threads: 1), sound))
            #if WavPack
            codecs.append((try WavPackCodec(parameters: "n", threads: 1), sound))
            #endif
            return codecs
        }
    }

    @Test("A kept header is checked: size, version and checksum")
    func keptHeader() throws {
        for (codec, file) in try Self.codecs {
            let name = codec.information.name
            let stream = try codec.compressed(file)
            #expect(stream.starts(with: "NCBM".utf8))
            #expect(try codec.decompressed(stream, byteCount: file.count) == file)
            func damaged(_ change: (inout [UInt8]) -> Void) -> CodecError? {
                var copy = stream
                change(&copy)
                return #expect(throws: CodecError.self, "\(name)") {
                    try codec.decompressed(copy, byteCount: file.count)
                }
            }
            #expect(damaged { $0[4] = 2 } == .unsupportedVersion(codec: name, found: 2, supported: 1))
            #expect(damaged { $0[5...8] = [255, 255, 255, 255] }.map { "\($0)".contains("longer than") } == true)
            #expect(damaged { $0[9...12] = [255, 255, 255, 255] }.map { "\($0)".contains("longer than") } == true)
            #expect(damaged { $0[5] &-= 1 } != nil)
            #expect(damaged { $0[20] ^= 1 }.map { "\($0)".contains("checksum") } == true)
            #expect(damaged { $0.removeSubrange(10...) } != nil)
            #expect(damaged { $0.removeSubrange(17...) } != nil)
        }
    }

    /// `NCBENCH_FUZZ_ROUNDS=100000` makes a night of it.
    @Test("Many bytes changed at once: an error or other bytes")
    func mutations() throws {
        let rounds = ProcessInfo.processInfo.environment["NCBENCH_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 400
        var generator = SplitMix64(seed: UInt64(rounds))
        for (codec, file) in try Self.codecs {
            // Plain files as well, so that the libraries' own headers are hit more often.
            let plain =
                codec.information.modalities.contains(.image)
                ? [
                    SampleImage(width: 23, height: 17).file,
                    SampleImage(width: 23, height: 17, channelCount: 4).file,
                    SampleImage(width: 9, height: 7, channelCount: 2, maximum: 15).file,
                    Array("P4\n24 9\n".utf8) + (0..<27).map { UInt8($0 * 9) },
                ]
                : [
                    SampleSound(frameCount: 300).file,
                    SoundFiles.aiff(SampleSound(frameCount: 90).samples, channels: 2),
                ]
            for original in [file] + plain {
                let stream = try codec.compressed(original)
                for _ in 0..<rounds {
                    var copy = stream
                    for _ in 0..<(1 + generator.next() % 6) {
                        // Headers more often than the rest.
                        let range = generator.next() % 2 == 0 ? min(64, copy.count) : copy.count
                        copy[Int(generator.next() % UInt64(range))] = UInt8(truncatingIfNeeded: generator.next())
                    }
                    do {
                        _ = try codec.decompressed(copy, byteCount: original.count)
                    } catch let error as CodecError {
                        #expect(!"\(error)".isEmpty)
                    }
                }
            }
        }
    }
}
