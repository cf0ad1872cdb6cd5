import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// Streams that other programs wrote (Python's zlib, bz2 and lzma modules; the zstd, brotli and lz4 tools).
@Suite("Golden streams")
struct GoldenStreamTests {
    private let original: [UInt8] =
        Array([99, 98, 97].map { "\($0) bottles of ink on the wall, \($0) bottles of ink; " }.joined().utf8)
        + Array(0..<32)

    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func expect(_ codec: any Codec, decodes hexadecimal: String) throws {
        let stream = bytes(hexadecimal)
        #expect(try codec.decompressed(stream, byteCount: original.count) == original)
    }

    private static let zlibStream = """
        78dab3b45448ca2f29c9492d56c84f53c8cccb56c8cf5328c94855284fccc9d151b04497b656b0b4c0afc3025387397e1de6183a18
        1899985958d9d83938b9b87978f9f8050485844544c5c42524a5a46564e5e40111e833ce
        """

    @Test func zlib() throws {
        try expect(ZlibCodec(parameters: "6", threads: 1), decodes: Self.zlibStream)
    }

    @Test func bzip2() throws {
        let stream = """
            425a68393141592653598ca6879f00002779807fffffffc00400e8336d8c8020006844ca00000000340000daaa7a99ea80d1a680
            190064d323d27a9689208a49a8aacbb0cb4db8ebcfc10c51c92cd3d14d55d870bc4430c4e445a81bc037c1e5a3c647b4acbcc407
            21e323f220448c6888be8b88c82184a08910e1911a1c7f1772453850908ca6879f
            """
        try expect(BZip2Codec(parameters: "9", threads: 1), decodes: stream)
    }

    @Test func xz() throws {
        let stream = """
            fd377a585a000004e6d6b4460200210116000000742fe5a3e000b500505d001ce07cc46f3a26b205c864c029f32677571db9a010b1
            ce4618c644e91837e03e87fe07085ed70193f5207f8697df29fca1e9149eb08fdc048e3018a1b3352a1380295e5cf5e4bc6937c63b
            22557923a000b908f1c0c55aa9fb00016cb6010000002d81589bb1c467fb020000000004595a
            """
        try expect(XZCodec(parameters: "6", threads: 1), decodes: stream)
    }

    #if Zstd
    @Test func zstd() throws {
        try expect(
            ZstdCodec(parameters: "3", threads: 1),
            decodes: """
                28b52ffd0468b502006404393920626f74746c6573206f6620696e6b206f6e207468652077616c6c2c203b203938383737000102
                030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f05006016201ef05855625eccca096220b777
                """)
    }
    #endif

    #if Brotli
    @Test func brotli() throws {
        let stream = """
            1fb500e81d076e2ccd5362d2d15150274bf5d6f5f7d3b24423dfd2c4cacc0d1c72eeb5540f008187522bb9d478bd6cf2bf7dc007ef
            277b90a1702e9381b470031e04c108
            """
        try expect(BrotliCodec(parameters: "11", threads: 1), decodes: stream)
    }
    #endif

    #if LZ4
    @Test func lz4() throws {
        try expect(
            LZ4Codec(parameters: "1", threads: 1),
            decodes: """
                fd10393920626f74746c6573206f6620696e6b206f6e207468652077616c6c2c201f004f3b20393832000b1e3832001f3732000b
                1d373200f011000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
                """)
    }
    #endif

    #if LibDeflate
    @Test func libdeflate() throws {
        try expect(LibDeflateCodec(parameters: "6", threads: 1), decodes: Self.zlibStream)
    }
    #endif
}
