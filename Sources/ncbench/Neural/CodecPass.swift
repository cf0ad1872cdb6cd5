import Benchmarking
import CodecInterface

/// One compression and one decompression in this process, timed and compared.
struct CodecPass {
    /// Compressed size.
    let byteCount: Int
    let compressSeconds: Double
    let decompressSeconds: Double
    /// Whether the original came back.
    let isSame: Bool

    /// - Parameter byProcessorTime: count processor time of all threads rather than time on the clock.
    init(_ codec: any Codec, _ bytes: [UInt8], byProcessorTime: Bool) throws(CodecError) {
        func now() -> Double { byProcessorTime ? ProcessUsage.cpuSeconds : ProcessUsage.monotonicSeconds }
        let room = codec.maximumCompressedByteCount(for: bytes.count)
        let stream = UnsafeMutableRawBufferPointer.allocate(byteCount: max(room, 1), alignment: 64)
        defer { stream.deallocate() }
        let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
        defer { raw.deallocate() }
        // Touched before they are timed, as in a run.
        stream.initializeMemory(as: UInt8.self, repeating: 0)
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        let source = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
        defer { source.deallocate() }
        source.copyBytes(from: bytes)
        let input = UnsafeRawBufferPointer(rebasing: source[..<bytes.count])

        var start = now()
        byteCount = try codec.compress(input, into: stream)
        compressSeconds = max(now() - start, 1e-9)
        start = now()
        let count = try codec.decompress(
            UnsafeRawBufferPointer(rebasing: stream[..<byteCount]),
            into: UnsafeMutableRawBufferPointer(rebasing: raw[..<bytes.count]))
        decompressSeconds = max(now() - start, 1e-9)
        isSame = count == bytes.count && input.elementsEqual(raw[..<bytes.count])
    }
}
