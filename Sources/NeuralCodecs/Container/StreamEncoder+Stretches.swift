extension StreamEncoder {
    /// Stretches of pixels and samples side by side, each by a model of its own, and what lies between them in its turn on the
    /// calling thread. Returns the number of raw bytes.
    func encodeStretches(
        found finder: StretchFinder, header: StreamHeader, model: StreamModel, from source: any ByteSource,
        to sink: any ByteSink, progress: @escaping @Sendable (Int) -> Void
    ) throws(StreamError) -> Int {
        let allowance = ThreadAllowance(threads: threads)
        let pipeline = OrderedPipeline<[InputSegment], PreparedSegments>(workers: threads, callerWorks: true) {
            allowance.begin()
            defer { allowance.end() }
            return PreparedSegments($0, model: model, threads: allowance, progress: progress)
        }
        var parts = InputParts(
            SegmentCutter(source, segmentByteCount: segmentByteCount, finder: finder))
        var encoder = SegmentEncoder(coders(model), rawOffset: 0, threads: threads)
        var rawByteCount = 0
        try pipeline.run { () throws(StreamError) in
            try parts.next()
        } emit: { (part) throws(StreamError) in
            for (index, segment) in part.segments.enumerated() {
                let prepared = index < part.prepared.count ? part.prepared[index] : nil
                let encoded = segment.raw.withUnsafeBytes {
                    encoder.encode(
                        $0, stretch: segment.stretch, isContinued: segment.isContinued, prepared: prepared,
                        progress: progress)
                }
                try sink.write(encoded.bytes(method: header.method, streamChecksum: header.checksum))
                rawByteCount += segment.raw.count
            }
        }
        return rawByteCount
    }
}

/// The segments of a stretch with what its model made of them, or one segment that waits for its turn.
private struct PreparedSegments: Sendable {
    let segments: [InputSegment]
    let prepared: [PreparedSegment]

    init(_ segments: [InputSegment], model: StreamModel, threads: ThreadAllowance, progress: (Int) -> Void) {
        self.segments = segments
        let isStretch = segments.first?.stretch.map { !$0.content.isBytes } ?? false
        prepared =
            isStretch ? PreparedSegment.all(of: segments, model: model, threads: threads, progress: progress) : []
    }
}

/// Collects the segments of one stretch after the other; all others come alone.
private struct InputParts {
    private var cutter: SegmentCutter
    /// The first segment of the next part.
    private var pending: InputSegment?

    init(_ cutter: SegmentCutter) { self.cutter = cutter }

    /// The next segments that belong together; nil at the end.
    mutating func next() throws(StreamError) -> [InputSegment]? {
        let first: InputSegment
        if let pending {
            first = pending
        } else {
            guard let next = try cutter.next() else { return nil }
            first = next
        }
        pending = nil
        guard let stretch = first.stretch, !stretch.content.isBytes else { return [first] }
        var segments = [first]
        while let next = try cutter.next() {
            guard next.isContinued else {
                pending = next
                break
            }
            segments.append(next)
        }
        return segments
    }
}
