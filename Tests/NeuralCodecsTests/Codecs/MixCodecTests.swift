import CodecInterface
import CodecSamples
import NeuralCodecs
import Testing

@Suite struct MixCodecTests {
    private func compress(_ raw: [UInt8], level: String = "1", threads: Int = 1) throws -> [UInt8] {
        let codec = try MixCodec(parameters: level, threads: threads)
        var stream = [UInt8](repeating: 0, count: codec.maximumCompressedByteCount(for: raw.count))
        let count = try raw.withUnsafeBytes { raw in
            try stream.withUnsafeMutableBytes { try codec.compress(raw, into: $0) }
        }
        return Array(stream[..<count])
    }

    private func decompress(_ stream: [UInt8], capacity: Int, threads: Int = 1) throws -> [UInt8] {
        let codec = try MixCodec(parameters: "5", threads: threads)
        var raw = [UInt8](repeating: 0, count: capacity)
        let count = try stream.withUnsafeBytes { stream in
            try raw.withUnsafeMutableBytes { try codec.decompress(stream, into: $0) }
        }
        return Array(raw[..<count])
    }

    private func blocks(_ raw: [UInt8], of blockByteCount: Int?, threads: Int, segmentByteCount: Int = 1 << 12) throws
        -> [UInt8]
    {
        let model = try #require(try StreamModel(spec: CodecSpec(codec: "mix", parameters: "1")))
        let encoder = StreamEncoder(
            model: model, blockByteCount: blockByteCount, threads: threads, segmentByteCount: segmentByteCount)
        let sink = ArraySink()
        let summary = try encoder.encode(from: DribblingSource(raw), to: sink)
        #expect(summary == StreamSummary(rawByteCount: raw.count, compressedByteCount: sink.bytes.count))
        #expect(sink.bytes.count <= encoder.maximumStreamByteCount(for: raw.count))
        return sink.bytes
    }

    @Test func saysWhatItIs() {
        let information = MixCodec.information
        #expect(information.name == "mix" && information.family == .hybrid && information.library == "ncbench")
        #expect(information.parameters == ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
        #expect(information.modalities == Set(Modality.allCases))
    }

    @Test(arguments: MixCodec.information.parameters)
    func everyLevelComesBack(level: String) throws {
        for raw in [[], [0x41], sampleText(1200), Array(0...255) + Array(0...255), MediaSamples.archive] {
            let stream = try compress(raw, level: level)
            #expect(try decompress(stream, capacity: raw.count) == raw)
            #expect(try compress(raw, level: level, threads: 3) == stream)
            #expect(try decompress(stream, capacity: raw.count, threads: 2) == raw)
        }
    }

    /// Text, program code and tables of numbers choose other contexts, all of which have to come back.
    @Test(arguments: ["1", "5", "9"])
    func everyKindOfBytesComesBack(level: String) throws {
        var generator = SplitMix64(seed: 6)
        let genome = (0..<1500).map { $0 % 61 == 60 ? 10 : Array("ACGT".utf8)[Int(generator.next() % 4)] }
        let table = (0..<1500).map { UInt8(truncatingIfNeeded: $0 % 4 == 0 ? $0 / 40 : 0) }
        for raw in [genome, table] {
            #expect(try decompress(compress(raw, level: level), capacity: raw.count) == raw)
        }
    }

    /// In either byte order, behind a header of any length, over several segments, and among text.
    @Test(arguments: ["1", "5"], [true, false])
    func tablesOfNumbersComeBack(level: String, isLittleEndian: Bool) throws {
        for header in [[], [1, 2, 3], sampleText(90)] {
            let table = TableSamples.floats(columns: 25, rows: 40, isLittleEndian: isLittleEndian, header: header)
            let raw = table + sampleText(300) + table
            let stream = try compress(raw, level: level)
            #expect(try decompress(stream, capacity: raw.count) == raw)
        }
        let raw = TableSamples.floats(columns: 50, rows: 60, isLittleEndian: isLittleEndian)
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 1 << 10)
        #expect(try decompress(stream, capacity: raw.count) == raw)
        #expect(
            try blocks(raw, of: 3000, threads: 2, segmentByteCount: 1 << 10)
                == blocks(raw, of: 3000, threads: 1, segmentByteCount: 1 << 10))
    }

    @Test func theByteOrderOfNumbersCostsNothing() throws {
        let sizes = try [true, false].map { isLittleEndian in
            try compress(TableSamples.floats(columns: 100, rows: 80, isLittleEndian: isLittleEndian)).count
        }
        #expect(abs(sizes[0] - sizes[1]) * 50 < sizes[0])
    }

    @Test func picturesAndSoundsAreFoundInsideOtherData() throws {
        let raw = MediaSamples.archive
        let stream = try compress(raw)
        let description = try #require(try StreamDescription.list(BufferedArray(stream)).first)
        #expect(description.spec == "mix,1")
        #expect(description.pixelSegmentCount == 1)
        #expect(description.sampleSegmentCount == 1)
        #expect(description.codedSegmentCount + description.storedSegmentCount >= 4)
        // As bytes they would be larger: the same data with the headers' first letters changed.
        let hidden =
            sampleText(700) + [0] + MediaSamples.picture().dropFirst() + sampleText(300, seed: 2)
            + [0] + MediaSamples.sound().dropFirst() + [0, 1, 2]
        #expect(stream.count * 10 < (try compress(hidden).count) * 9)
    }

    /// Rows of BMP files end with bytes that are no pixels.
    @Test(arguments: ["1", "5"], 37...40)
    func bitmapsOfEveryWidthArePixels(level: String, width: Int) throws {
        let zeros = MediaSamples.bitmap(width: width, height: 30)
        let stream = try compress(zeros, level: level)
        #expect(try decompress(stream, capacity: zeros.count) == zeros)
        #expect(try StreamDescription.list(BufferedArray(stream)).first?.pixelSegmentCount == 1)
        // The same pixels behind another header: padding is as good as free.
        let plain = try compress(MediaSamples.picture(width: width, height: 30), level: level)
        #expect(stream.count < plain.count + 60)
        // Whatever the padding is, it comes back.
        let odd = MediaSamples.bitmap(width: width, height: 30) { UInt8(truncatingIfNeeded: $0 / 7) }
        #expect(try decompress(compress(odd, level: level), capacity: odd.count) == odd)
    }

    /// Noise that is stored does not make all that follows begin anew.
    @Test func oneStoredSegmentCostsOneBlock() throws {
        var generator = SplitMix64(seed: 8)
        let raw = generator.bytes(1000) + sampleText(8000, seed: 5)
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 1000)
        let description = try #require(try StreamDescription.list(BufferedArray(stream)).first)
        #expect(description.storedSegmentCount == 1)
        #expect(description.blockCount == 2)
        #expect(try NeuralCodecsTests.decompress(stream) == raw)
    }

    /// What is cut out of its middle, or promises more than there is, is coded as far as it goes.
    @Test(arguments: [13, 15, 16, 100, 2100, 3500])
    func truncatedPicturesComeBack(byteCount: Int) throws {
        let raw = Array(MediaSamples.picture().prefix(byteCount))
        #expect(try decompress(compress(raw), capacity: raw.count) == raw)
    }

    @Test(arguments: [nil, 1000, 5000, 1 << 20] as [Int?])
    func blocksAndThreadsDoNotShow(blockByteCount: Int?) throws {
        let raw = MediaSamples.archive + MediaSamples.picture(width: 33, height: 70, seed: 9)
        let stream = try blocks(raw, of: blockByteCount, threads: 1)
        #expect(try blocks(raw, of: blockByteCount, threads: 3) == stream)
        for threads in [1, 2] { #expect(try NeuralCodecsTests.decompress(stream, threads: threads) == raw) }
    }

    /// Segments of a picture that are noise, or all of one value, are not coded, after which a model may have to begin anew: the
    /// same whether others code their pictures meanwhile or not.
    @Test func picturesWithHolesComeBackOnAnyThreads() throws {
        var generator = SplitMix64(seed: 12)
        var raw: [UInt8] = []
        for holes in [[2], [0], [1, 2], [0, 3], [3, 4], [5]] {
            var picture = MediaSamples.picture(width: 100, height: 300, seed: UInt64(holes.count))
            let start = picture.count - 90_000
            for hole in holes {
                let noise = hole % 2 == 0 ? generator.bytes(16_200) : [UInt8](repeating: 7, count: 16_200)
                picture.replaceSubrange(
                    start + hole * 16_200..<min(picture.count, start + (hole + 1) * 16_200), with: noise)
            }
            raw += sampleText(100) + picture
        }
        let stream = try blocks(raw, of: nil, threads: 1)
        #expect(try blocks(raw, of: nil, threads: 2) == stream)
        #expect(try blocks(raw, of: nil, threads: 3) == stream)
        let description = try #require(try StreamDescription.list(BufferedArray(stream)).first)
        #expect(description.storedSegmentCount > 2 && description.blockCount > 3)
        for threads in 1...3 { #expect(try NeuralCodecsTests.decompress(stream, threads: threads) == raw) }
    }

    /// The directory lies behind the samples, further than headers are looked for, in one of two.
    @Test(arguments: [false, true]) func picturesInTIFFFilesAreFound(isDirectoryLast: Bool) throws {
        let picture = MediaSamples.picture(width: 90, height: 80)
        let pixels = Array(picture.suffix(90 * 80 * 3))
        let file = TIFFFile(
            width: 90, height: 80, channels: 3, bits: 8, strips: 4, isDirectoryLast: isDirectoryLast,
            pixels: pixels)
        // One that points nowhere before it, and text around both.
        let raw = sampleText(700) + Array("II*\0".utf8) + [9, 9, 9, 0] + sampleText(900) + file.bytes + sampleText(500)
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 4000)
        #expect(try #require(try StreamDescription.list(BufferedArray(stream)).first).pixelSegmentCount > 0)
        #expect(try blocks(raw, of: nil, threads: 2, segmentByteCount: 4000) == stream)
        #expect(try NeuralCodecsTests.decompress(stream) == raw)
        let plain = try blocks(picture, of: nil, threads: 1, segmentByteCount: 4000)
        let text = try blocks(sampleText(2100), of: nil, threads: 1, segmentByteCount: 4000)
        #expect(stream.count < plain.count + text.count + 300)
    }

    /// Strips that begin within the header, behind the file, or wherever: all bytes come back.
    @Test(arguments: [0, 1, 7, 8, 9, 146, 5000, 1 << 31], [0, 300]) func stripsBeginAnywhere(place: Int, before: Int)
        throws
    {
        let pixels = Array(MediaSamples.picture(width: 60, height: 40).suffix(60 * 40 * 3))
        let file = TIFFFile(
            width: 60, height: 40, channels: 3, bits: 8, strips: 1, isDirectoryLast: false, pixels: pixels,
            changing: 273,
            to: place)
        let raw = sampleText(before) + file.bytes + file.bytes
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 4000)
        #expect(try NeuralCodecsTests.decompress(stream) == raw)
    }

    /// Most of it is of one value, which no model sees, so that it is soon coded.
    @Test func planesOfLargePicturesAreApart() throws {
        let (width, height) = (1024, 512)
        var generator = SplitMix64(seed: 9)
        var pixels = [UInt8](repeating: 9, count: 2 * width * height)
        for place in Array(0..<20_000) + Array(600_000..<630_000) {
            pixels[place] = UInt8(place % 2 == 0 ? 60 + place / 97 % 50 + Int(generator.next() % 3) : 200 + place % 3)
        }
        let parameters = pixels.withUnsafeBytes {
            PixelParameters(level: 1, layout: PixelLayout(width: width, channels: 2), analysing: $0)
        }
        #expect(parameters.arePlanesApart)
        let header = "P7\nWIDTH \(width)\nHEIGHT \(height)\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n"
        let raw = Array(header.utf8) + pixels + sampleText(300)
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 4000)
        #expect(try #require(try StreamDescription.list(BufferedArray(stream)).first).pixelSegmentCount > 3)
        for threads in 2...3 {
            #expect(try blocks(raw, of: nil, threads: threads, segmentByteCount: 4000) == stream)
            #expect(try NeuralCodecsTests.decompress(stream, threads: threads) == raw)
        }
        // Damage is told in the same words by any number of threads.
        for place in stride(from: 90, to: stream.count, by: stream.count / 12) {
            var damaged = stream
            damaged[place] ^= 4
            let (released, error) = decompressDamaged(damaged)
            let others = decompressDamaged(damaged, threads: 3)
            #expect(others.released == released && others.error == error && error != nil, "byte \(place)")
            #expect(raw.starts(with: released))
        }
    }

    /// Two stretches begin where one would be a single segment.
    @Test func longSoundsAreDivided() throws {
        func word(_ value: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 0xFF) } }
        for (frames, parts) in [((1 << 20) - 8, 1), (1 << 20, 2)] {
            let samples = (0..<frames).map { UInt8(120 + ($0 >> 9) % 9) }
            let raw =
                Array("RIFF".utf8) + word(36 + frames) + Array("WAVEfmt ".utf8) + word(16) + [1, 0, 1, 0] + word(8000)
                + word(8000) + [1, 0, 8, 0] + Array("data".utf8) + word(frames) + samples
            let description = try #require(
                try StreamDescription.list(BufferedArray(try compress(raw, threads: 2))).first)
            #expect(description.sampleSegmentCount == parts)
        }
    }

    /// A rectangular wave of 24 bits with a little noise has few values, and they are far apart: two kinds of bytes, hardly a sound.
    /// One of many values is a sound whatever its steps.
    @Test(arguments: [(3, true), (12, false)]) func scatteredValuesAreBytes(noiseBits: Int, areBytes: Bool) throws {
        var random = SplitMix64(seed: 6)
        let samples = (0..<20_000).flatMap { frame in
            let noise = Int(random.next() >> UInt64(64 - noiseBits))
            return SoundFiles.little(frame / 900 % 2 == 0 ? 0x7FFFFF - noise : noise - 0x800000, 3)
        }
        let format = SoundFiles.chunk("fmt ", SoundFiles.format(bits: 24))
        let raw = SoundFiles.riff(format + SoundFiles.chunk("data", samples))
        let stream = try compress(raw)
        #expect(try decompress(stream, capacity: raw.count) == raw)
        let description = try #require(try StreamDescription.list(BufferedArray(stream)).first)
        #expect(description.sampleSegmentCount == (areBytes ? 0 : 1))
        // Three bits of noise, each one of eight values, are all that there is to know.
        if areBytes { #expect(stream.count * 100 < 20_000 * 3 / 8 * 112) }
    }

    @Test("Parts are even, whole rows, of 32 MiB at most, and enough for two or four threads")
    func divisionOfLongStretches() {
        func part(_ units: Int, unit: Int = 3000, fewest: Int = 100) -> Int {
            StretchDivision.partByteCount(of: units * unit, unit: unit, fewest: fewest) / unit
        }
        #expect(
            [1, 50, 199, 200, 350, 399, 401, 799, 800].map { part($0) } == [1, 50, 199, 100, 175, 200, 101, 200, 100])
        #expect(part(20_000, unit: 1 << 20) == 32)
        #expect(part(65, unit: 1 << 20) == 22)
        // Longer than a part may be.
        #expect(part(3, unit: 40 << 20) == 1)
        #expect(StretchDivision.partByteCount(of: .max, unit: 7, fewest: 1 << 19) <= 4 << 20)
        #expect(StretchDivision.partByteCount(of: 0, unit: 7, fewest: 1 << 19) == 7)
    }

    /// A picture of several segments, whose model goes on from one to the next.
    @Test func stretchesGoOnOverSegments() throws {
        let raw = MediaSamples.picture(width: 100, height: 60)
        let stream = try blocks(raw, of: nil, threads: 1, segmentByteCount: 4000)
        let description = try #require(try StreamDescription.list(BufferedArray(stream)).first)
        #expect(description.pixelSegmentCount == 2)
        #expect(try NeuralCodecsTests.decompress(stream) == raw)
    }

    @Test func truncatedAtEveryByte() throws {
        let raw = sampleText(200) + MediaSamples.picture(width: 40, height: 20)
        let stream = try blocks(raw, of: nil, threads: 1)
        for length in 0..<stream.count {
            let (released, error) = decompressDamaged(Array(stream[..<length]))
            guard case .truncated(let offset, _) = error else {
                Issue.record("cut to \(length) bytes: \(error.map { "\($0)" } ?? "no error")")
                continue
            }
            #expect(offset == length)
            #expect(raw.starts(with: released))
        }
    }

    /// A changed bit ends in an error or has no effect; it never gives other bytes.
    @Test func flippedBits() throws {
        let raw = sampleText(150) + MediaSamples.picture(width: 30, height: 24)
        let stream = try blocks(raw, of: nil, threads: 1)
        for bit in stride(from: 0, to: stream.count * 8, by: 7) {
            var damaged = stream
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let (released, error) = decompressDamaged(damaged)
            let others = decompressDamaged(damaged, threads: 2)
            #expect(others.released == released && others.error == error, "bit \(bit)")
            #expect(raw.starts(with: released), "bit \(bit)")
            #expect(error != nil || released == raw, "bit \(bit)")
        }
    }

    @Test func recoveryKeepsWhatIsWhole() throws {
        let raw = MediaSamples.archive
        var stream = try blocks(raw, of: 2000, threads: 1)
        stream[stream.count / 2] ^= 1
        let sink = ArraySink()
        let lost = try StreamRecovery.recover(from: BufferedArray(stream), to: sink).lostRanges
        #expect(lost.count == 1)
        let kept = try #require(lost.first)
        #expect(raw.starts(with: sink.bytes.prefix(kept.start)))
        #expect(sink.bytes.count >= raw.count - 2 * 2000)
    }

    @Test func costsAddUp() throws {
        let codec = try MixCodec(parameters: "1", threads: 1)
        let raw = MediaSamples.archive
        let stream = try compress(raw)
        let positions = [1, 500, 1500, 5000, raw.count]
        let bits = raw.withUnsafeBytes { codec.compressedBits(of: $0, at: positions) }
        #expect(bits.count == positions.count)
        #expect(zip(bits, bits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(bits.last == 8 * Double(stream.count))
    }

    @Test(arguments: 1...9)
    func parametersComeBack(level: Int) throws {
        for raw in [sampleText(3000), Array("ACGTACGA".utf8) + [UInt8](repeating: 0x47, count: 2000), [0, 1, 2, 0]] {
            let parameters = try #require(MixParameters.level(level, for: raw))
            #expect(parameters.encoded.count <= StreamFormat.maximumParametersByteCount)
            var bytes = parameters.encoded[...]
            #expect(try MixParameters(decoding: &bytes).encoded == parameters.encoded)
            #expect(bytes.isEmpty)
            for length in 0..<parameters.encoded.count {
                var part = parameters.encoded[..<length]
                #expect(throws: ModelParametersError.self) { try MixParameters(decoding: &part) }
            }
        }
    }

    @Test(arguments: 1...9)
    func memoryIsBoundedAndFitsTheInput(level: Int) throws {
        let limits = [1: 64, 5: 256, 9: 768]
        let text = sampleText(400)
        let small = try #require(MixParameters.level(level, for: text))
        let coder = MixByteCoder(parameters: small)
        coder.addSymbols(ByteSet(text).values)
        #expect(coder.allocatedByteCount <= small.memoryByteCount)
        #expect(level > 1 || small.memoryByteCount < 4 << 20)
        let large = try #require(MixParameters.level(level, for: [UInt8](repeating: 32, count: 30 << 20)))
        if let limit = limits[level] { #expect(large.memoryByteCount <= limit << 20) }
    }

    @Test func absurdParametersAreRefused() {
        var generator = SplitMix64(seed: 32)
        let good = MixParameters.level(9, for: sampleText(500))?.encoded ?? []
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0...generator.next() % 3 {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            var input = bytes[...]
            guard let parameters = try? MixParameters(decoding: &input) else { continue }
            #expect(parameters.memoryByteCount <= MixParameters.memoryLimit)
        }
    }
}

/// An array as a source.
private final class BufferedArray: ByteSource {
    private var rest: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        let count = min(buffer.count, rest.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
