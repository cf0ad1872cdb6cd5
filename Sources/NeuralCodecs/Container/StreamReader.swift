/// Reads a compressed input piece by piece and knows where it is.
struct StreamReader {
    private static let bufferByteCount = 1 << 16

    private let source: any ByteSource
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    /// Bytes consumed since the start of the input.
    private(set) var offset = 0

    init(_ source: any ByteSource) {
        self.source = source
        buffer = [UInt8](repeating: 0, count: Self.bufferByteCount)
    }

    /// The next bytes, without consuming them: `count` of them, fewer only at the end of the input.
    ///
    /// - Parameter count: at most 65,536.
    mutating func peek(_ count: Int) throws(StreamError) -> ArraySlice<UInt8> {
        if end - start < count {
            let rest = end - start
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            (start, end) = (0, rest)
            while end < count {
                let read = try readMore()
                guard read > 0 else { break }
                end += read
            }
        }
        return buffer[start..<min(end, start + count)]
    }

    /// Consumes bytes that ``peek(_:)`` has shown.
    mutating func consume(_ count: Int) {
        start += count
        offset += count
    }

    /// Reads exactly `count` bytes.
    ///
    /// - Throws: ``StreamError/truncated(offset:missing:)`` if the input ends before.
    mutating func read(_ count: Int, missing: String) throws(StreamError) -> [UInt8] {
        let bytes = try read(upTo: count)
        guard bytes.count == count else { throw .truncated(offset: offset, missing: missing) }
        return bytes
    }

    /// Reads `count` bytes, fewer only at the end.
    mutating func read(upTo count: Int) throws(StreamError) -> [UInt8] {
        let buffered = min(count, end - start)
        var bytes = Array(buffer[start..<start + buffered])
        consume(buffered)
        if buffered < count {
            let rest = try source.bytes(upTo: count - buffered)
            offset += rest.count
            bytes += rest
        }
        return bytes
    }

    /// Passes over exactly `count` bytes.
    ///
    /// - Throws: ``StreamError/truncated(offset:missing:)`` if the input ends before.
    mutating func skip(_ count: Int, missing: String) throws(StreamError) {
        let buffered = min(count, end - start)
        consume(buffered)
        let skipped = buffered < count ? try source.skip(count - buffered) : 0
        offset += skipped
        guard buffered + skipped == count else { throw .truncated(offset: offset, missing: missing) }
    }

    /// Puts back the bytes read last.
    mutating func putBack(_ bytes: [UInt8]) {
        // The buffer is made anew, so that it never holds more than the longest piece put back and its first size.
        let rest = bytes + buffer[start..<end]
        (start, end) = (0, rest.count)
        buffer = rest + [UInt8](repeating: 0, count: max(0, Self.bufferByteCount - rest.count))
        offset -= bytes.count
    }

    /// Reads a record, or throws an error with the offset of what is wrong.
    ///
    /// - Parameter parse: reads the fields; called with what follows in the input.
    mutating func record<Value>(
        missing: String, _ parse: (inout RecordReader) throws(RecordError) -> Value
    ) throws(StreamError) -> Value {
        let window = try peek(StreamFormat.maximumRecordByteCount)
        var record = RecordReader(window)
        do throws(RecordError) {
            let value = try parse(&record)
            consume(record.position - window.startIndex)
            return value
        } catch {
            switch error {
            case .truncated:
                throw .truncated(offset: offset + window.count, missing: missing)
            case .invalid(let position, let reason):
                throw .damaged(offset: offset + position - window.startIndex, reason: reason)
            case .unsupportedVersion(let what, let found, let supported, let position):
                throw .unsupportedVersion(
                    what: what, found: found, supported: supported, offset: offset + position - window.startIndex)
            }
        }
    }

    private mutating func readMore() throws(StreamError) -> Int {
        var failure: StreamError?
        var count = 0
        let end = end
        buffer.withUnsafeMutableBytes { bytes in
            do throws(StreamError) {
                count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return count
    }
}
