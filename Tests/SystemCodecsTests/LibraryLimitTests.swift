import CZlib
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// Where a library's own limits end, and what the codecs do about it.
@Suite("Limits of the libraries")
struct LibraryLimitTests {
    private let text = sampleText(byteCount: 70_000)

    @Test("Buffers announced piece by piece give the same stream", arguments: [1, 7, 4096, 69_999, 70_000])
    func pieces(limit: Int) throws {
        let zlib = try ZlibCodec(parameters: "6", threads: 1)
        let zlibStream = try zlib.compressed(text)
        let zlibPieces = try ZlibCodec(parameters: "6", announcedByteLimit: limit)
        #expect(try zlibPieces.decompressed(zlibStream, byteCount: text.count) == text)
        #expect(try zlib.decompressed(try zlibPieces.compressed(text), byteCount: text.count) == text)

        let bzip2Stream = try BZip2Codec(parameters: "1", threads: 1).compressed(text)
        let bzip2Pieces = try BZip2Codec(parameters: "1", announcedByteLimit: limit)
        #expect(try bzip2Pieces.compressed(text) == bzip2Stream)
        #expect(try bzip2Pieces.decompressed(bzip2Stream, byteCount: text.count) == text)
        #expect(throws: CodecError.outputTooLarge(codec: "bzip2", capacity: text.count - 1)) {
            try bzip2Pieces.decompressed(bzip2Stream, byteCount: text.count - 1)
        }
        #expect(throws: CodecError.outputTooLarge(codec: "zlib", capacity: text.count - 1)) {
            try zlibPieces.decompressed(zlibStream, byteCount: text.count - 1)
        }
        #expect(throws: CodecError.self) {
            try zlibPieces.decompressed(Array(zlibStream.dropLast()), byteCount: text.count)
        }
        #expect(throws: CodecError.self) {
            try zlibPieces.decompressed(zlibStream + [0], byteCount: text.count)
        }
    }

    @Test("zlib's streams are those of compress2", arguments: [1, 6, 9])
    func compress2(level: Int) throws {
        var stream = [UInt8](repeating: 0, count: Int(compressBound(uLong(text.count))))
        var count = uLong(stream.count)
        #expect(CZlib.compress2(&stream, &count, text, uLong(text.count), Int32(level)) == Z_OK)
        let codec = try ZlibCodec(parameters: "\(level)", threads: 1)
        #expect(try codec.compressed(text) == Array(stream.prefix(Int(count))))
    }

    @Test("The bounds hold above 4 GiB, without wrapping", arguments: [UInt32.max, 1 << 31])
    func bounds(step: UInt32) throws {
        let byteCount = Int(step) + 1_000_000_000_000
        var codecs: [any Codec] = [
            try StoreCodec(parameters: "", threads: 1), try ZlibCodec(parameters: "6", threads: 1),
            try XZCodec(parameters: "6", threads: 1), try BZip2Codec(parameters: "9", threads: 1),
        ]
        #if Zstd
        codecs.append(try ZstdCodec(parameters: "3", threads: 1))
        #endif
        #if Brotli
        codecs.append(try BrotliCodec(parameters: "1", threads: 1))
        #endif
        #if LZ4
        codecs.append(try LZ4Codec(parameters: "1", threads: 1))
        #endif
        #if LibDeflate
        codecs.append(try LibDeflateCodec(parameters: "1", threads: 1))
        #endif
        #if Zopfli
        codecs.append(try ZopfliCodec(parameters: "1", threads: 1))
        #endif
        #if Snappy
        codecs.append(try SnappyCodec(parameters: "", threads: 1))
        #endif
        #if LZO
        codecs.append(try LZOCodec(parameters: "1", threads: 1))
        #endif
        #if BZip3
        codecs.append(try BZip3Codec(parameters: "1", threads: 1))
        #endif
        #if PPMd
        codecs.append(try PPMdCodec(parameters: "5", threads: 1))
        #endif
        for codec in codecs {
            let bound = codec.maximumCompressedByteCount(for: byteCount)
            #expect(bound >= byteCount, "\(type(of: codec).information.name)")
            #expect(bound < byteCount / 10 * 12, "\(type(of: codec).information.name)")
        }
    }

    @Test("An .xz stream that asks for a huge dictionary is refused, not obeyed")
    func xzMemory() throws {
        let codec = try XZCodec(parameters: "0", threads: 1)
        var stream = try codec.compressed(text)
        // .xz format 1.2.0: the block header follows the 12 bytes of stream header; its size byte counts units of
        // four; the LZMA2 dictionary size code is its fifth byte, the CRC-32 its last four. Code 40 is 4 GiB − 1.
        let headerByteCount = (Int(stream[12]) + 1) * 4
        stream[12 + 4] = 40
        let checked = Array(stream[12..<12 + headerByteCount - 4])
        let checksum = UInt32(crc32(0, checked, UInt32(checked.count)))
        stream.replaceSubrange(
            (12 + headerByteCount - 4)..<(12 + headerByteCount),
            with: withUnsafeBytes(of: checksum.littleEndian, Array.init)
        )
        let error = #expect(throws: CodecError.self) { try codec.decompressed(stream, byteCount: text.count) }
        #expect("\(String(describing: error))".contains("128 MiB"), "\(String(describing: error))")
    }

    #if LZ4
    @Test("LZ4 says what it cannot take")
    func lz4Limit() throws {
        let codec = try LZ4Codec(parameters: "1", threads: 1)
        // The size is checked before a byte is read, so one byte stands in for the two gigabytes.
        let byte: [UInt8] = [0]
        byte.withUnsafeBytes { bytes in
            let huge = UnsafeRawBufferPointer(start: bytes.baseAddress, count: 0x7E00_0001)
            #expect(throws: CodecError.self) {
                try codec.compress(huge, into: UnsafeMutableRawBufferPointer(start: nil, count: 0))
            }
        }
    }
    #endif

    @Test("A zlib stream that needs a preset dictionary is refused")
    func presetDictionary() throws {
        // RFC 1950: FDICT is bit 5 of the second byte; 0x78BB passes the header's check modulo 31.
        let stream: [UInt8] = [0x78, 0xBB, 1, 2, 3, 4, 3, 0, 0, 0, 0, 1]
        let error = #expect(throws: CodecError.self) {
            try ZlibCodec(parameters: "6", threads: 1).decompressed(stream, byteCount: 10)
        }
        #expect("\(String(describing: error))".contains("dictionary"))
    }
}
