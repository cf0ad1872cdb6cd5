/// Gives back the raw bytes of a block's segments, one after the other.
struct SegmentDecoder {
    private let coders: CoderSource?
    private let threads: Int
    private let memoryLimit: Int
    private var coder: (any SegmentCoder)?
    private var checksum = Checksum()

    /// - Parameters:
    ///   - coders: of the model in the stream's header; nil where it has none.
    ///   - threads: how many threads the model may use; the bytes do not depend on it.
    ///   - memoryLimit: bytes that the model may take.
    init(_ coders: CoderSource?, threads: Int, memoryLimit: Int) {
        self.coders = coders
        self.threads = threads
        self.memoryLimit = memoryLimit
    }

    /// Decodes the next segment and checks it. Only when this returns may anybody see the bytes.
    ///
    /// - Parameters:
    ///   - header: the segment's header, from a ``SegmentWalker``; one that starts a block resets the model.
    ///   - payload: as many bytes as the header says.
    ///   - offset: where the payload begins in the compressed input, for errors.
    ///   - progress: called with the number of bytes done since the last call.
    /// - Returns: as many raw bytes as the header says.
    mutating func decode(_ header: SegmentHeader, payload: [UInt8], offset: Int, progress: (Int) -> Void)
        throws(StreamError) -> [UInt8]
    {
        begin(header)
        let raw = try uncheckedBytes(of: header, payload: payload, offset: offset, progress: progress)
        try check(raw, of: header, offset: offset)
        return raw
    }

    /// Forgets what was before a block.
    mutating func begin(_ header: SegmentHeader) {
        guard header.blockStart != nil else { return }
        coder = nil
        checksum = Checksum()
    }

    /// The bytes of a segment, which nobody may see before ``check(_:of:offset:)`` has returned.
    mutating func uncheckedBytes(
        of header: SegmentHeader, payload: [UInt8], offset: Int, progress: (Int) -> Void
    ) throws(StreamError) -> [UInt8] {
        var raw: [UInt8]
        switch header.kind {
        case .stored:
            raw = payload
            progress(raw.count)
        case .repeated(let value):
            raw = [UInt8](repeating: value, count: header.rawByteCount)
            progress(raw.count)
        case .coded(_, let newSymbols, let content):
            raw = [UInt8](repeating: 0, count: header.rawByteCount)
            try decodeCoded(
                content, newSymbols: newSymbols, payload: payload, offset: offset, into: &raw, progress: progress)
        }
        return raw
    }

    /// Checks the bytes of the next segment of the block.
    mutating func check(_ raw: [UInt8], of header: SegmentHeader, offset: Int) throws(StreamError) {
        raw.withUnsafeBytes { checksum.update($0) }
        guard Checksum.matches(checksum.value, header.dataChecksum) else {
            throw .damaged(offset: offset, reason: "the checksum of the segment that begins here is wrong")
        }
    }

    /// Decodes the payload of a short stream; what it gave is for the caller to check.
    mutating func decodeShort(
        _ content: SegmentContent, newSymbols: ByteSet, payload: [UInt8], rawByteCount: Int, offset: Int,
        progress: (Int) -> Void
    ) throws(StreamError) -> [UInt8] {
        var raw = [UInt8](repeating: 0, count: rawByteCount)
        try decodeCoded(
            content, newSymbols: newSymbols, payload: payload, offset: offset, into: &raw, progress: progress)
        return raw
    }

    private mutating func decodeCoded(
        _ content: SegmentContent, newSymbols: ByteSet, payload: [UInt8], offset: Int, into raw: inout [UInt8],
        progress: (Int) -> Void
    ) throws(StreamError) {
        guard let coders else {
            throw .damaged(offset: offset, reason: "a coded segment in a stream without a model")
        }
        let coder = coder ?? coders.makeCoder(threads: threads, memoryLimit: memoryLimit)
        self.coder = coder
        if !newSymbols.isEmpty { coder.addSymbols(newSymbols.values) }
        var rest = payload[...]
        do throws(SegmentCoderError) {
            try coder.beginDecoding(content, rawByteCount: raw.count, payload: &rest)
        } catch {
            switch error {
            case .damaged(let reason): throw .damaged(offset: offset, reason: reason)
            case .memoryLimitExceeded(let needed, let limit):
                throw .memoryLimitExceeded(needed: needed, limit: limit, offset: offset)
            }
        }

        let fitsPayload = rest.withUnsafeBytes { payload in
            raw.withUnsafeMutableBytes { raw in
                var decoder = RangeDecoder(payload)
                var done = 0
                while done < raw.count {
                    let count = coder.nextByteCount(after: done, of: raw.count)
                    do throws(RangeDecoderError) {
                        try coder.decode(
                            into: UnsafeMutableRawBufferPointer(rebasing: raw[done..<done + count]), with: &decoder)
                    } catch {
                        return false
                    }
                    done += count
                    progress(count)
                }
                return !decoder.isExhausted && !decoder.hasUnreadBytes
            }
        }
        guard fitsPayload else {
            throw .damaged(offset: offset, reason: "the payload that begins here does not decode to its length")
        }
    }
}
