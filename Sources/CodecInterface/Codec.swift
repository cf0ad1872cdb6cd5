/// A lossless compressor at one parameter setting.
///
/// The law every codec obeys, and one conformance suite checks:
///
/// 1. For every byte string `s`, `decompress(compress(s)) == s`, and `compress(s)` is at most
///    ``maximumCompressedByteCount(for:)`` bytes long. The empty string is a valid input.
/// 2. Compressing the same bytes at the same parameters gives the same stream, whatever the thread count.
/// 3. `decompress` never writes outside `destination`, and memory is bounded whatever the stream says: a damaged or
///    foreign stream ends in a ``CodecError`` or in different bytes (where the format has no checksum), never in a crash.
/// 4. An instance holds no state between calls and may be used from several threads.
public protocol Codec: Sendable {
    /// Name, parameters, default and library of this codec: what `ncbench codecs` prints.
    static var information: CodecInformation { get }

    /// What this instance says of itself: the same as its type says, unless the type stands for many codecs, as a
    /// command line does. Whoever holds an instance asks this one.
    var information: CodecInformation { get }

    /// Makes the codec at one setting.
    ///
    /// - Parameters:
    ///   - parameters: one parameter spelling such as `9e`, checked against ``CodecInformation/parameters``.
    ///   - threads: how many threads the codec may use; codecs that cannot use several ignore it.
    init(parameters: String, threads: Int) throws(CodecError)

    /// The most bytes `compress` may write for an input of `byteCount` bytes.
    func maximumCompressedByteCount(for byteCount: Int) -> Int

    /// Compresses all of `source` into the front of `destination` and returns how many bytes it wrote.
    ///
    /// `destination` holds at least ``maximumCompressedByteCount(for:)`` bytes; the two do not overlap.
    func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int

    /// Decompresses all of `source` into the front of `destination` and returns how many bytes it wrote.
    ///
    /// `destination` holds as many bytes as the original had; a stream that wants to write more throws
    /// ``CodecError/outputTooLarge(codec:capacity:)``.
    func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
}

extension Codec {
    /// That of the type; codecs that differ by instance say their own.
    public var information: CodecInformation { Self.information }
}
