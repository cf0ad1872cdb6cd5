/// A segment ready to be written.
struct EncodedSegment {
    var header: SegmentHeader
    /// The byte values that the block's coded segments have had before this one.
    var known: ByteSet
    var payload: [UInt8]
    /// Bits of the payload up to each mark that was asked for, in a coded segment.
    var markedBits: [Double] = []

    func bytes(method: UInt8, streamChecksum: UInt32) -> [UInt8] {
        header.encoded(known: known, method: method, streamChecksum: streamChecksum) + payload
    }

    /// The size of header and payload; a stream's checksums have all the same length.
    func byteCount(method: UInt8) -> Int {
        header.encoded(known: known, method: method, streamChecksum: 0).count + payload.count
    }
}

/// Makes segments of successive raw bytes, beginning with a new block, and chooses how each is written.
///
/// Bytes that look random, and those that the model cannot make smaller, are stored. The decoder does not run its
/// model through stored bytes; where this encoder has, to find out, its model is ahead of the decoder's, and the next
/// coded segment starts a new block. As that forgets what was learned, a slightly larger coded segment is kept as long
/// as all segments together stay below what storing them would take.
struct SegmentEncoder {
    private let coders: CoderSource
    private var model: StreamModel { coders.model }
    private let threads: Int
    private var coder: (any SegmentCoder)?
    /// The stretch that the coder has begun and not left.
    private var isInStretch = false
    /// Another coder has coded the present stretch beforehand, and everything so far was written as that one expected.
    private var isPrepared = false
    /// The model has learned bytes that the decoder's will not see.
    private var isModelAhead = false
    private var rawOffset: Int
    private var isBlockStarted = false
    private var known: ByteSet
    /// Byte values that coders know when a block begins, and which need not be declared.
    private let initialKnown: ByteSet
    private var checksum = Checksum()
    /// Raw bytes of the next segment after which its cost is noted; rising.
    var marks: [Int] = []
    /// By how much the segments so far are smaller than if all were stored.
    private var saved = 0

    /// - Parameters:
    ///   - coders: make the coder of each block.
    ///   - rawOffset: raw bytes of the stream before the first segment.
    ///   - threads: how many threads the model may use; the bytes do not depend on it.
    ///   - known: byte values that coders know when a block begins, and which are not to be declared.
    init(_ coders: CoderSource, rawOffset: Int, threads: Int, known: ByteSet = ByteSet()) {
        self.coders = coders
        self.known = known
        initialKnown = known
        self.rawOffset = rawOffset
        self.threads = threads
    }

    /// Encodes the next segment.
    ///
    /// - Parameters:
    ///   - raw: 1 to ``StreamFormat/maximumSegmentByteCount`` bytes.
    ///   - stretch: what they are a part of; nil for plain bytes.
    ///   - isContinued: whether the segment before was a part of the same stretch.
    ///   - prepared: what another coder made of it, for all segments of a stretch or for none; see ``PreparedSegment``.
    ///   - costOfModel: bytes that the stream needs in addition if this segment is coded.
    ///   - progress: called with the number of bytes done since the last call.
    mutating func encode(
        _ raw: UnsafeRawBufferPointer, stretch: (any MediaStretch)? = nil, isContinued: Bool = false,
        prepared: PreparedSegment? = nil, costOfModel: Int = 0, progress: (Int) -> Void
    ) -> EncodedSegment {
        let stored = uncoded(.stored, raw, payload: Array(raw))
        let storedByteCount = stored.byteCount(method: model.method)
        if !isContinued {
            isInStretch = false
            isPrepared = prepared != nil
        }
        let prepared = isPrepared ? prepared : nil
        var result = stored
        if let value = Self.onlyValue(of: raw) {
            result = uncoded(.repeated(value), raw, payload: [])
            progress(raw.count)
        } else if (stretch?.content ?? .bytes).isBytes, RandomnessTest.looksRandom(raw) {
            progress(raw.count)
        } else if let coded = coded(raw, stretch: stretch, prepared, progress: progress) {
            let loss = coded.byteCount(method: model.method) + costOfModel - storedByteCount
            let isTolerable = coded.header.blockStart == nil && loss <= raw.count / 32 && loss <= saved
            if loss < 0 || isTolerable {
                result = coded
            } else {
                isModelAhead = true
            }
        } else {
            isModelAhead = true
        }
        // The next segment begins a block, which the other coder did not know.
        if isModelAhead { isPrepared = false }
        saved += storedByteCount - result.byteCount(method: model.method)
        accept(result, raw)
        return result
    }

    /// The value that all bytes have; nil where they differ. No model sees such bytes.
    static func onlyValue(of raw: UnsafeRawBufferPointer) -> UInt8? {
        guard let first = raw.first, raw.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private mutating func accept(_ segment: EncodedSegment, _ raw: UnsafeRawBufferPointer) {
        if segment.header.blockStart != nil { checksum = Checksum() }
        checksum.update(raw)
        known = segment.header.symbols(after: segment.known)
        rawOffset += raw.count
        isBlockStarted = true
    }

    private func uncoded(_ kind: SegmentHeader.Kind, _ raw: UnsafeRawBufferPointer, payload: [UInt8])
        -> EncodedSegment
    {
        EncodedSegment(
            header: header(kind, raw, startsBlock: !isBlockStarted), known: known, payload: payload)
    }

    private func header(_ kind: SegmentHeader.Kind, _ raw: UnsafeRawBufferPointer, startsBlock: Bool)
        -> SegmentHeader
    {
        var checksum = startsBlock ? Checksum() : checksum
        checksum.update(raw)
        return SegmentHeader(
            kind: kind, blockStart: startsBlock ? rawOffset : nil, rawByteCount: raw.count,
            dataChecksum: checksum.value)
    }

    /// The segment modelled, or nil when it soon shows that this makes it larger.
    private mutating func coded(
        _ raw: UnsafeRawBufferPointer, stretch: (any MediaStretch)?, _ prepared: PreparedSegment?,
        progress: (Int) -> Void
    ) -> EncodedSegment? {
        let startsBlock = !isBlockStarted || isModelAhead
        let known = startsBlock ? initialKnown : known
        if isModelAhead {
            // The decoder makes a new one here, too.
            coder = nil
            isModelAhead = false
            isInStretch = false
        }
        let isContinued = stretch != nil && isInStretch
        isInStretch = stretch != nil
        var newSymbols = ByteSet()
        let payload: CodedPayload?
        if let prepared {
            payload = prepared.payload
        } else {
            let coder = coder ?? coders.makeCoder(threads: threads, memoryLimit: .max)
            self.coder = coder
            if (stretch?.content ?? .bytes).isBytes, coder.declaresSymbols {
                newSymbols = ByteSet(raw).subtracting(known)
                if !newSymbols.isEmpty { coder.addSymbols(newSymbols.values) }
            }
            payload = CodedPayload(
                of: raw, stretch: stretch, isContinued: isContinued, by: coder, marks: marks, progress: progress)
        }
        guard let payload else { return nil }
        let content = isContinued ? .continued : stretch?.content ?? .bytes
        return EncodedSegment(
            header: header(
                .coded(payloadByteCount: payload.bytes.count, newSymbols: newSymbols, content: content), raw,
                startsBlock: startsBlock),
            known: known, payload: payload.bytes, markedBits: payload.markedBits)
    }
}
