import CZlib
import CodecInterface

/// The stream of a media codec: the library's own file, and what it cannot hold beside it.
///
/// A file with a canonical header becomes a plain PNG, WebP, JPEG XL, FLAC or WavPack file that any program reads; the
/// header comes back from the picture's or sound's own description. Any other header, and whatever follows the samples,
/// are kept verbatim in front of that file:
///
///     "NCBM", version 1, UInt32 header size, UInt32 trailer size, UInt32 CRC-32 of both, header, trailer, file
///
/// All numbers are little-endian. None of the five formats begins with those four letters.
struct MediaStream {
    private static let magic = Array("NCBM".utf8)
    private static let version: UInt8 = 1
    private static let fixedByteCount = 17

    /// The kept header; empty where the canonical one is meant.
    let header: UnsafeRawBufferPointer
    let trailer: UnsafeRawBufferPointer
    /// The library's own file.
    let payload: UnsafeRawBufferPointer

    /// The most bytes that keeping a header adds: header and trailer themselves take the place of as many bytes of pixels
    /// or samples, for each of which a codec reserves a byte or more.
    static let maximumOverhead = fixedByteCount

    /// Takes a stream apart.
    ///
    /// - Throws: ``CodecError/corrupted(codec:reason:offset:)`` or ``CodecError/unsupportedVersion(codec:found:supported:)``.
    init(_ stream: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        guard stream.starts(with: Self.magic) else {
            header = UnsafeRawBufferPointer(rebasing: stream[..<0])
            trailer = header
            payload = stream
            return
        }
        guard stream.count >= Self.fixedByteCount else {
            throw .corrupted(codec: codec, reason: "the stream ends too early", offset: stream.count)
        }
        guard stream[4] == Self.version else {
            throw .unsupportedVersion(codec: codec, found: Int(stream[4]), supported: Int(Self.version))
        }
        func number(_ offset: Int) -> UInt32 {
            stream.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
        }
        let headerByteCount = Int(number(5))
        let trailerByteCount = Int(number(9))
        guard stream.count - Self.fixedByteCount >= headerByteCount + trailerByteCount, headerByteCount > 0 else {
            throw .corrupted(codec: codec, reason: "the kept header is longer than the stream, or missing", offset: 5)
        }
        let kept = UnsafeRawBufferPointer(
            rebasing: stream[Self.fixedByteCount...].prefix(headerByteCount + trailerByteCount))
        guard Self.checksum(kept) == number(13) else {
            throw .corrupted(codec: codec, reason: "the kept header's checksum does not match", offset: 13)
        }
        header = UnsafeRawBufferPointer(rebasing: kept[..<headerByteCount])
        trailer = UnsafeRawBufferPointer(rebasing: kept[headerByteCount...])
        payload = UnsafeRawBufferPointer(rebasing: stream[(Self.fixedByteCount + kept.count)...])
    }

    /// Begins a stream that keeps a header and a trailer.
    ///
    /// - Returns: the bytes written; the library's file follows them.
    static func write(
        header: UnsafeRawBufferPointer, trailer: UnsafeRawBufferPointer,
        into destination: UnsafeMutableRawBufferPointer, codec: String
    ) throws(CodecError) -> Int {
        guard let headerByteCount = UInt32(exactly: header.count), let trailerByteCount = UInt32(exactly: trailer.count)
        else {
            throw .unsupported(codec: codec, reason: "more than 4 GiB lie before or behind the samples")
        }
        let byteCount = fixedByteCount + header.count + trailer.count
        guard destination.count >= byteCount else {
            throw .outputTooLarge(codec: codec, capacity: destination.count)
        }
        let kept = UnsafeMutableRawBufferPointer(rebasing: destination[fixedByteCount..<byteCount])
        kept.copyMemory(from: header)
        UnsafeMutableRawBufferPointer(rebasing: kept[header.count...]).copyMemory(from: trailer)
        destination.copyBytes(from: magic + [version])
        destination.storeBytes(of: headerByteCount.littleEndian, toByteOffset: 5, as: UInt32.self)
        destination.storeBytes(of: trailerByteCount.littleEndian, toByteOffset: 9, as: UInt32.self)
        destination.storeBytes(
            of: checksum(UnsafeRawBufferPointer(kept)).littleEndian, toByteOffset: 13, as: UInt32.self)
        return byteCount
    }

    /// Puts header and trailer into their places in `destination`.
    ///
    /// - Returns: the place of the samples between them, and the size of the whole.
    func layOut(
        canonicalHeader: [UInt8], sampleByteCount: Int, in destination: UnsafeMutableRawBufferPointer, codec: String
    ) throws(CodecError) -> (samples: UnsafeMutableRawBufferPointer, byteCount: Int) {
        let isKept = !header.isEmpty
        let headerByteCount = isKept ? header.count : canonicalHeader.count
        // Checked before anything is written or, by the libraries, allocated.
        guard sampleByteCount <= destination.count - headerByteCount - trailer.count, headerByteCount > 0 else {
            throw .outputTooLarge(codec: codec, capacity: destination.count)
        }
        if isKept { destination.copyMemory(from: header) } else { destination.copyBytes(from: canonicalHeader) }
        let end = headerByteCount + sampleByteCount
        UnsafeMutableRawBufferPointer(rebasing: destination[end...]).copyMemory(from: trailer)
        return (UnsafeMutableRawBufferPointer(rebasing: destination[headerByteCount..<end]), end + trailer.count)
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_z(0, bytes.firstByte.assumingMemoryBound(to: Bytef.self), bytes.count))
    }
}
