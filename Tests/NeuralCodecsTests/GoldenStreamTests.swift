import CodecInterface
import CodecSamples
import Foundation
import NeuralCodecs
import Testing

/// Streams whose every bit is pinned, as files in `Tests/GoldenStreams`.
///
/// A build, kernel, machine or thread count that writes other bytes is broken. So is a version that does not read them any
/// more. When a change of a level's parameters is meant, keep the old files under new names, so that they stay read,
/// and run these tests with `NCBENCH_WRITE_GOLDEN_STREAMS=1` to write new ones; a change of the arithmetic needs a new model version
/// besides.
@Suite struct GoldenStreamTests {
    /// Text, then bytes of every value, then the text's beginning again: a little of all that the model does.
    static let sample =
        sampleText(300) + (0..<200).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) } + sampleText(100)

    /// The sample twice, noise and a repeated value between: every kind of segment, and several blocks.
    static let mixture: [UInt8] = {
        var generator = SplitMix64(seed: 12)
        return sample + generator.bytes(400) + [UInt8](repeating: 32, count: 400) + sample
    }()

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../GoldenStreams").standardized

    private func expectGolden(_ stream: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let file = Self.folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["NCBENCH_WRITE_GOLDEN_STREAMS"] != nil {
            try Data(stream).write(to: file)
        }
        let isSame = try stream == [UInt8](Data(contentsOf: file))
        #expect(isSame, "\(name) is another stream now, of \(stream.count) bytes", sourceLocation: sourceLocation)
    }

    @Test(arguments: 1...9, [1, 2])
    func everyLevelIsPinned(level: Int, threads: Int) throws {
        let stream = try compress(
            Self.sample, level: level, threads: threads, segmentByteCount: StreamFormat.segmentByteCount)
        try expectGolden(stream, "level-\(level).ncb")
    }

    @Test(arguments: FamilyLevel.others, [1, 2])
    func everyLevelOfTheOtherFamiliesIsPinned(level: FamilyLevel, threads: Int) throws {
        let sink = ArraySink()
        _ = try StreamEncoder(parameters: try level.parameters, threads: threads)
            .encode(from: DribblingSource(Self.sample), to: sink)
        try expectGolden(sink.bytes, "\(level.family.rawValue)-level-\(level.level).ncb")
    }

    @Test(arguments: [1, 2])
    func blocksArePinned(threads: Int) throws {
        let stream = try compress(Self.mixture, blockByteCount: 800, threads: threads, segmentByteCount: 200)
        try expectGolden(stream, "blocks.ncb")
    }

    private static func mixStream(_ raw: [UInt8], level: Int, threads: Int) throws -> [UInt8] {
        let model = try #require(try StreamModel(spec: CodecSpec(codec: "mix", parameters: "\(level)")))
        let sink = ArraySink()
        _ = try StreamEncoder(model: model, threads: threads).encode(from: DribblingSource(raw), to: sink)
        return sink.bytes
    }

    @Test(arguments: 1...9, [1, 2])
    func everyLevelOfMixIsPinned(level: Int, threads: Int) throws {
        try expectGolden(
            Self.mixStream(Self.sample, level: level, threads: threads), "mix-level-\(level).ncb")
    }

    /// Numbers in rows, behind a header and in front of text.
    static let table =
        TableSamples.floats(columns: 20, rows: 20, isLittleEndian: true, header: sampleText(20)) + sampleText(60)

    @Test(arguments: 1...9)
    func tablesArePinned(level: Int) throws {
        try expectGolden(Self.mixStream(Self.table, level: level, threads: 1), "mix-table-\(level).ncb")
    }

    /// Bytes, pixels and samples in one stream.
    @Test(arguments: 1...9)
    func pixelsAndSamplesArePinned(level: Int) throws {
        try expectGolden(Self.mixStream(MediaSamples.archive, level: level, threads: 1), "mix-media-\(level).ncb")
    }

    /// All builds of the kernels that this machine runs compute the same payloads.
    @Test(arguments: 1...9)
    func everyKernelMixesTheSame(level: Int) throws {
        let bytes = Array(Self.sample.prefix(level < 5 ? 600 : 200))
        let parameters = try #require(MixParameters.level(level, for: bytes))
        let payloads = KernelBuild.allCases.filter(\.isAvailable).map { kernels in
            let coder = MixByteCoder(parameters: parameters, kernels: kernels)
            coder.addSymbols(ByteSet(bytes).values)
            var encoder = RangeEncoder()
            bytes.withUnsafeBytes { coder.encode($0, with: &encoder) }
            return encoder.finish()
        }
        #expect(Set(payloads).count == 1)
    }

    /// Every stream ever pinned.
    @Test func allAreRead() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "ncb" }
        #expect(files.count >= 10)
        for file in files {
            let raw = try decompress([UInt8](Data(contentsOf: file)), threads: 2)
            let isKnown = [Self.sample, Self.mixture, Self.table, MediaSamples.archive].contains(raw)
            #expect(isKnown, "\(file.lastPathComponent)")
        }
    }

    /// All builds of the kernels that this machine runs compute the pinned streams' payloads.
    @Test(arguments: FamilyLevel.all)
    func everyKernelComputesTheSame(level: FamilyLevel) throws {
        let parameters = try level.parameters
        let bytes = Array(Self.sample.prefix(level.level < 5 ? 600 : 200))
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
