import CodecInterface
import CodecSamples
import Foundation
import SystemCodecs
import Testing

/// Buffers above 4 GiB, past every 32-bit counter. Opt-in: `NCBENCH_HUGE_TESTS=1`, about 14 GB of memory and minutes.
@Suite(
    "Buffers above 4 GiB", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["NCBENCH_HUGE_TESTS"] != nil, "set NCBENCH_HUGE_TESTS=1 to run"))
struct HugeBufferTests {
    static let codecs: [(any Codec.Type, String)] = {
        var codecs: [(any Codec.Type, String)] = [
            (StoreCodec.self, ""), (ZlibCodec.self, "1"), (XZCodec.self, "0"), (BZip2Codec.self, "1"),
        ]
        #if Zstd
        codecs.append((ZstdCodec.self, "1"))
        #endif
        #if Brotli
        codecs.append((BrotliCodec.self, "1"))
        #endif
        #if LibDeflate
        codecs.append((LibDeflateCodec.self, "1"))
        #endif
        return codecs
    }()

    @Test("A buffer of 4 GiB and a bit comes back", arguments: codecs.indices)
    func roundTrip(index: Int) throws {
        let (type, parameters) = Self.codecs[index]
        let codec = try type.init(parameters: parameters, threads: 1)
        let byteCount = (1 << 32) + 4_321
        // Every block differs from its neighbours, so that a wrapped offset cannot go unnoticed.
        let block = sampleText(byteCount: 1 << 20)
        let original = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
        defer { original.deallocate() }
        for start in stride(from: 0, to: byteCount, by: block.count) {
            let part = UnsafeMutableRawBufferPointer(rebasing: original[start..<min(start + block.count, byteCount)])
            part.copyBytes(from: block.prefix(part.count))
            part.storeBytes(of: UInt64(start).littleEndian, as: UInt64.self)
        }
        let stream = UnsafeMutableRawBufferPointer.allocate(
            byteCount: codec.maximumCompressedByteCount(for: byteCount), alignment: 16)
        defer { stream.deallocate() }
        let count = try codec.compress(UnsafeRawBufferPointer(original), into: stream)
        let back = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
        defer { back.deallocate() }
        let written = try codec.decompress(UnsafeRawBufferPointer(rebasing: stream[..<count]), into: back)
        #expect(written == byteCount)
        #expect(original.elementsEqual(back), "\(type.information.name)")
    }
}
