import Crypto
import Foundation
import NeuralCodecs
import Testing

/// Streams whose every bit is pinned: a build, kernel, machine or thread count that computes anything else is broken, and a
/// change that is meant needs a new model version.
@Suite struct GoldenStreamTests {
    /// Text, then bytes of every value, then the text's beginning again: a little of all that the model does.
    static let sample = sampleText(700) + (0..<400).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) } + sampleText(200)

    /// Per level: the stream's length and the first 64 bits of its SHA-256.
    static let streams: [Int: String] = [
        1: "865 562abf9cc84ea7e6",
        2: "857 d83cf666b4f70946",
        3: "841 998f784176fe702f",
        4: "831 d907feb43aa6e3c0",
        5: "810 37220d2647e97ee9",
        6: "814 eda319ec2073baa7",
        7: "809 b3d0c23ee5b8a4ac",
        8: "837 357b347ab8086508",
        9: "830 05f911c59959a20e",
    ]

    /// The stream of several blocks and kinds of segments at level 1.
    static let blocks = "2520 dcffcc114b7d9b5b"

    private func fingerprint(_ bytes: [UInt8]) -> String {
        let digest = SHA256.hash(data: bytes).prefix(8).map { String(format: "%02x", $0) }.joined()
        return "\(bytes.count) \(digest)"
    }

    @Test(arguments: 1...9, [1, 2])
    func everyLevelIsPinned(level: Int, threads: Int) throws {
        let stream = try compress(
            Self.sample, level: level, threads: threads, segmentByteCount: StreamFormat.segmentByteCount)
        #expect(fingerprint(stream) == Self.streams[level], "level \(level)")
        #expect(try decompress(stream, threads: threads) == Self.sample)
    }

    @Test(arguments: [1, 2])
    func blocksArePinned(threads: Int) throws {
        var generator = SplitMix64(seed: 12)
        let raw = Self.sample + generator.bytes(500) + [UInt8](repeating: 32, count: 500) + Self.sample
        let stream = try compress(raw, blockByteCount: 1000, threads: threads, segmentByteCount: 250)
        #expect(fingerprint(stream) == Self.blocks)
        #expect(try decompress(stream, threads: threads) == raw)
    }

    /// All builds of the kernels that this machine runs compute the pinned streams' payloads.
    @Test(arguments: 1...9)
    func everyKernelComputesTheSame(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let bytes = Array(Self.sample.prefix(level < 5 ? 600 : 200))
        let payloads = KernelBuild.allCases.filter(\.isAvailable).map { kernels in
            let predictor = BytePredictor(parameters: parameters, kernels: kernels)
            predictor.addSymbols(ByteSet(bytes).values)
            var encoder = RangeEncoder()
            bytes.withUnsafeBytes { predictor.encode($0, with: &encoder) }
            return encoder.finish()
        }
        #expect(Set(payloads).count == 1)
        // The fastest kernels are those of the pinned streams.
        #expect(payloads.last?.isEmpty == false)
    }

    /// Whole windows are coded alike in one call and in several, and the decoder's calls may be others than the encoder's.
    @Test(arguments: [1, 5, 9])
    func callsDoNotShow(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let values = ByteSet(Self.sample).values
        var payloads: [[UInt8]] = []
        for windows in [1, 3, 1000] {
            let predictor = BytePredictor(parameters: parameters)
            predictor.addSymbols(values)
            var encoder = RangeEncoder()
            Self.sample.withUnsafeBytes { bytes in
                for piece in pieces(of: bytes.indices, windows * parameters.horizon) {
                    predictor.encode(UnsafeRawBufferPointer(rebasing: bytes[piece]), with: &encoder)
                }
            }
            payloads.append(encoder.finish())
        }
        #expect(Set(payloads).count == 1)

        let predictor = BytePredictor(parameters: parameters)
        predictor.addSymbols(values)
        var raw = [UInt8](repeating: 0, count: Self.sample.count)
        try payloads[0].withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            try raw.withUnsafeMutableBytes { raw in
                for piece in pieces(of: raw.indices, 2 * parameters.horizon) {
                    try predictor.decode(into: UnsafeMutableRawBufferPointer(rebasing: raw[piece]), with: &decoder)
                }
            }
        }
        let isSame = raw == Self.sample
        #expect(isSame)
    }

    private func pieces(of range: Range<Int>, _ length: Int) -> [Range<Int>] {
        stride(from: 0, to: range.count, by: length).map { $0..<min($0 + length, range.count) }
    }
}
