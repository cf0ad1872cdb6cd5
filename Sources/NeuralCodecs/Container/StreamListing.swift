internal import CodecInterface

/// What one stream of an input says of itself, read from its records without decoding anything.
package struct StreamDescription: Sendable, Equatable {
    /// Where the stream begins in the input.
    package var offset: Int
    package var compressedByteCount = 0
    package var rawByteCount = 0
    /// The spec that the stream was written with, e.g. `lstm,5`; just `lstm` for parameters that are no level's. Of a stream whose coder knew
    /// something beforehand, the beginning of that file's SHA-256 behind `@`.
    package var spec: String
    /// The most raw bytes of a block; nil when blocks may be of any length.
    package var blockByteCount: Int?
    /// Memory that decoding takes with one thread, at most.
    package var memoryByteCount: Int
    package var blockCount = 0
    package var codedSegmentCount = 0
    /// How many of the coded segments hold pixels, and how many samples.
    package var pixelSegmentCount = 0
    package var sampleSegmentCount = 0
    package var storedSegmentCount = 0
    package var repeatedSegmentCount = 0

    /// Describes every stream of an input. The payloads are passed over: what is in them is not checked.
    package static func list(_ source: any ByteSource) throws(StreamError) -> [StreamDescription] {
        var reader = StreamReader(source)
        var descriptions: [StreamDescription] = []
        repeat {
            descriptions.append(try StreamDescription(from: &reader))
        } while !(try reader.peek(1).isEmpty)
        return descriptions
    }

    private init(from reader: inout StreamReader) throws(StreamError) {
        offset = reader.offset
        if let short = try ShortStream.next(from: &reader) {
            self = try StreamDescription(short, offset: offset, &reader)
            return
        }
        var walker = try SegmentWalker(from: &reader)
        let model = walker.header.model
        spec =
            model?.spec
            ?? (walker.header.method == StreamFormat.mixMethod ? MixCodec.name : NetworkFamily.lstm.rawValue)
        if let knowledge = walker.header.knowledge { spec += Self.mark(knowledge) }
        blockByteCount = walker.header.blockByteCount
        memoryByteCount =
            (model?.memoryByteCount ?? 0) + StreamFormat.maximumSegmentByteCount
            + StreamFormat.maximumPayloadByteCount
        var current = SegmentContent.bytes
        while case .segment(let segment) = try walker.next(from: &reader) {
            switch segment.kind {
            case .coded(_, _, let content):
                codedSegmentCount += 1
                if content != .continued { current = content }
                pixelSegmentCount += current == .pixels ? 1 : 0
                sampleSegmentCount += current == .samples ? 1 : 0
            case .stored: storedSegmentCount += 1
            case .repeated: repeatedSegmentCount += 1
            }
            try reader.skip(segment.payloadByteCount, missing: "the rest of a segment")
        }
        compressedByteCount = reader.offset - offset
        rawByteCount = walker.rawByteCount
        blockCount = walker.blockCount
    }

    private init(_ short: ShortStream, offset: Int, _ reader: inout StreamReader) throws(StreamError) {
        self.offset = offset
        rawByteCount = short.rawByteCount
        blockCount = short.rawByteCount == 0 ? 0 : 1
        memoryByteCount = ShortStream.maximumRawByteCount
        switch short.kind {
        case .coded(let model, let content, _):
            spec = model.spec
            memoryByteCount += 2 * model.memoryByteCount
            codedSegmentCount = 1
            pixelSegmentCount = content == .pixels ? 1 : 0
            sampleSegmentCount = content == .samples ? 1 : 0
        case .stored:
            spec = MixCodec.name
            storedSegmentCount = blockCount
        case .repeated:
            spec = MixCodec.name
            repeatedSegmentCount = 1
        }
        spec += Self.mark(short.identifier)
        try short.skip(&reader)
        compressedByteCount = reader.offset - offset
    }

    private static func mark(_ sha256: [UInt8]) -> String {
        "@" + HexadecimalText.of(sha256.prefix(ShortStream.identifierByteCount))
    }
}
