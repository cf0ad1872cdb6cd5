import CodecSamples
import NeuralCodecs
import Synchronization
import Testing

/// Keeps what is written to it.
final class ArraySink: ByteSink {
    private(set) var bytes: [UInt8] = []

    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        self.bytes += bytes
    }
}

/// Hands out bytes in pieces of random length, as a pipe does.
final class DribblingSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private var generator = SplitMix64(seed: 99)

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        let count = min(buffer.count, rest.count, Int(generator.next() % 1000) + 1)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}

func compress(
    _ raw: [UInt8], level: Int = 1, blockByteCount: Int? = nil, threads: Int = 1, segmentByteCount: Int = 1 << 12
) throws -> [UInt8] {
    let encoder = StreamEncoder(
        parameters: try #require(ModelParameters.level(level)), blockByteCount: blockByteCount, threads: threads,
        segmentByteCount: segmentByteCount)
    let sink = ArraySink()
    let total = Mutex(0)
    let summary = try encoder.encode(from: DribblingSource(raw), to: sink) { count in
        total.withLock { $0 += count }
    }
    #expect(summary == StreamSummary(rawByteCount: raw.count, compressedByteCount: sink.bytes.count))
    #expect(total.withLock { $0 } == raw.count, "progress adds up to the length")
    #expect(sink.bytes.count <= encoder.maximumStreamByteCount(for: raw.count))
    return sink.bytes
}

func decompress(_ stream: [UInt8], threads: Int = 1, memoryLimit: Int = StreamDecoder.defaultMemoryLimit) throws
    -> [UInt8]
{
    let sink = ArraySink()
    _ = try StreamDecoder(threads: threads, memoryLimit: memoryLimit).decode(from: DribblingSource(stream), to: sink)
    return sink.bytes
}

/// What decoding a damaged stream gave: the bytes released before the error, and the error.
func decompressDamaged(_ stream: [UInt8], threads: Int = 1) -> (released: [UInt8], error: StreamError?) {
    let sink = ArraySink()
    do throws(StreamError) {
        _ = try StreamDecoder(threads: threads).decode(from: DribblingSource(stream), to: sink)
        return (sink.bytes, nil)
    } catch {
        return (sink.bytes, error)
    }
}

/// Text with words, lines and repetition, from a generator.
func sampleText(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    let words = "the of and a in that it was his he as with be for on not at by had which but from is they were this"
        .split(separator: " ")
    var generator = SplitMix64(seed: seed)
    var text: [UInt8] = []
    while text.count < count {
        let pick = min(generator.next() % UInt64(words.count), generator.next() % UInt64(words.count))
        text += words[Int(pick)].utf8
        text += generator.next() % 9 == 0 ? ".\n".utf8 : " ".utf8
    }
    return Array(text.prefix(count))
}
