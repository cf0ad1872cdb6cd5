/// What precedes each segment: how it is made, how long it is and what its bytes must add up to.
struct SegmentHeader: Equatable {
    /// How the raw bytes of a segment are written.
    enum Kind: Equatable {
        /// Modelled; `newSymbols` are the byte values that the block's coded segments have not had before.
        case coded(payloadByteCount: Int, newSymbols: ByteSet, content: SegmentContent = .bytes)
        /// As they are. The model does not see them.
        case stored
        /// One value again and again. The model does not see them.
        case repeated(UInt8)
    }

    var kind: Kind
    /// The raw bytes of the stream before this segment if it starts a block, otherwise nil.
    var blockStart: Int?
    var rawByteCount: Int
    /// CRC-32 of the block's raw bytes up to the end of this segment.
    var dataChecksum: UInt32

    /// How many bytes follow the header.
    var payloadByteCount: Int {
        switch kind {
        case .coded(let payloadByteCount, _, _): payloadByteCount
        case .stored: rawByteCount
        case .repeated: 0
        }
    }

    /// The byte values the block's coded segments have had after this one, given those before it.
    func symbols(after known: ByteSet) -> ByteSet {
        let known = blockStart == nil ? known : ByteSet()
        guard case .coded(_, let newSymbols, _) = kind else { return known }
        return known.union(newSymbols)
    }

    /// The header's bytes.
    ///
    /// - Parameters:
    ///   - known: the byte values that the block's coded segments have had.
    ///   - method: the stream's coding method.
    ///   - streamChecksum: that of the stream's header.
    func encoded(known: ByteSet, method: UInt8, streamChecksum: UInt32) -> [UInt8] {
        let known = blockStart == nil ? known : ByteSet()
        var tag = StreamFormat.tagPattern | (blockStart == nil ? 0 : StreamFormat.tagBlockStartFlag)
        switch kind {
        case .coded(_, let newSymbols, _): tag |= newSymbols.isEmpty ? 0 : StreamFormat.tagNewSymbolsFlag
        case .stored: tag |= 1
        case .repeated: tag |= 2
        }
        var bytes = [tag]
        if let blockStart {
            bytes += StreamFormat.blockMarker
            bytes.append(number: blockStart)
        }
        bytes.append(number: rawByteCount)
        switch kind {
        case .coded(let payloadByteCount, let newSymbols, let content):
            bytes.append(number: payloadByteCount)
            if method == StreamFormat.mixMethod { bytes.append(content.rawValue) }
            if !newSymbols.isEmpty { bytes += NewSymbols.encode(newSymbols, known: known) }
        case .stored:
            break
        case .repeated(let value):
            bytes.append(value)
        }
        bytes.append(checksum: dataChecksum)
        bytes.appendClosingChecksum(seed: streamChecksum)
        return bytes
    }
}

/// What can follow a stream's header: segments, and at last the end.
enum StreamRecord: Equatable {
    case segment(SegmentHeader)
    /// The end of the stream, with the sum of its segments' raw bytes.
    case end(rawByteCount: Int)

    /// Reads a segment header or the end record. Nothing of it is believed before its checksum is right.
    ///
    /// - Parameters:
    ///   - known: the byte values that the block's coded segments have had.
    ///   - method: the stream's coding method.
    ///   - streamChecksum: that of the stream's header.
    init(from record: inout RecordReader, known: ByteSet, method: UInt8, streamChecksum: UInt32) throws(RecordError) {
        let start = record.position
        let tag = try record.byte()
        let isBlockStart = tag & StreamFormat.tagBlockStartFlag != 0
        let hasNewSymbols = tag & StreamFormat.tagNewSymbolsFlag != 0
        let kindNumber = tag & StreamFormat.tagKindMask
        guard tag & StreamFormat.tagPatternMask == StreamFormat.tagPattern, !hasNewSymbols || kindNumber == 0,
            !isBlockStart || kindNumber != 3
        else { throw .invalid(position: start, reason: "no segment begins with the byte \(tag)") }

        if kindNumber == 3 {
            let rawByteCount = try record.number("the total length", in: 0...Int.max)
            _ = try record.closingChecksum(seed: streamChecksum, name: "end record")
            self = .end(rawByteCount: rawByteCount)
            return
        }

        var blockStart: Int?
        if isBlockStart {
            try record.constant(StreamFormat.blockMarker, name: "the block marker")
            blockStart = try record.number("the start of the block", in: 0...Int.max)
        }
        let rawByteCount = try record.number("the segment's length", in: 1...StreamFormat.maximumSegmentByteCount)
        let kind: SegmentHeader.Kind
        switch kindNumber {
        case 0:
            let payloadByteCount = try record.number(
                "the payload's length", in: 0...StreamFormat.maximumPayloadByteCount)
            let known = isBlockStart ? ByteSet() : known
            var content = SegmentContent.bytes
            if method == StreamFormat.mixMethod {
                let position = record.position
                guard let given = SegmentContent(rawValue: try record.byte()) else {
                    throw .invalid(position: position, reason: "the segment's content is of no known kind")
                }
                guard given.isBytes || !hasNewSymbols else {
                    throw .invalid(position: position, reason: "byte values are declared for pixels or samples")
                }
                content = given
            }
            guard hasNewSymbols || !known.isEmpty || method == StreamFormat.mixMethod else {
                throw .invalid(position: start, reason: "the block's first coded segment has no byte values")
            }
            let newSymbols = hasNewSymbols ? try NewSymbols.decode(from: &record, known: known) : ByteSet()
            kind = .coded(payloadByteCount: payloadByteCount, newSymbols: newSymbols, content: content)
        case 1:
            kind = .stored
        default:
            kind = .repeated(try record.byte())
        }
        let dataChecksum = try record.checksum()
        _ = try record.closingChecksum(seed: streamChecksum, name: "segment header")
        self = .segment(
            SegmentHeader(
                kind: kind, blockStart: blockStart, rawByteCount: rawByteCount, dataChecksum: dataChecksum))
    }

    /// The end record's bytes.
    static func encodedEnd(rawByteCount: Int, streamChecksum: UInt32) -> [UInt8] {
        var bytes = [StreamFormat.tagPattern | StreamFormat.tagKindMask]
        bytes.append(number: rawByteCount)
        bytes.appendClosingChecksum(seed: streamChecksum)
        return bytes
    }
}
