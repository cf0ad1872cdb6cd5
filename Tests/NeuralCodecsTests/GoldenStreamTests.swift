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
        1: "", 2: "", 3: "", 4: "", 5: "", 6: "", 7: "", 8: "", 9: "",
    ]

    /// The stream of several blocks and kinds of segments at level 1.
    static let blocks = ""

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

    /// What is coded in pieces is what is coded at once, and the pieces of the decoder may be others.
    @Test(arguments: [1, 5])
    func piecesDoNotShow(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let values = ByteSet(Self.sample).values
        var payloads: [[UInt8]] = []
        for pieceByteCount in [1, 7, 16, 100, Self.sample.count] {
            let predictor = BytePredictor(parameters: parameters)
            predictor.addSymbols(values)
            var encoder = RangeEncoder()
            Self.sample.withUnsafeBytes { bytes in
                for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
                    let end = min(start + pieceByteCount, bytes.count)
                    predictor.encode(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), with: &encoder)
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
                for start in stride(from: 0, to: raw.count, by: 33) {
                    let end = min(start + 33, raw.count)
                    try predictor.decode(
                        into: UnsafeMutableRawBufferPointer(rebasing: raw[start..<end]), with: &decoder)
                }
            }
        }
        #expect(raw == Self.sample)
    }
}
