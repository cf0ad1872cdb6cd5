/// Writes streams field by field, with right checksums around wrong contents. Made from `docs/stream-format.md` alone: it
/// shares no code with the encoder.
struct CraftedStream {
    private(set) var bytes: [UInt8] = []
    private var headerChecksum: UInt32 = 0
    private var blockBytes: [UInt8] = []

    init(version: UInt8 = 1, method: UInt8 = 1, blockByteCount: UInt64 = 0, parameters: [UInt8] = []) {
        bytes = [0x89, 0x4E, 0x43, 0x42, version, method] + Self.number(blockByteCount)
        bytes += Self.number(UInt64(parameters.count)) + parameters
        headerChecksum = Self.crc32(bytes)
        bytes += Self.word(headerChecksum)
    }

    /// Appends a segment header whose checksum is right, then `payload`.
    ///
    /// - Parameters:
    ///   - raw: what the segment is said to decode to, for the data checksum.
    ///   - fields: everything between the block's start and the data checksum, the lengths included.
    mutating func segment(
        tag: UInt8, blockStart: UInt64? = nil, marker: [UInt8] = [0x42, 0x4C, 0x4B], fields: [UInt8], raw: [UInt8],
        payload: [UInt8] = []
    ) {
        var header = [tag]
        if let blockStart {
            header += marker + Self.number(blockStart)
            blockBytes = []
        }
        blockBytes += raw
        header += fields + Self.word(Self.crc32(blockBytes))
        bytes += header + Self.word(Self.crc32(header, seed: headerChecksum)) + payload
    }

    mutating func stored(_ raw: [UInt8], blockStart: UInt64? = nil) {
        segment(
            tag: blockStart == nil ? 0xA1 : 0xA9, blockStart: blockStart, fields: Self.number(UInt64(raw.count)),
            raw: raw, payload: raw)
    }

    mutating func repeated(_ value: UInt8, count: Int, blockStart: UInt64? = nil) {
        segment(
            tag: blockStart == nil ? 0xA2 : 0xAA, blockStart: blockStart, fields: Self.number(UInt64(count)) + [value],
            raw: [UInt8](repeating: value, count: count))
    }

    mutating func end(total: UInt64) {
        let record = [0xA3] + Self.number(total)
        bytes += record + Self.word(Self.crc32(record, seed: headerChecksum))
    }

    /// Unsigned LEB128.
    static func number(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
    }

    static func word(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 bit by bit.
    static func crc32(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
        ~bytes.reduce(~seed) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
