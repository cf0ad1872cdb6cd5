/// What the raw bytes of a coded segment are, so that the model made for them codes them.
enum SegmentContent: UInt8, Sendable {
    /// Bytes of any kind.
    case bytes = 0
    /// Whole rows of pixels, the first of a stretch: the payload begins with the stretch's parameters.
    case pixels = 1
    /// Whole frames of samples, the first of a stretch: the payload begins with the stretch's parameters.
    case samples = 2
    /// More rows or frames of the stretch that the coded segment before belongs to.
    case continued = 3
    /// Bytes of any kind that lie in a table: the payload begins with its shape.
    case table = 4

    /// Whether the model of bytes codes them, which byte values may have to be declared to.
    var isBytes: Bool { self == .bytes || self == .table }
}

/// Whole rows of pixels, frames of samples or the bytes of a table, as an encoder found them in its input; nil stands for
/// plain bytes.
protocol MediaStretch: Sendable {
    /// What is written of them: ``SegmentContent/pixels``, ``SegmentContent/samples`` or ``SegmentContent/table``.
    var content: SegmentContent { get }
    /// The parameters of the stretch's model, as its first payload begins with them.
    var encodedParameters: [UInt8] { get }
    /// Bytes of a row or a frame, 1 for tables: no segment ends inside one.
    var unitByteCount: Int { get }
}

/// Why a coder cannot go on with a segment.
package enum SegmentCoderError: Error, Equatable {
    /// The payload does not fit.
    case damaged(reason: String)
    /// The segment's model would take more memory than granted.
    case memoryLimitExceeded(needed: Int, limit: Int)
}

/// Codes the segments of one block, one after the other, and uses for each what it learnt from those before.
protocol SegmentCoder: AnyObject {
    /// Whether byte values have to be declared before they are coded.
    var declaresSymbols: Bool { get }

    /// Declares byte values that may occur from here on.
    func addSymbols(_ values: [UInt8])

    /// Begins a segment to be encoded: of plain bytes, or of a stretch that begins, or that goes on.
    func beginEncoding(_ stretch: (any MediaStretch)?, isContinued: Bool)

    /// Begins a segment to be decoded.
    ///
    /// - Parameters:
    ///   - rawByteCount: how many bytes it has.
    ///   - payload: moved past the parameters that it begins with.
    func beginDecoding(_ content: SegmentContent, rawByteCount: Int, payload: inout ArraySlice<UInt8>)
        throws(SegmentCoderError)

    /// Remembers all that was learnt, to go back to it by ``restoreState()``.
    func keepState()

    /// Goes back to what ``keepState()`` remembered; the next segment begins a block.
    func restoreState()

    /// The bytes of a piece, after each of which an encoder looks whether coding pays; all but the last piece of a segment have so
    /// many.
    var pieceByteCount: Int { get }

    /// How many bytes of a piece encoder and decoder hand over at most at a time, and tell of as progress. It does not show in
    /// the stream.
    var partByteCount: Int { get }

    /// Codes the next bytes of the segment.
    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder)

    /// Ends a segment that was encoded.
    ///
    /// - Parameter payload: what the range encoder made.
    /// - Returns: the segment's payload: the same, unless the coder has encoders of its own.
    func endEncoding(_ payload: [UInt8]) -> [UInt8]

    /// Fills `bytes` with the next of the segment.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when the payload cannot hold that many.
    func decode(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder)
        throws(RangeDecoderError)
}

extension SegmentCoder {
    /// The bytes to hand over next when so many of a segment are done: no part reaches into the next piece.
    func nextByteCount(after done: Int, of byteCount: Int) -> Int {
        min(partByteCount, pieceByteCount - done % pieceByteCount, byteCount - done)
    }

    func endEncoding(_ payload: [UInt8]) -> [UInt8] { payload }
}
