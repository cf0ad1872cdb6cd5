/// A part of a stream that could not be read back.
package struct LostRange: Sendable, Equatable {
    /// Which of the input's streams, counted from 1.
    package var stream: Int
    /// The first raw byte of the stream that is lost.
    package var start: Int
    /// The first raw byte after it that is not lost; nil when the stream's end is lost too.
    package var end: Int?
    /// The first thing that was wrong.
    package var cause: StreamError
}

/// Decompresses what is left of a damaged input: every block that is whole, and of the others what comes before the
/// damage. Lost bytes are left out of the output, not replaced.
///
/// Behind a damaged place the next block is found by its marker and the checksum of its header, which also says how
/// many raw bytes come before it. So a stream of many blocks loses one of them; a stream of one block loses the rest.
package struct StreamRecovery {
    private let threads: Int
    private let memoryLimit: Int
    private let knowledge: LearntCoders?

    private var reader: StreamReader
    private let sink: any ByteSink
    private let progress: (Int) -> Void
    private var streamNumber = 0
    private var lostRanges: [LostRange] = []
    private var damagedEnds: [Int] = []
    private var writtenByteCount = 0

    /// Recovers what it can from `source` into `sink`.
    ///
    /// - Returns: how much was read and written, what is lost, in order, and the numbers of streams whose end record alone is damaged, so
    ///   that nothing of them is lost.
    /// - Throws: only what has to do with reading and writing, never with what is in the input.
    package static func recover(
        from source: any ByteSource, to sink: any ByteSink, threads: Int = 1,
        memoryLimit: Int = StreamDecoder.defaultMemoryLimit, knowledge: LearntCoders? = nil,
        progress: @escaping (Int) -> Void = { _ in }
    ) throws(StreamError) -> (summary: StreamSummary, lostRanges: [LostRange], damagedEnds: [Int]) {
        var recovery = StreamRecovery(
            threads: threads, memoryLimit: memoryLimit, knowledge: knowledge, reader: StreamReader(source), sink: sink,
            progress: progress)
        try recovery.run()
        let summary = StreamSummary(
            rawByteCount: recovery.writtenByteCount, compressedByteCount: recovery.reader.offset)
        return (summary, recovery.lostRanges, recovery.damagedEnds)
    }

    private init(
        threads: Int, memoryLimit: Int, knowledge: LearntCoders?, reader: StreamReader, sink: any ByteSink,
        progress: @escaping (Int) -> Void
    ) {
        self.knowledge = knowledge
        self.threads = threads
        self.memoryLimit = memoryLimit
        self.reader = reader
        self.sink = sink
        self.progress = progress
    }

    private mutating func run() throws(StreamError) {
        repeat {
            streamNumber += 1
            let offset = reader.offset
            do throws(StreamError) {
                if let short = try ShortStream.next(from: &reader) {
                    let raw = try short.decode(
                        from: &reader, offset: offset, knowledge: knowledge, threads: threads, memoryLimit: memoryLimit,
                        progress: progress)
                    try sink.write(raw)
                    writtenByteCount += raw.count
                    continue
                }
                let walker = try SegmentWalker(from: &reader)
                let coders = try walker.header.coders(knowledge, offset: offset)
                let needed = coders?.memoryByteCount ?? 0
                guard needed <= memoryLimit else {
                    throw .memoryLimitExceeded(needed: needed, limit: memoryLimit, offset: reader.offset)
                }
                try recoverStream(walker.header, coders)
            } catch {
                guard error.isAboutContents else { throw error }
                lostRanges.append(LostRange(stream: streamNumber, start: 0, end: nil, cause: error))
                _ = try findRecord(of: nil, pastFailureAt: offset)
            }
        } while !(try reader.peek(1).isEmpty)
    }

    /// Recovers the blocks of a stream whose header was read, up to its end, the next stream or the end of the input.
    private mutating func recoverStream(_ header: StreamHeader, _ coders: CoderSource?) throws(StreamError) {
        /// Raw bytes of the stream up to here, written or lost.
        var position = 0
        var loss: LostRange?
        var known = ByteSet()
        var decoder = SegmentDecoder(coders, threads: threads, memoryLimit: memoryLimit / 4)

        func lose(_ cause: StreamError) {
            if loss == nil { loss = LostRange(stream: streamNumber, start: position, end: nil, cause: cause) }
        }
        func close(at end: Int) {
            guard var open = loss else { return }
            open.end = end
            loss = nil
            if open.start < end { lostRanges.append(open) }
        }
        defer { if let loss { lostRanges.append(loss) } }

        while true {
            let offset = reader.offset
            do throws(StreamError) {
                let record = try reader.record(missing: "the next segment or the end of the stream") {
                    (record) throws(RecordError) in
                    try StreamRecord(
                        from: &record, known: known, method: header.method, streamChecksum: header.checksum)
                }
                switch record {
                case .end(let total):
                    if total != position {
                        lose(.damaged(offset: offset, reason: "segments before the end record are missing"))
                    }
                    close(at: max(total, position))
                    return
                case .segment(let segment):
                    let start = segment.blockStart ?? position
                    guard start.addingReportingOverflow(segment.rawByteCount).overflow == false else {
                        throw .damaged(offset: offset, reason: "the stream is longer than 2^63 bytes")
                    }
                    if let blockStart = segment.blockStart {
                        guard blockStart >= position else {
                            throw .damaged(offset: offset, reason: "a block repeats what came before")
                        }
                        if blockStart > position {
                            lose(.damaged(offset: offset, reason: "segments before this block are missing"))
                        }
                        close(at: blockStart)
                        position = blockStart
                    }
                    known = segment.symbols(after: known)
                    try recover(segment, with: &decoder)
                    position += segment.rawByteCount
                }
            } catch {
                guard error.isAboutContents else { throw error }
                if loss == nil, reader.offset == offset, try isDamagedEnd(of: header, at: position) {
                    damagedEnds.append(streamNumber)
                    return
                }
                lose(error)
                known = ByteSet()
                guard try findRecord(of: header, pastFailureAt: offset) else { return }
            }
        }
    }

    /// Decodes and writes a segment. If it is damaged, the reader is left behind the segment's header, since the
    /// length that the header says may not be what is there.
    private mutating func recover(_ segment: SegmentHeader, with decoder: inout SegmentDecoder) throws(StreamError) {
        let offset = reader.offset
        let payload = try reader.read(upTo: segment.payloadByteCount)
        let raw: [UInt8]
        do throws(StreamError) {
            guard payload.count == segment.payloadByteCount else {
                throw .truncated(offset: reader.offset, missing: "the rest of a segment")
            }
            raw = try decoder.decode(segment, payload: payload, offset: offset, progress: progress)
        } catch {
            reader.putBack(payload)
            throw error
        }
        try sink.write(raw)
        writtenByteCount += raw.count
    }

    /// Whether what comes next can be nothing but the stream's end record, damaged or cut off. If so, the reader is left behind it.
    ///
    /// What the record must be is known from where the stream is; it must also be the last thing of the input, or before another stream.
    private mutating func isDamagedEnd(of header: StreamHeader, at position: Int) throws(StreamError) -> Bool {
        let expected = StreamRecord.encodedEnd(rawByteCount: position, streamChecksum: header.checksum)
        let next = try reader.peek(expected.count + StreamFormat.maximumRecordByteCount)
        guard let tag = next.first else { return false }
        let isLast = next.count <= expected.count
        guard isLast || isStreamHeader(next.dropFirst(expected.count)) else { return false }
        let found = next.prefix(expected.count)
        let isCutOff = found.count < expected.count
        // A segment that is cut off to just this length begins with its own tag.
        let isSegment = tag != expected[0] && tag & StreamFormat.tagPatternMask == StreamFormat.tagPattern
        let likeness = zip(found, expected).count { $0 == $1 }
        guard isCutOff ? likeness == found.count : !isSegment || 2 * likeness > expected.count else { return false }
        reader.consume(found.count)
        return true
    }

    /// Moves forward to the next thing that can be read without what came before it: a block's start or the end record
    /// of the stream with that header, or another stream.
    ///
    /// - Parameter offset: where the record began that could not be read or whose payload could not.
    /// - Returns: whether the former was found.
    private mutating func findRecord(of header: StreamHeader?, pastFailureAt offset: Int) throws(StreamError) -> Bool {
        if reader.offset == offset { reader.consume(try reader.peek(1).count) }
        while true {
            let window = try reader.peek(1 << 16)
            guard !window.isEmpty else { return false }
            // Close to the window's end a record may be cut off; it is looked at again in the next window.
            let isLast = window.count < 1 << 16
            let limit = isLast ? window.endIndex : window.endIndex - StreamFormat.maximumRecordByteCount
            for index in window.startIndex..<limit {
                let isOwn = header.map { isStart(of: $0, window[index...]) } ?? false
                if isOwn || isStreamHeader(window[index...]) {
                    reader.consume(index - window.startIndex)
                    return isOwn
                }
            }
            reader.consume(limit - window.startIndex)
        }
    }

    private func isStart(of header: StreamHeader, _ bytes: ArraySlice<UInt8>) -> Bool {
        guard let tag = bytes.first, tag & StreamFormat.tagPatternMask == StreamFormat.tagPattern else { return false }
        guard tag & StreamFormat.tagBlockStartFlag != 0 || tag & StreamFormat.tagKindMask == 3 else { return false }
        var record = RecordReader(bytes)
        let read = try? StreamRecord(
            from: &record, known: ByteSet(), method: header.method, streamChecksum: header.checksum)
        return read != nil
    }

    private func isStreamHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.first == StreamFormat.magic.first else { return false }
        var record = RecordReader(bytes)
        if ShortStream.begins(bytes) { return (try? ShortStream(from: &record)) != nil }
        return (try? StreamHeader(from: &record)) != nil
    }
}

extension StreamError {
    /// Whether the input's bytes are to blame, not reading or writing them.
    fileprivate var isAboutContents: Bool {
        switch self {
        case .truncated, .notAStream, .damaged, .unsupportedVersion, .memoryLimitExceeded, .knowledgeMissing: true
        case .outputFull, .inputFailed, .outputFailed: false
        }
    }
}
