/// The numbers of the stream format; `docs/stream-format.md` specifies it to the byte.
package enum StreamFormat {
    /// First bytes of every stream. The first is no text in any encoding in use, so that a text file is never taken for one.
    package static let magic: [UInt8] = [0x89, 0x4E, 0x43, 0x42]

    /// Version of the layout that this build writes, and reads.
    package static let version = 1

    /// Version of streams whose coder knew something beforehand, written only for those: the newest that this build reads.
    package static let knowledgeVersion = 2

    /// The bytes of the SHA-256 that such a stream carries.
    static let sha256ByteCount = 32

    /// How coded segments were made: a byte softmax over gated recurrent networks, and a range coder over frequencies.
    package static let networkMethod: UInt8 = 1

    /// Models of bytes, pixels and samples that mix predictions of bits, and a range coder over bits.
    package static let mixMethod: UInt8 = 2

    /// The suffix of files in this format.
    package static let fileSuffix = ".ncb"

    /// The most raw bytes a segment may hold: bounds what a decoder keeps before it has seen a checksum.
    package static let maximumSegmentByteCount = 1 << 20

    /// The raw bytes this build's encoder puts into a segment. A segment is released only when it is whole and its
    /// checksum is right, so smaller ones reach a pipe's reader sooner; each costs about 16 bytes.
    package static let segmentByteCount = 1 << 18

    /// The most payload bytes of a coded segment. Modelling may cost a little more than storing where that is cheaper
    /// than letting the model start anew.
    package static let maximumPayloadByteCount = maximumSegmentByteCount + maximumSegmentByteCount / 16

    /// The most bytes of model parameters.
    package static let maximumParametersByteCount = 64

    /// Bytes that hold any stream header, segment header or end record.
    package static let maximumRecordByteCount = 128

    /// Marks the start of a block, after the tag, so that a reader finds it behind damaged bytes.
    static let blockMarker: [UInt8] = [0x42, 0x4C, 0x4B]

    /// The upper half of every tag.
    static let tagPattern: UInt8 = 0xA0
    static let tagPatternMask: UInt8 = 0xF0
    static let tagKindMask: UInt8 = 0x03
    static let tagNewSymbolsFlag: UInt8 = 0x04
    static let tagBlockStartFlag: UInt8 = 0x08
}
