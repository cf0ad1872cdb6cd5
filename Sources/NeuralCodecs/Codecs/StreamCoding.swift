internal import CodecInterface

// What every in-house codec does with buffers.

extension StreamEncoder {
    /// Compresses a buffer into another; returns how many bytes were written.
    func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer, codec: String,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(CodecError) -> Int {
        do throws(StreamError) {
            return try encode(from: BufferSource(source), to: BufferSink(destination), progress: progress)
                .compressedByteCount
        } catch {
            throw error.codecError(codec: codec)
        }
    }
}

extension StreamEncoder {
    /// Learns what is to be known beforehand, for small inputs of at most so many bytes; larger ones learn it when they come.
    func prepare(forInputsOf byteCount: Int) {
        guard let knowledge, byteCount <= ShortStream.maximumRawByteCount else { return }
        knowledge.prepare(knowledge.fitted(model, to: byteCount), threads: threads, memoryLimit: .max)
    }
}

extension StreamDecoder {
    /// Decompresses a buffer into another; returns how many bytes were written.
    func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer, codec: String,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(CodecError) -> Int {
        do throws(StreamError) {
            return try decode(from: BufferSource(source), to: BufferSink(destination), progress: progress)
                .rawByteCount
        } catch {
            throw error.codecError(codec: codec)
        }
    }
}
