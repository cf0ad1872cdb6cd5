import CodecInterface
import NeuralCodecs

/// Whatever the input and the options are: the stream decodes to the input, is no longer than promised, and its bytes do
/// not depend on the thread count.
///
/// The first three bytes choose block size, segment size, and repetition, coder and family of networks; the rest is the input.
func fuzzRoundTrip(_ bytes: [UInt8]) {
    guard bytes.count >= 3 else { return }
    let families = NetworkFamily.allCases
    let family = families[Int(bytes[2] >> 5 & 3) % families.count]
    let coder = CodecSpec(codec: bytes[2] & 0x80 == 0 ? family.rawValue : "mix", parameters: "1")
    guard let model = try? StreamModel(spec: coder) else { return }
    let blockByteCount = bytes[0] == 0 ? nil : Int(bytes[0]) * 4
    let segmentByteCount = Int(bytes[1]) * 4 + 1
    let piece = bytes[3...].prefix(2000)
    let raw = (0...Int(bytes[2] % 3)).flatMap { _ in piece }

    let streams = [1, 2].map { threads in
        let encoder = StreamEncoder(
            model: model, blockByteCount: blockByteCount, threads: threads,
            segmentByteCount: segmentByteCount)
        let sink = CollectingSink(capacity: encoder.maximumStreamByteCount(for: raw.count))
        let summary = raw.withUnsafeBytes { try? encoder.encode(from: BufferSource($0), to: sink) }
        require(summary?.rawByteCount == raw.count, "any input can be compressed, within the promised length")
        return sink.bytes
    }
    require(streams[0] == streams[1], "the stream does not depend on the thread count")

    let sink = CollectingSink(capacity: raw.count)
    let summary = streams[0].withUnsafeBytes { try? StreamDecoder().decode(from: BufferSource($0), to: sink) }
    require(summary != nil && sink.bytes == raw, "the stream decodes to the input")
}
