/// The mark that some editors and spreadsheets put before UTF-8.
public enum ByteOrderMark {
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How many bytes of a file's beginning are such a mark: 3 or 0.
    public static func byteCount(in bytes: some Collection<UInt8>) -> Int {
        bytes.starts(with: Self.bytes) ? Self.bytes.count : 0
    }

    /// The text of a file without the mark; what is not UTF-8 is replaced.
    public static func text(of bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.dropFirst(byteCount(in: bytes)), as: UTF8.self)
    }

    /// The text without a mark at its beginning.
    public static func stripped(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}
