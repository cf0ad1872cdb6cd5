extension StreamEncoder {
    /// The compressed bits of everything up to each position, within the stream that ``encode(from:to:progress:)`` makes of
    /// `raw` as one block.
    ///
    /// Within a modelled segment of bytes this is what the range coder really spent, to the fraction of a bit; the cost of a
    /// segment of pixels or samples is spread over it evenly; a stored segment costs eight bits a byte. Headers count where
    /// they stand, and the stream's end with the last position.
    ///
    /// - Parameter positions: rising, at least 1; the last one is the size of `raw`.
    package func compressedBits(of raw: UnsafeRawBufferPointer, at positions: [Int]) -> [Double] {
        let beginning = Array(raw.prefix(segmentByteCount + 1))
        let model = fittedModel(beginning)
        let withModel = StreamHeader(blockByteCount: nil, model: model, knowledge: knowledge?.sha256)
        let withoutModel = StreamHeader(blockByteCount: nil, model: nil)
        // Memory cannot fail to be read.
        let isSingle = (try? onlySegment(of: beginning, model: model)).flatMap { $0 } != nil
        var encoder = SegmentEncoder(coders(model), rawOffset: 0, threads: threads)
        var cutter = SegmentCutter(
            BufferSource(raw), segmentByteCount: segmentByteCount, finder: model.makeStretchFinder())
        var header = isSingle ? withoutModel : withModel
        var byteCount = isSingle ? 0 : header.encoded.count
        var bits: [Double] = []
        var start = 0
        while let input = (try? cutter.next()).flatMap({ $0 }) {
            let end = start + input.raw.count
            let marks = positions.filter { $0 > start && $0 <= end }.map { $0 - start }
            encoder.marks = marks
            let segment = input.raw.withUnsafeBytes {
                encoder.encode(
                    $0, stretch: input.stretch, isContinued: input.isContinued,
                    costOfModel: isSingle ? withModel.encoded.count - withoutModel.encoded.count : 0,
                    progress: { _ in })
            }
            if isSingle {
                if case .coded = segment.header.kind { header = withModel }
                byteCount += header.encoded.count
            }
            let before = 8 * Double(byteCount + segment.byteCount(method: header.method) - segment.payload.count)
            if case .coded(_, _, .bytes) = segment.header.kind {
                bits += segment.markedBits.map { before + $0 }
            } else {
                let share = 8 * Double(segment.payload.count) / Double(end - start)
                bits += marks.map { before + share * Double($0) }
            }
            byteCount += segment.byteCount(method: header.method)
            start = end
        }
        byteCount += StreamRecord.encodedEnd(rawByteCount: raw.count, streamChecksum: header.checksum).count
        if !bits.isEmpty { bits[bits.count - 1] = 8 * Double(byteCount) }
        return bits
    }
}
