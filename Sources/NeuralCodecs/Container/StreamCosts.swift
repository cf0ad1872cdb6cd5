extension StreamEncoder {
    /// The compressed bits of everything up to each position, within the stream that ``encode(from:to:progress:)`` makes of
    /// `raw` as one block.
    ///
    /// Within a modelled segment this is what the range coder really spent, to the fraction of a bit; a stored segment costs
    /// eight bits a byte. Headers count where they stand, and the stream's end with the last position.
    ///
    /// - Parameter positions: rising, at least 1; the last one is the size of `raw`.
    package func compressedBits(of raw: UnsafeRawBufferPointer, at positions: [Int]) -> [Double] {
        let withModel = StreamHeader(blockByteCount: nil, parameters: parameters)
        let withoutModel = StreamHeader(blockByteCount: nil, parameters: nil)
        let isSingle = raw.count <= segmentByteCount
        var encoder = SegmentEncoder(parameters: parameters, rawOffset: 0, threads: threads)
        var header = isSingle ? withoutModel : withModel
        var byteCount = isSingle ? 0 : header.encoded.count
        var bits: [Double] = []
        for start in stride(from: 0, to: raw.count, by: segmentByteCount) {
            let end = min(start + segmentByteCount, raw.count)
            let marks = positions.filter { $0 > start && $0 <= end }.map { $0 - start }
            encoder.marks = marks
            let segment = encoder.encode(
                UnsafeRawBufferPointer(rebasing: raw[start..<end]),
                costOfModel: isSingle ? withModel.encoded.count - withoutModel.encoded.count : 0, progress: { _ in })
            if isSingle {
                if case .coded = segment.header.kind { header = withModel }
                byteCount += header.encoded.count
            }
            let before = 8 * Double(byteCount + segment.byteCount - segment.payload.count)
            if case .coded = segment.header.kind {
                bits += segment.markedBits.map { before + $0 }
            } else {
                let share = 8 * Double(segment.payload.count) / Double(end - start)
                bits += marks.map { before + share * Double($0) }
            }
            byteCount += segment.byteCount
        }
        byteCount += StreamRecord.encodedEnd(rawByteCount: raw.count, streamChecksum: header.checksum).count
        if !bits.isEmpty { bits[bits.count - 1] = 8 * Double(byteCount) }
        return bits
    }
}
