extension StreamDecoder {
    /// Decodes stretches of pixels and samples side by side, each by a model of its own, and what lies between them in its turn
    /// on the calling thread.
    func decodeStretches(
        _ coders: CoderSource, walker: inout SegmentWalker, reader: inout StreamReader, to sink: any ByteSink,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(StreamError) {
        // A stretch's own model needs nothing that is known of bytes.
        let model = coders.model
        let allowance = ThreadAllowance(threads: threads)
        let pipeline = OrderedPipeline<StretchReader.Part, DecodedPart>(workers: threads, callerWorks: true) {
            [stretchMemoryLimit] part in
            allowance.begin()
            defer { allowance.end() }
            return DecodedPart(
                part, model: model, threads: allowance, memoryLimit: stretchMemoryLimit, progress: progress)
        }
        var parts = StretchReader(walker: walker, reader: reader)
        // The reader and the walker come back as they are then, also when an error is thrown.
        defer {
            walker = parts.walker
            reader = parts.reader
        }
        var decoder = SegmentDecoder(coders, threads: threads, memoryLimit: stretchMemoryLimit)
        var open: SegmentDecoder?
        // Models of stretches may take half of the limit and the last one a quarter; the rest is for the model of bytes.
        try pipeline.run(
            cost: { (part) in part.byteCount(model: model) }, costLimit: memoryLimit / 2
        ) { () throws(StreamError) in
            parts.next()
        } emit: { (part) throws(StreamError) in
            for (index, segment) in part.segments.enumerated() {
                decoder.begin(segment.header)
                let raw: [UInt8]
                if index < part.raw.count {
                    raw = part.raw[index]
                } else if part.isStretch {
                    break
                } else if segment.header.blockStart == nil, segment.content == .continued, var stretch = open {
                    raw = try stretch.uncheckedBytes(
                        of: segment.header, payload: segment.payload, offset: segment.offset, progress: progress)
                    open = stretch
                } else {
                    if segment.content != nil || segment.header.blockStart != nil { open = nil }
                    raw = try decoder.uncheckedBytes(
                        of: segment.header, payload: segment.payload, offset: segment.offset, progress: progress)
                }
                try decoder.check(raw, of: segment.header, offset: segment.offset)
                try sink.write(raw)
            }
            if let failure = part.failure { throw failure }
            if part.isStretch { open = part.open }
        }
    }
}

/// What a part of a stream decoded to, for those that need nothing of what comes before them; the others wait for their turn.
///
/// A decoder that goes on with an unfinished stretch is used by one thread after the other, hence `@unchecked`.
private struct DecodedPart: @unchecked Sendable {
    let segments: [StreamSegment]
    let isStretch: Bool
    private(set) var raw: [[UInt8]] = []
    private(set) var failure: StreamError?
    /// Goes on with the stretch, where it is longer than the part.
    private(set) var open: SegmentDecoder?

    init(
        _ part: StretchReader.Part, model: StreamModel, threads: ThreadAllowance, memoryLimit: Int,
        progress: (Int) -> Void
    ) {
        segments = part.segments
        isStretch = part.isStretch
        failure = part.failure
        guard part.isStretch else { return }
        var decoder = SegmentDecoder(
            CoderSource(model: model, allowance: threads), threads: 1, memoryLimit: memoryLimit)
        do throws(StreamError) {
            for segment in part.segments {
                raw.append(
                    try decoder.uncheckedBytes(
                        of: segment.header, payload: segment.payload, offset: segment.offset, progress: progress))
            }
            if part.isOpen { open = decoder }
        } catch {
            failure = error
        }
    }
}

/// Collects the segments of one stretch of pixels or samples after the other; all others come alone.
private struct StretchReader {
    struct Part: Sendable {
        var segments: [StreamSegment] = []
        var isStretch = false
        /// The stretch may go on after these segments.
        var isOpen = false
        /// Why what follows could not be read.
        var failure: StreamError?

        /// Bytes that it takes while it is decoded, and those that come out.
        func byteCount(model: StreamModel) -> Int {
            let segments = segments.reduce(0) { $0 + $1.payload.count + $1.header.rawByteCount }
            guard isStretch, let first = self.segments.first, let content = first.content else { return segments }
            return segments + model.stretchMemoryByteCount(content, payload: first.payload)
        }
    }

    private(set) var walker: SegmentWalker
    private(set) var reader: StreamReader
    /// The first segment of the next part.
    private var pending: StreamSegment?
    private var isAtEnd = false

    init(walker: SegmentWalker, reader: StreamReader) {
        self.walker = walker
        self.reader = reader
    }

    /// The next part; nil after the stream's last or a failure.
    mutating func next() -> Part? {
        guard !isAtEnd else { return nil }
        var part = Part()
        do throws(StreamError) {
            guard let first = try nextSegment() else { return nil }
            part.segments = [first]
            guard first.content == .pixels || first.content == .samples else { return part }
            part.isStretch = true
            // Encoders divide what is longer; a stream may not.
            var left = StretchDivision.largestByteCount - first.header.rawByteCount
            while left > 0 {
                guard let next = try nextSegment() else { return part }
                guard next.header.blockStart == nil, next.content == nil || next.content == .continued else {
                    pending = next
                    return part
                }
                part.segments.append(next)
                left -= next.header.rawByteCount
            }
            part.isOpen = true
        } catch {
            part.failure = error
            isAtEnd = true
        }
        return part
    }

    private mutating func nextSegment() throws(StreamError) -> StreamSegment? {
        if let pending {
            self.pending = nil
            return pending
        }
        guard case .segment(let header) = try walker.next(from: &reader) else {
            isAtEnd = true
            return nil
        }
        let offset = reader.offset
        let payload = try reader.read(header.payloadByteCount, missing: "the rest of a segment")
        return StreamSegment(header: header, payload: payload, offset: offset)
    }
}
