/// How much went in and came out.
package struct StreamSummary: Sendable, Equatable {
    package var rawByteCount: Int
    package var compressedByteCount: Int

    package init(rawByteCount: Int = 0, compressedByteCount: Int = 0) {
        self.rawByteCount = rawByteCount
        self.compressedByteCount = compressedByteCount
    }
}

/// Compresses a byte sequence of any length, known or not, into one stream.
///
/// Without a block size the whole input is one block: the best ratio, and `threads` serve inside the model and code stretches of
/// pixels and samples side by side. With one, blocks are compressed side by side. The stream's bytes do not depend on the
/// thread count in either case. Memory does not depend on the input's length: one model and one segment, or two
/// stretches a thread with their models, or with a block size `threads` models and four blocks a thread.
package struct StreamEncoder: Sendable {
    let model: StreamModel
    /// What its coders know beforehand.
    let knowledge: LearntCoders?
    let blockByteCount: Int?
    let threads: Int
    let segmentByteCount: Int

    /// - Parameters:
    ///   - blockByteCount: raw bytes of each independent block, at least 1; nil for one block.
    ///   - threads: how many threads to use, at least 1.
    ///   - segmentByteCount: raw bytes of a segment, 1 to ``StreamFormat/maximumSegmentByteCount``.
    ///   - knowledge: what its coders know beforehand, which a decoder needs as well; nil for nothing.
    package init(
        model: StreamModel, blockByteCount: Int? = nil, threads: Int = 1,
        segmentByteCount: Int = StreamFormat.segmentByteCount, knowledge: LearntCoders? = nil
    ) {
        self.model = model
        self.knowledge = knowledge
        self.blockByteCount = blockByteCount
        self.threads = threads
        self.segmentByteCount = min(segmentByteCount, blockByteCount ?? .max)
    }

    /// An encoder with networks alone, method 1.
    package init(
        parameters: ModelParameters, blockByteCount: Int? = nil, threads: Int = 1,
        segmentByteCount: Int = StreamFormat.segmentByteCount
    ) {
        self.init(
            model: .networks(parameters), blockByteCount: blockByteCount, threads: threads,
            segmentByteCount: segmentByteCount)
    }

    /// The most bytes a stream of `rawByteCount` raw bytes may have.
    package func maximumStreamByteCount(for rawByteCount: Int) -> Int {
        let segmentCount = rawByteCount / segmentByteCount + 1
        return rawByteCount + 2 * StreamFormat.maximumRecordByteCount + 32 * segmentCount
    }

    /// Compresses all of `source`.
    ///
    /// - Parameter progress: called with the number of raw bytes done since the last call, from any thread.
    package func encode(
        from source: any ByteSource, to sink: any ByteSink, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(StreamError) -> StreamSummary {
        let output = CountingSink(sink)
        let beginning = try source.bytes(upTo: segmentByteCount + 1)
        let model = fittedModel(beginning)
        let rawByteCount: Int
        let header: StreamHeader
        let segment = try onlySegment(of: beginning, model: model)
        if let knowledge, let segment, isShort(beginning, segment: segment) {
            try output.write(encodeShort(segment, model: model, knowledge: knowledge, progress: progress))
            return StreamSummary(rawByteCount: beginning.count, compressedByteCount: output.byteCount)
        }
        if let segment {
            header = try encodeSingle(segment, model: model, to: output, progress: progress)
            rawByteCount = beginning.count
        } else {
            header = StreamHeader(blockByteCount: blockByteCount, model: model, knowledge: knowledge?.sha256)
            try output.write(header.encoded)
            let input = PrefixedSource(beginning, then: source)
            if threads > 1, blockByteCount == nil, let finder = model.makeStretchFinder() {
                rawByteCount = try encodeStretches(
                    found: finder, header: header, model: model, from: input, to: output, progress: progress)
            } else if let blockByteCount, threads > 1 {
                rawByteCount = try encodeBlocks(
                    of: blockByteCount, header: header, model: model, from: input, to: output, progress: progress)
            } else {
                rawByteCount = try encodeSegments(
                    header: header, model: model, from: input, to: output, progress: progress)
            }
        }
        try output.write(
            StreamRecord.encodedEnd(rawByteCount: rawByteCount, streamChecksum: header.checksum))
        return StreamSummary(rawByteCount: rawByteCount, compressedByteCount: output.byteCount)
    }

    /// The model for an input that begins so: a small input, or small blocks, need small tables.
    func fittedModel(_ beginning: [UInt8]) -> StreamModel {
        let isWhole = beginning.count <= segmentByteCount
        let byteCount = min(isWhole ? beginning.count : .max, blockByteCount ?? .max)
        return knowledge?.fitted(model, to: byteCount) ?? model.fitted(to: byteCount, beginning: beginning)
    }

    /// Where the coders of its blocks come from.
    func coders(_ model: StreamModel) -> CoderSource {
        CoderSource(model: model, knowledge: knowledge, isRepeated: blockByteCount != nil)
    }

    /// The segment of an input that is no more than one; nil where there are several.
    func onlySegment(of beginning: [UInt8], model: StreamModel) throws(StreamError) -> InputSegment? {
        guard beginning.count <= segmentByteCount else { return nil }
        guard !beginning.isEmpty else { return InputSegment(raw: []) }
        var cutter = SegmentCutter(
            PrefixedSource(beginning), segmentByteCount: segmentByteCount, finder: model.makeStretchFinder())
        let segment = try cutter.next()
        return segment?.raw.count == beginning.count ? segment : nil
    }

    /// Compresses an input of at most one segment, where the model's parameters are left out if storing is smaller.
    private func encodeSingle(
        _ segment: InputSegment, model: StreamModel, to sink: CountingSink, progress: (Int) -> Void
    ) throws(StreamError) -> StreamHeader {
        let withModel = StreamHeader(blockByteCount: blockByteCount, model: model, knowledge: knowledge?.sha256)
        let withoutModel = StreamHeader(blockByteCount: blockByteCount, model: nil)
        guard !segment.raw.isEmpty else {
            try sink.write(withoutModel.encoded)
            return withoutModel
        }
        var encoder = SegmentEncoder(coders(model), rawOffset: 0, threads: threads)
        let encoded = segment.raw.withUnsafeBytes { raw in
            encoder.encode(
                raw, stretch: segment.stretch, costOfModel: withModel.encoded.count - withoutModel.encoded.count,
                progress: progress)
        }
        var header = withoutModel
        if case .coded = encoded.header.kind { header = withModel }
        try sink.write(header.encoded)
        try sink.write(encoded.bytes(method: header.method, streamChecksum: header.checksum))
        return header
    }

    /// One segment after the other, on the calling thread. Returns the number of raw bytes.
    private func encodeSegments(
        header: StreamHeader, model: StreamModel, from source: any ByteSource, to sink: any ByteSink,
        progress: (Int) -> Void
    ) throws(StreamError) -> Int {
        var rawOffset = 0
        var encoder = SegmentEncoder(coders(model), rawOffset: 0, threads: threads)
        var cutter = SegmentCutter(
            source, segmentByteCount: segmentByteCount, finder: model.makeStretchFinder())
        var leftInBlock = blockByteCount ?? .max
        while let segment = try cutter.next(limit: leftInBlock) {
            let encoded = segment.raw.withUnsafeBytes {
                encoder.encode($0, stretch: segment.stretch, isContinued: segment.isContinued, progress: progress)
            }
            try sink.write(encoded.bytes(method: header.method, streamChecksum: header.checksum))
            rawOffset += segment.raw.count
            leftInBlock -= segment.raw.count
            if leftInBlock == 0, let blockByteCount {
                encoder = SegmentEncoder(coders(model), rawOffset: rawOffset, threads: threads)
                leftInBlock = blockByteCount
                cutter.beginBlock()
            }
        }
        return rawOffset
    }

    /// Several blocks at a time, each on a thread of its own. Returns the number of raw bytes.
    private func encodeBlocks(
        of blockByteCount: Int, header: StreamHeader, model: StreamModel, from source: any ByteSource,
        to sink: any ByteSink, progress: @escaping @Sendable (Int) -> Void
    ) throws(StreamError) -> Int {
        struct Block {
            var raw: [UInt8]
            var rawOffset: Int
        }
        let (method, streamChecksum) = (header.method, header.checksum)
        let pipeline = OrderedPipeline<Block, Result<[UInt8], StreamError>>(workers: threads) {
            [segmentByteCount, coders = coders(model)] block in
            var encoder = SegmentEncoder(coders, rawOffset: block.rawOffset, threads: 1)
            var cutter = SegmentCutter(
                PrefixedSource(block.raw), segmentByteCount: segmentByteCount, finder: model.makeStretchFinder())
            return Result { () throws(StreamError) in
                var bytes: [UInt8] = []
                while let segment = try cutter.next() {
                    let encoded = segment.raw.withUnsafeBytes {
                        encoder.encode(
                            $0, stretch: segment.stretch, isContinued: segment.isContinued, progress: progress)
                    }
                    bytes += encoded.bytes(method: method, streamChecksum: streamChecksum)
                }
                return bytes
            }
        }
        var rawOffset = 0
        try pipeline.run { () throws(StreamError) in
            var raw: [UInt8] = []
            while raw.count < blockByteCount {
                let more = try source.bytes(upTo: min(segmentByteCount, blockByteCount - raw.count))
                guard !more.isEmpty else { break }
                raw += more
            }
            guard !raw.isEmpty else { return nil }
            defer { rawOffset += raw.count }
            return Block(raw: raw, rawOffset: rawOffset)
        } emit: { (bytes) throws(StreamError) in
            try sink.write(try bytes.get())
        }
        return rawOffset
    }
}
