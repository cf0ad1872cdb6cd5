/// Steps through the records of a stream after its header and checks that they belong together.
struct SegmentWalker {
    let header: StreamHeader
    /// Raw bytes of the segments so far.
    private(set) var rawByteCount = 0
    private(set) var blockCount = 0
    private var rawBytesInBlock = 0
    /// The byte values that the block's coded segments have had.
    private var known = ByteSet()

    /// Reads the header of the stream that begins here, and checks that it is one.
    init(from reader: inout StreamReader) throws(StreamError) {
        let start = try reader.peek(StreamFormat.magic.count)
        guard start.elementsEqual(StreamFormat.magic.prefix(start.count)) else {
            throw .notAStream(offset: reader.offset)
        }
        header = try reader.record(missing: "the stream header") { (record) throws(RecordError) in
            try StreamHeader(from: &record)
        }
    }

    /// Reads the next record. The reader stands at the segment's payload then, which the caller reads.
    mutating func next(from reader: inout StreamReader) throws(StreamError) -> StreamRecord {
        let offset = reader.offset
        let (known, method, streamChecksum) = (known, header.method, header.checksum)
        let record = try reader.record(missing: "the next segment or the end of the stream") {
            (record) throws(RecordError) in
            try StreamRecord(from: &record, known: known, method: method, streamChecksum: streamChecksum)
        }
        if let contradiction = accept(record) { throw .damaged(offset: offset, reason: contradiction) }
        return record
    }

    /// Counts the record. Returns how it contradicts the records before it, if it does.
    private mutating func accept(_ record: StreamRecord) -> String? {
        guard case .segment(let segment) = record else {
            guard case .end(rawByteCount) = record else {
                return "the stream ends after \(rawByteCount) raw bytes, which is not what its end record says"
            }
            return nil
        }
        if let blockStart = segment.blockStart {
            guard blockStart == rawByteCount else {
                return "a block that starts at raw byte \(blockStart) follows \(rawByteCount) raw bytes"
            }
            blockCount += 1
            rawBytesInBlock = 0
        } else if blockCount == 0 {
            return "the first segment does not start a block"
        }
        if case .coded = segment.kind, header.model == nil {
            return "a coded segment in a stream without a model"
        }
        rawBytesInBlock += segment.rawByteCount
        if let limit = header.blockByteCount, rawBytesInBlock > limit {
            return "a block of more than \(limit) bytes, the stream's block size"
        }
        let (sum, overflow) = rawByteCount.addingReportingOverflow(segment.rawByteCount)
        guard !overflow else { return "the stream is longer than 2^63 bytes" }
        rawByteCount = sum
        known = segment.symbols(after: known)
        return nil
    }
}
