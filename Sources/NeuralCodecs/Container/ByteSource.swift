/// Where bytes come from: memory, a file, a pipe.
package protocol ByteSource: AnyObject {
    /// Reads into the front of `buffer`, which is not empty, and returns how many bytes; zero at the end only.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int

    /// Passes over `count` bytes, fewer only at the end, and returns how many. Sources that can seek need not read them.
    func skip(_ count: Int) throws(StreamError) -> Int
}

/// Where bytes go.
package protocol ByteSink: AnyObject {
    /// Writes all of `bytes`.
    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError)
}

extension ByteSource {
    /// Fills `buffer` unless the end comes first; returns how many bytes were read.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            guard count > 0 else { break }
            filled += count
        }
        return filled
    }

    package func skip(_ count: Int) throws(StreamError) -> Int {
        var skipped = 0
        while skipped < count {
            let read = try bytes(upTo: min(count - skipped, 1 << 16)).count
            guard read > 0 else { break }
            skipped += read
        }
        return skipped
    }

    /// Reads up to `count` bytes, fewer only at the end.
    package func bytes(upTo count: Int) throws(StreamError) -> [UInt8] {
        var failure: StreamError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(StreamError) {
                filled = try fill(UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

extension ByteSink {
    package func write(_ bytes: [UInt8]) throws(StreamError) {
        var failure: StreamError?
        bytes.withUnsafeBytes { bytes in
            do throws(StreamError) {
                try write(bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

/// Bytes in memory that somebody else keeps alive.
package final class BufferSource: ByteSource {
    private var rest: UnsafeRawBufferPointer

    package init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        let count = min(buffer.count, rest.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }
}

/// Memory of a fixed size that somebody else keeps alive.
package final class BufferSink: ByteSink {
    private let buffer: UnsafeMutableRawBufferPointer
    package private(set) var byteCount = 0

    package init(_ buffer: UnsafeMutableRawBufferPointer) {
        self.buffer = buffer
    }

    /// - Throws: ``StreamError/outputFull(capacity:)``, and then nothing of `bytes` is written.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        guard bytes.count <= buffer.count - byteCount else { throw .outputFull(capacity: buffer.count) }
        UnsafeMutableRawBufferPointer(rebasing: buffer[byteCount...]).copyMemory(from: bytes)
        byteCount += bytes.count
    }
}

/// Takes any bytes and keeps none: for checking a stream without wanting its contents.
package final class DiscardingSink: ByteSink {
    package init() {}

    package func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {}
}

/// Bytes already read from a source, then the rest of it.
final class PrefixedSource: ByteSource {
    private var prefix: ArraySlice<UInt8>
    private let rest: (any ByteSource)?

    init(_ prefix: [UInt8], then rest: (any ByteSource)? = nil) {
        self.prefix = prefix[...]
        self.rest = rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        guard !prefix.isEmpty else { return try rest?.read(into: buffer) ?? 0 }
        let count = min(buffer.count, prefix.count)
        buffer.copyBytes(from: prefix.prefix(count))
        prefix = prefix.dropFirst(count)
        return count
    }
}

/// Counts what goes into another sink.
final class CountingSink: ByteSink {
    private let sink: any ByteSink
    private(set) var byteCount = 0

    init(_ sink: any ByteSink) {
        self.sink = sink
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        try sink.write(bytes)
        byteCount += bytes.count
    }
}
