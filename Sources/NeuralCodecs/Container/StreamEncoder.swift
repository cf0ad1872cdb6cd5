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
/// Without a block size the whole input is one block: the best ratio, and `threads` serve inside the model. With one,
/// blocks are compressed side by side. The stream's bytes do not depend on the thread count in either case. Memory
/// does not depend on the input's length: one model and one segment, or with a block size `threads` models and four
/// blocks a thread.
package struct StreamEncoder: Sendable {
    let parameters: ModelParameters
    private let blockByteCount: Int?
    let threads: Int
    let segmentByteCount: Int

    /// - Parameters:
    ///   - blockByteCount: raw bytes of each independent block, at least 1; nil for one block.
    ///   - threads: how many threads to use, at least 1.
    ///   - segmentByteCount: raw bytes of a segment, 1 to ``StreamFormat/maximumSegmentByteCount``.
    package init(
        parameters: ModelParameters, blockByteCount: Int? = nil, threads: Int = 1,
        segmentByteCount: Int = StreamFormat.segmentByteCount
    ) {
        self.parameters = parameters
        self.blockByteCount = blockByteCount
        self.threads = threads
        self.segmentByteCount = min(segmentByteCount, blockByteCount ?? .max)
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
        let rawByteCount: Int
        let header: StreamHeader
        if beginning.count <= segmentByteCount {
            header = try encodeSingle(beginning, to: output, progress: progress)
            rawByteCount = beginning.count
        } else {
            header = StreamHeader(blockByteCount: blockByteCount, parameters: parameters)
            try output.write(header.encoded)
            let input = PrefixedSource(beginning, then: source)
            if let blockByteCount, threads > 1 {
                rawByteCount = try encodeBlocks(
                    of: blockByteCount, from: input, to: output, streamChecksum: header.checksum, progress: progress)
            } else {
                rawByteCount = try encodeSegments(
                    from: input, to: output, streamChecksum: header.checksum, progress: progress)
            }
        }
        try output.write(
            StreamRecord.encodedEnd(rawByteCount: rawByteCount, streamChecksum: header.checksum))
        return StreamSummary(rawByteCount: rawByteCount, compressedByteCount: output.byteCount)
    }

    /// Compresses an input of at most one segment, where the model's parameters are left out if storing is smaller.
    private func encodeSingle(_ raw: [UInt8], to sink: CountingSink, progress: (Int) -> Void)
        throws(StreamError) -> StreamHeader
    {
        let withModel = StreamHeader(blockByteCount: blockByteCount, parameters: parameters)
        let withoutModel = StreamHeader(blockByteCount: blockByteCount, parameters: nil)
        guard !raw.isEmpty else {
            try sink.write(withoutModel.encoded)
            return withoutModel
        }
        var encoder = SegmentEncoder(parameters: parameters, rawOffset: 0, threads: threads)
        let segment = raw.withUnsafeBytes { raw in
            encoder.encode(
                raw, costOfModel: withModel.encoded.count - withoutModel.encoded.count, progress: progress)
        }
        var header = withoutModel
        if case .coded = segment.header.kind { header = withModel }
        try sink.write(header.encoded)
        try sink.write(segment.bytes(streamChecksum: header.checksum))
        return header
    }

    /// One segment after the other, on the calling thread. Returns the number of raw bytes.
    private func encodeSegments(
        from source: any ByteSource, to sink: any ByteSink, streamChecksum: UInt32, progress: (Int) -> Void
    ) throws(StreamError) -> Int {
        var rawOffset = 0
        var encoder = SegmentEncoder(parameters: parameters, rawOffset: 0, threads: threads)
        var leftInBlock = blockByteCount ?? .max
        while true {
            let raw = try source.bytes(upTo: min(segmentByteCount, leftInBlock))
            guard !raw.isEmpty else { return rawOffset }
            let segment = raw.withUnsafeBytes { encoder.encode($0, progress: progress) }
            try sink.write(segment.bytes(streamChecksum: streamChecksum))
            rawOffset += raw.count
            leftInBlock -= raw.count
            if leftInBlock == 0, let blockByteCount {
                encoder = SegmentEncoder(parameters: parameters, rawOffset: rawOffset, threads: threads)
                leftInBlock = blockByteCount
            }
        }
    }

    /// Several blocks at a time, each on a thread of its own. Returns the number of raw bytes.
    private func encodeBlocks(
        of blockByteCount: Int, from source: any ByteSource, to sink: any ByteSink, streamChecksum: UInt32,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(StreamError) -> Int {
        struct Block {
            var raw: [UInt8]
            var rawOffset: Int
        }
        let pipeline = OrderedPipeline<Block, [UInt8]>(workers: threads) {
            [parameters, segmentByteCount] block in
            var encoder = SegmentEncoder(parameters: parameters, rawOffset: block.rawOffset, threads: 1)
            return block.raw.withUnsafeBytes { raw in
                var bytes: [UInt8] = []
                for start in stride(from: 0, to: raw.count, by: segmentByteCount) {
                    let end = min(start + segmentByteCount, raw.count)
                    let segment = encoder.encode(
                        UnsafeRawBufferPointer(rebasing: raw[start..<end]), progress: progress)
                    bytes += segment.bytes(streamChecksum: streamChecksum)
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
            try sink.write(bytes)
        }
        return rawOffset
    }
}
