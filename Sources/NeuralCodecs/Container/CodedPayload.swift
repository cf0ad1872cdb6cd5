/// What a model made of a segment's bytes.
struct CodedPayload: Sendable {
    let bytes: [UInt8]
    /// Bits of the payload up to each mark that was asked for.
    let markedBits: [Double]

    /// Runs a coder over a segment; nil when it soon shows that this makes it larger.
    ///
    /// - Parameters:
    ///   - stretch: what the bytes are a part of; nil for plain bytes.
    ///   - isContinued: whether the coder is in the middle of that stretch.
    ///   - marks: raw bytes of the segment after which its cost is noted; rising.
    ///   - progress: called with the number of bytes done since the last call.
    init?(
        of raw: UnsafeRawBufferPointer, stretch: (any MediaStretch)?, isContinued: Bool, by coder: any SegmentCoder,
        marks: [Int] = [], progress: (Int) -> Void
    ) {
        coder.beginEncoding(stretch, isContinued: isContinued)
        let pieceByteCount = coder.pieceByteCount
        var encoder = RangeEncoder(reservingCapacity: raw.count / 2)
        encoder.mark(after: marks)
        var done = 0
        while done < raw.count {
            let count = coder.nextByteCount(after: done, of: raw.count)
            coder.encode(UnsafeRawBufferPointer(rebasing: raw[done..<done + count]), with: &encoder)
            done += count
            let isPiece = done % pieceByteCount == 0 || done == raw.count
            let isHopeless = isPiece && done >= 1 << 16 && encoder.bytes.count > done + done / 32
            if isHopeless {
                progress(raw.count - done + count)
                return nil
            }
            progress(count)
        }
        markedBits = encoder.markedBits
        let parameters = isContinued ? [] : stretch?.encodedParameters ?? []
        bytes = parameters + coder.endEncoding(encoder.finish())
        guard bytes.count <= StreamFormat.maximumPayloadByteCount else { return nil }
    }
}
