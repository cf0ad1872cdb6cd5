/// Decompresses one stream, or several one after the other as their concatenation.
///
/// Only bytes whose checksum is right reach the sink. When the input is damaged, what came before the damage has been
/// written, and the error names the offset. Memory is bounded whatever the input says: one model, whose size is checked
/// against `memoryLimit` before it is made, and one segment; where blocks or stretches are decoded side by side, that for every
/// thread and a few of them, within the same limit.
package struct StreamDecoder: Sendable {
    /// What decoding may take unless told otherwise: far more than any level needs.
    package static let defaultMemoryLimit = 4 << 30

    let threads: Int
    let memoryLimit: Int
    private let knowledge: LearntCoders?
    /// What the model of a stretch of pixels or samples may take: the same however many blocks are decoded side by side, so
    /// that what is refused does not depend on the number of threads.
    var stretchMemoryLimit: Int { memoryLimit / 4 }

    /// - Parameters:
    ///   - threads: how many threads to use, at least 1.
    ///   - memoryLimit: bytes of memory that models and blocks may take.
    ///   - knowledge: for streams whose coder knew something beforehand; others do without.
    package init(
        threads: Int = 1, memoryLimit: Int = StreamDecoder.defaultMemoryLimit, knowledge: LearntCoders? = nil
    ) {
        self.knowledge = knowledge
        self.threads = threads
        self.memoryLimit = memoryLimit
    }

    /// Decompresses all of `source`, which must hold at least one stream and nothing but streams.
    ///
    /// - Parameter progress: called with the number of raw bytes done since the last call, from any thread.
    package func decode(
        from source: any ByteSource, to sink: any ByteSink, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(StreamError) -> StreamSummary {
        var reader = StreamReader(source)
        var summary = StreamSummary()
        repeat {
            let offset = reader.offset
            if let short = try ShortStream.next(from: &reader) {
                let raw = try short.decode(
                    from: &reader, offset: offset, knowledge: knowledge, threads: threads, memoryLimit: memoryLimit,
                    progress: progress)
                try sink.write(raw)
                summary.rawByteCount += raw.count
                continue
            }
            var walker = try SegmentWalker(from: &reader)
            let coders = try walker.header.coders(knowledge, offset: offset)
            let modelByteCount = coders?.memoryByteCount ?? 0
            guard modelByteCount <= memoryLimit else {
                throw .memoryLimitExceeded(needed: modelByteCount, limit: memoryLimit, offset: offset)
            }
            let workers = parallelBlocks(of: walker.header, coders)
            if threads > 1, let coders, coders.model.hasStretches, walker.header.blockByteCount == nil {
                try decodeStretches(
                    coders, walker: &walker, reader: &reader, to: sink, progress: progress)
            } else if workers > 1 {
                try decodeBlocks(
                    coders, walker: &walker, reader: &reader, workers: workers, to: sink, progress: progress)
            } else {
                try decodeSegments(coders, walker: &walker, reader: &reader, to: sink, progress: progress)
            }
            summary.rawByteCount += walker.rawByteCount
        } while !(try reader.peek(1).isEmpty)
        summary.compressedByteCount = reader.offset
        return summary
    }

    /// How many blocks of the stream to decode side by side.
    private func parallelBlocks(of header: StreamHeader, _ coders: CoderSource?) -> Int {
        guard let blockByteCount = header.blockByteCount, let coders else { return 1 }
        // A model each, and for two blocks a thread the payload and the raw bytes.
        let (blocks, overflow) = blockByteCount.multipliedReportingOverflow(by: 4)
        let (perWorker, overflow2) = blocks.addingReportingOverflow(
            coders.memoryByteCount + (coders.model.hasStretches ? stretchMemoryLimit : 0))
        return overflow || overflow2 ? 1 : min(threads, memoryLimit / max(perWorker, 1))
    }

    private func decodeSegments(
        _ coders: CoderSource?, walker: inout SegmentWalker, reader: inout StreamReader, to sink: any ByteSink,
        progress: (Int) -> Void
    ) throws(StreamError) {
        var decoder = SegmentDecoder(coders, threads: threads, memoryLimit: stretchMemoryLimit)
        while case .segment(let header) = try walker.next(from: &reader) {
            let offset = reader.offset
            let payload = try reader.read(header.payloadByteCount, missing: "the rest of a segment")
            try sink.write(decoder.decode(header, payload: payload, offset: offset, progress: progress))
        }
    }

    /// Reads whole blocks and decodes several at a time.
    private func decodeBlocks(
        _ coders: CoderSource?, walker: inout SegmentWalker, reader: inout StreamReader, workers: Int,
        to sink: any ByteSink, progress: @escaping @Sendable (Int) -> Void
    ) throws(StreamError) {
        let pipeline = OrderedPipeline<BlockReader.Block, DecodedBlock>(workers: workers) {
            [stretchMemoryLimit] block in
            DecodedBlock(block, coders, memoryLimit: stretchMemoryLimit, progress: progress)
        }
        var blocks = BlockReader(walker: walker, reader: reader)
        // The reader and the walker come back as they are then, also when an error is thrown.
        defer {
            walker = blocks.walker
            reader = blocks.reader
        }
        try pipeline.run { () throws(StreamError) in
            blocks.next()
        } emit: { (block) throws(StreamError) in
            for segment in block.segments { try sink.write(segment) }
            if let failure = block.failure { throw failure }
        }
    }
}

/// What a block decoded to: the segments before the first failure, and the failure.
private struct DecodedBlock: Sendable {
    private(set) var segments: [[UInt8]] = []
    private(set) var failure: StreamError?

    init(_ block: BlockReader.Block, _ coders: CoderSource?, memoryLimit: Int, progress: (Int) -> Void) {
        var decoder = SegmentDecoder(coders, threads: 1, memoryLimit: memoryLimit)
        do throws(StreamError) {
            for segment in block.segments {
                segments.append(
                    try decoder.decode(
                        segment.header, payload: segment.payload, offset: segment.offset, progress: progress))
            }
            failure = block.failure
        } catch {
            failure = error
        }
    }
}

/// Collects the segments of one block after the other.
private struct BlockReader {
    typealias Segment = StreamSegment

    struct Block: Sendable {
        var segments: [Segment] = []
        /// Why the block could not be read to its end.
        var failure: StreamError?
    }

    private(set) var walker: SegmentWalker
    private(set) var reader: StreamReader
    /// The first segment of the next block.
    private var pending: Segment?
    private var isAtEnd = false

    init(walker: SegmentWalker, reader: StreamReader) {
        self.walker = walker
        self.reader = reader
    }

    /// The next block; nil after the stream's last or a failure.
    mutating func next() -> Block? {
        guard !isAtEnd else { return nil }
        var block = Block(segments: pending.map { [$0] } ?? [])
        pending = nil
        do throws(StreamError) {
            while case .segment(let header) = try walker.next(from: &reader) {
                let offset = reader.offset
                let payload = try reader.read(header.payloadByteCount, missing: "the rest of a segment")
                let segment = Segment(header: header, payload: payload, offset: offset)
                if header.blockStart != nil, !block.segments.isEmpty {
                    pending = segment
                    return block
                }
                block.segments.append(segment)
            }
        } catch {
            block.failure = error
        }
        isAtEnd = true
        return block.segments.isEmpty && block.failure == nil ? nil : block
    }
}

/// A segment as it lies in a stream.
struct StreamSegment: Sendable {
    var header: SegmentHeader
    var payload: [UInt8]
    /// Where the payload begins.
    var offset: Int

    /// What the bytes are; nil where no model has seen them.
    var content: SegmentContent? {
        guard case .coded(_, _, let content) = header.kind else { return nil }
        return content
    }
}
