import CodecSamples
import NeuralCodecs
import Testing

/// Streams whose checksums are right and whose contents are not: what a hostile writer would send.
@Suite struct CraftedStreamTests {
    static let model = ModelParameters.level(1)?.encoded ?? []

    private func expectDamage(
        _ stream: CraftedStream, _ reason: String, released: [UInt8] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let result = decompressDamaged(stream.bytes)
        guard case .damaged(let offset, let text) = result.error else {
            Issue.record("\(result.error.map { "\($0)" } ?? "no error")", sourceLocation: sourceLocation)
            return
        }
        #expect(text.contains(reason), sourceLocation: sourceLocation)
        #expect(offset <= stream.bytes.count, sourceLocation: sourceLocation)
        #expect(result.released == released, sourceLocation: sourceLocation)
    }

    /// The description of the format is enough to write a stream by hand.
    @Test func aStreamByHand() throws {
        var stream = CraftedStream()
        stream.stored(Array("hello ".utf8), blockStart: 0)
        stream.repeated(0x21, count: 3)
        stream.stored(Array("again".utf8), blockStart: 9)
        stream.end(total: 14)
        #expect(try decompress(stream.bytes) == Array("hello !!!again".utf8))
        #expect(try decompress(stream.bytes, threads: 4) == Array("hello !!!again".utf8))
    }

    @Test func theEncoderWritesTheSame() throws {
        var stream = CraftedStream()
        stream.stored([1, 2, 3], blockStart: 0)
        stream.end(total: 3)
        #expect(try compress([1, 2, 3]) == stream.bytes)
        var empty = CraftedStream()
        empty.end(total: 0)
        #expect(try compress([]) == empty.bytes)
        var zeros = CraftedStream(blockByteCount: 5)
        zeros.repeated(0, count: 5, blockStart: 0)
        zeros.end(total: 5)
        #expect(try compress([0, 0, 0, 0, 0], blockByteCount: 5) == zeros.bytes)
    }

    /// The example at the end of the format's description.
    @Test func theDocumentedExample() throws {
        let example: [UInt8] = [
            0x89, 0x4E, 0x43, 0x42, 0x01, 0x01, 0x00, 0x00, 0x05, 0x31, 0xE3, 0x2F, 0xA9, 0x42, 0x4C, 0x4B, 0x00,
            0x03, 0x1D, 0x80, 0xBC, 0x55, 0x32, 0x4A, 0xC3, 0xC2, 0x01, 0x02, 0x03, 0xA3, 0x03, 0xF3, 0x77, 0x53,
            0x71,
        ]
        #expect(try compress([1, 2, 3]) == example)
        #expect(try decompress(example) == [1, 2, 3])
    }

    @Test func laterVersionsAreRefusedByName() {
        let format = decompressDamaged(CraftedStream(version: 3).bytes).error
        #expect(format == .unsupportedVersion(what: "stream format version", found: 3, supported: 2, offset: 4))
        let method = decompressDamaged(CraftedStream(method: 9).bytes).error
        #expect(method == .unsupportedVersion(what: "coding method", found: 9, supported: 2, offset: 5))
        let later = [UInt8(ModelParameters.version + 1)] + Self.model.dropFirst()
        let model = decompressDamaged(CraftedStream(parameters: later).bytes).error
        #expect(
            model
                == .unsupportedVersion(
                    what: "model version", found: ModelParameters.version + 1, supported: ModelParameters.version,
                    offset: 8))
        expectDamage(CraftedStream(version: 0), "version is 0")
    }

    @Test func absurdParameters() {
        var generator = SplitMix64(seed: 31)
        for length in 1...64 {
            for _ in 0..<50 {
                let version = [UInt8(1 + generator.next() % UInt64(ModelParameters.version))]
                let noise = Self.model.prefix(Int(generator.next() % 8)).dropFirst() + generator.bytes(length)
                let parameters = Array((version + noise).prefix(64))
                let error = decompressDamaged(CraftedStream(parameters: parameters).bytes).error
                // Either the parameters are refused, or they are possible ones and the stream is cut off behind them.
                #expect(error != nil)
            }
        }
        expectDamage(CraftedStream(parameters: Self.model + [0]), "bytes follow the model parameters")
        expectDamage(CraftedStream(parameters: [UInt8](repeating: 0, count: 65)), "length of the model parameters")
    }

    @Test func absurdLengths() {
        for length: UInt64 in [0, 1 << 20 + 1, 1 << 32, 1 << 62, 1 << 63 - 1, .max] {
            var stored = CraftedStream()
            stored.segment(tag: 0xA9, blockStart: 0, fields: CraftedStream.number(length), raw: [])
            expectDamage(stored, length <= 1 << 62 ? "the segment's length is \(length)" : "the segment's length")
        }
        for length: UInt64 in [1 << 20 + 1 << 16 + 1, 1 << 40, .max] {
            var coded = CraftedStream(parameters: Self.model)
            let fields = [1] + CraftedStream.number(length) + [0xFF, 0xFF]
            coded.segment(tag: 0xAC, blockStart: 0, fields: fields, raw: [])
            expectDamage(coded, "the payload's length")
        }
        var long = CraftedStream()
        long.segment(tag: 0xA9, blockStart: 0, fields: [0x81, 0x00], raw: [7], payload: [7])
        expectDamage(long, "shortest form")
        var total = CraftedStream()
        total.stored([7], blockStart: 0)
        total.end(total: 1 << 60)
        expectDamage(total, "end record", released: [7])
        expectDamage(CraftedStream(blockByteCount: .max), "block size")
    }

    @Test func recordsThatContradict() {
        var continuing = CraftedStream()
        continuing.stored([7])
        expectDamage(continuing, "does not start a block")

        var elsewhere = CraftedStream()
        elsewhere.stored([7], blockStart: 0)
        elsewhere.stored([7], blockStart: 2)
        expectDamage(elsewhere, "starts at raw byte 2", released: [7])

        var far = CraftedStream()
        far.stored([7], blockStart: UInt64(Int.max))
        expectDamage(far, "starts at raw byte")

        var tooLong = CraftedStream(blockByteCount: 3)
        tooLong.stored([1, 2], blockStart: 0)
        tooLong.stored([3, 4])
        expectDamage(tooLong, "a block of more than 3 bytes", released: [1, 2])

        var unknownTag = CraftedStream()
        unknownTag.segment(tag: 0x79, blockStart: 0, fields: [1], raw: [7], payload: [7])
        expectDamage(unknownTag, "no segment begins with")
        var symbolsOfStored = CraftedStream()
        symbolsOfStored.segment(tag: 0xAD, blockStart: 0, fields: [1], raw: [7], payload: [7])
        expectDamage(symbolsOfStored, "no segment begins with")
        var endOfBlock = CraftedStream()
        endOfBlock.segment(tag: 0xAB, blockStart: 0, fields: [1], raw: [])
        expectDamage(endOfBlock, "no segment begins with")
        var marker = CraftedStream()
        marker.segment(tag: 0xA9, blockStart: 0, marker: [0x42, 0x4C, 0x4C], fields: [1], raw: [7], payload: [7])
        expectDamage(marker, "block marker")
    }

    @Test func codedSegmentsThatCannotBe() {
        // A: one run of 65 not new, one of 1 new, one of 190 not new, as bits 0 0000001000001 1 000000010111110 0….
        let onlyA: [UInt8] = [0x01, 0x06, 0x02, 0xF8]
        var noModel = CraftedStream()
        noModel.segment(tag: 0xAC, blockStart: 0, fields: [1, 0] + onlyA, raw: [0x41])
        expectDamage(noModel, "without a model")

        var noSymbols = CraftedStream(parameters: Self.model)
        noSymbols.segment(tag: 0xA8, blockStart: 0, fields: [1, 0], raw: [0x41])
        expectDamage(noSymbols, "no byte values")

        for symbols: [UInt8] in [[0x00, 0x00, 0x00, 0x00], [0xFF, 0xFF, 0xFF, 0xFF], [0x01, 0x06, 0x02, 0xF9]] {
            var malformed = CraftedStream(parameters: Self.model)
            malformed.segment(
                tag: 0xAC, blockStart: 0, fields: [1, 0] + symbols + [UInt8](repeating: 0, count: 60), raw: [0x41])
            #expect(decompressDamaged(malformed.bytes).error.isDamage)
        }

        var tooLittle = CraftedStream(parameters: Self.model)
        tooLittle.segment(
            tag: 0xAC, blockStart: 0, fields: CraftedStream.number(1 << 20) + [1, 0x80, 0x00, 0x80],
            raw: [0x41], payload: [0x55])
        #expect(decompressDamaged(tooLittle.bytes).error.isDamage)
    }

    /// A single known value decodes from nothing; bytes behind what the decoder needs are refused.
    @Test func aCodedSegmentByHand() throws {
        let onlyA: [UInt8] = [0x01, 0x06, 0x02, 0xF8]
        var good = CraftedStream(parameters: Self.model)
        good.segment(tag: 0xAC, blockStart: 0, fields: [5, 0] + onlyA, raw: Array("AAAAA".utf8))
        good.segment(tag: 0xA0, fields: [2, 0], raw: Array("AA".utf8))
        good.end(total: 7)
        #expect(try decompress(good.bytes) == Array("AAAAAAA".utf8))

        var longer = CraftedStream(parameters: Self.model)
        longer.segment(
            tag: 0xAC, blockStart: 0, fields: [5, 9] + onlyA, raw: Array("AAAAA".utf8),
            payload: [UInt8](repeating: 0, count: 9))
        expectDamage(longer, "does not decode to its length")
    }

    @Test func memoryIsBoundedBeforeAnythingIsMade() throws {
        let needed = try #require(ModelParameters.level(9)).memoryByteCount
        let stream = try compress(sampleText(200), level: 9)
        #expect(throws: StreamError.memoryLimitExceeded(needed: needed, limit: needed - 1, offset: 0)) {
            try decompress(stream, memoryLimit: needed - 1)
        }
        #expect(try decompress(stream, memoryLimit: needed) == sampleText(200))
        // A huge block size is no reason to reserve anything.
        var huge = CraftedStream(blockByteCount: UInt64(Int.max), parameters: Self.model)
        huge.stored([7], blockStart: 0)
        huge.end(total: 1)
        #expect(try decompress(huge.bytes, threads: 8) == [7])
    }
}
