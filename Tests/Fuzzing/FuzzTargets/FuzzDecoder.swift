import NeuralCodecs

/// Whatever the bytes are: no crash, no memory beyond the limit, no hang, and the ways to decode agree.
func fuzzDecoder(_ bytes: [UInt8]) {
    // Large models and long segments are only slow, which hides what the fuzzer looks for.
    let memoryLimit = 64 << 20
    let longestOutput = 1 << 12

    bytes.withUnsafeBytes { bytes in
        let listed = try? StreamDescription.list(BufferSource(bytes))
        if let listed, listed.reduce(0, { $0 + $1.rawByteCount }) > longestOutput { return }

        let sequential = decode(bytes, threads: 1, memoryLimit: memoryLimit, capacity: longestOutput)
        let parallel = decode(bytes, threads: 2, memoryLimit: memoryLimit, capacity: longestOutput)
        require(sequential.output == parallel.output, "the output does not depend on the thread count")
        require(sequential.error == parallel.error, "the error does not depend on the thread count")
        require(sequential.error != nil || listed != nil, "what can be decoded can be listed")

        let sink = CollectingSink(capacity: longestOutput)
        let recovered = try? StreamRecovery.recover(
            from: BufferSource(bytes), to: sink, memoryLimit: memoryLimit)
        if sequential.error == nil {
            require(recovered?.lostRanges.isEmpty == true, "nothing is lost of a whole stream")
            require(sink.bytes == sequential.output, "recovery gives what decoding gives")
        } else if let recovered {
            require(!recovered.lostRanges.isEmpty || sink.bytes.count >= sequential.output.count, "losses are reported")
        }
    }
}

/// What decoding released, and the error it ended with.
private func decode(_ bytes: UnsafeRawBufferPointer, threads: Int, memoryLimit: Int, capacity: Int)
    -> (output: [UInt8], error: StreamError?)
{
    let sink = CollectingSink(capacity: capacity)
    do throws(StreamError) {
        _ = try StreamDecoder(threads: threads, memoryLimit: memoryLimit).decode(from: BufferSource(bytes), to: sink)
        return (sink.bytes, nil)
    } catch {
        return (sink.bytes, error)
    }
}

/// Keeps what is written to it, up to a number of bytes.
final class CollectingSink: ByteSink {
    private let capacity: Int
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { self.capacity = capacity }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        guard bytes.count <= capacity - self.bytes.count else { throw .outputFull(capacity: capacity) }
        self.bytes += bytes
    }
}
