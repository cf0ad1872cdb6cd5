import CodecInterface
import CodecSamples
import Testing
import ncbench

/// The law of ``Codec``, second half: no stream makes a decoder crash, write outside its buffer or lie.
@Suite("Codec law: hostile streams")
struct HostileStreamTests {
    /// Codecs whose format has no checksum over the original, so that a flipped bit may give other bytes.
    private static let unchecked: Set<String> = [
        "store", "zstd", "brotli", "lz4", "snappy", "lzo", "webp", "jxl", "jpegls", "jp2",
    ]

    /// Decodes `stream`; anything but a ``CodecError`` or an answer within `capacity` fails the test.
    ///
    /// - Returns: the bytes, or nil where the codec threw.
    private func attempt(_ codec: any Codec, _ stream: [UInt8], capacity: Int) throws -> [UInt8]? {
        do {
            return try codec.decompressed(stream, capacity: capacity)
        } catch let error as CodecError {
            #expect(!"\(error)".isEmpty)
            return nil
        }
    }

    @Test("A stream cut short is an error wherever it is cut", arguments: RegisteredCodec.all)
    func truncation(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        let isSlow = codec.estimatedBytesPerSecond < 100_000
        for bytes in [codec.sample(byteCount: 1), codec.sample(byteCount: isSlow ? 400 : 5000)] {
            let stream = try instance.compressed(bytes)
            let step = max(1, stream.count / (isSlow ? 40 : 1000))
            for length in Array(stride(from: 0, to: stream.count, by: step)) + [stream.count - 1] {
                let answer = try attempt(instance, Array(stream.prefix(length)), capacity: bytes.count)
                #expect(answer == nil, "\(codec.information.name): \(length) of \(stream.count) bytes were accepted")
            }
        }
    }

    @Test("Bytes behind the end of a stream are an error", arguments: RegisteredCodec.all)
    func trailingBytes(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        for bytes in [codec.sample(byteCount: 1), codec.sample(byteCount: 1000)] {
            let stream = try instance.compressed(bytes)
            for tail: [UInt8] in [[0], [0xFF], [UInt8](repeating: 0, count: 64), stream] {
                let answer = try attempt(instance, stream + tail, capacity: bytes.count)
                #expect(
                    answer == nil,
                    "\(codec.information.name): \(tail.prefix(2)) and so on, \(tail.count) more bytes, were accepted")
            }
        }
    }

    @Test(
        "Any one bit flipped is an error, or other bytes where the format has no checksum",
        arguments: RegisteredCodec.all)
    func flippedBits(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        let isSlow = codec.estimatedBytesPerSecond < 100_000
        let bytes = codec.sample(byteCount: isSlow ? 100 : 300)
        let stream = try instance.compressed(bytes)
        for bit in stride(from: 0, to: stream.count * 8, by: isSlow ? 5 : 1) {
            var damaged = stream
            damaged[bit / 8] ^= 1 << (bit % 8)
            guard let answer = try attempt(instance, damaged, capacity: bytes.count) else { continue }
            if !Self.unchecked.contains(codec.information.name) {
                #expect(answer == bytes, "\(codec.information.name): flipping bit \(bit) went unnoticed")
            }
        }
    }

    @Test("Noise as a stream is an error or other bytes", arguments: RegisteredCodec.all)
    func noise(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        var generator = SplitMix64(seed: 11)
        let original = codec.sample(byteCount: 500)
        let genuine = try instance.compressed(original)
        for round in 0..<(codec.estimatedBytesPerSecond < 100_000 ? 30 : 400) {
            let garbage = generator.bytes(Int(generator.next() % 600))
            _ = try attempt(instance, garbage, capacity: Int(generator.next() % 2000))
            // The same behind a genuine beginning, so that the noise gets past the magic bytes.
            let start = genuine.prefix(min(genuine.count, 4 + round % 40))
            _ = try attempt(instance, Array(start) + garbage, capacity: original.count)
        }
    }

    @Test("No stream at all is an error", arguments: RegisteredCodec.all)
    func emptyStream(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        #expect(throws: CodecError.self) { try instance.decompressed([], capacity: 10) }
    }
}
