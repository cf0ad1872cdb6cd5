/// Paths as text, whatever their bytes are.
///
/// A path is a string of bytes. One that is UTF-8 is its own text. In any other, each byte that is no part of well-formed UTF-8 is
/// held as a code point of a private area, ``escapes``, so that nothing is lost: ``bytes(of:)`` gives back every byte. Text
/// of this kind is for opening files, see ``withCString(_:_:)``, and for joining; people and results get ``written(_:)``.
public enum PathText {
    /// The code points that stand for bytes 0x80 to 0xFF; in a path that holds one of them, its bytes are held by four others.
    private static let escapes: ClosedRange<UInt32> = 0x10_FE80...0x10_FEFF
    private static let escapeBase: UInt32 = 0x10_FE00

    /// The text of a path.
    public static func text(of bytes: some Collection<UInt8>) -> String {
        // Nearly all are: UTF-8 without such code points, whose first byte is 0xF4.
        if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0xF4) { return text }
        var result = String.UnicodeScalarView()
        var rest = Array(bytes)[...]
        while let first = rest.first {
            if let scalar = wellFormed(rest), !escapes.contains(scalar.value) {
                result.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else {
                append(first, to: &result)
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }

    private static func append(_ byte: UInt8, to scalars: inout String.UnicodeScalarView) {
        if let scalar = Unicode.Scalar(escapeBase + UInt32(byte)) { scalars.append(scalar) }
    }

    /// The code point that the bytes begin with; nil where they do not begin with one.
    private static func wellFormed(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        var iterator = bytes.prefix(4).makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
        return nil
    }

    /// The bytes of a path, by its text.
    public static func bytes(of text: String) -> [UInt8] {
        guard !isUTF8(text) else { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { scalar in
            escapes.contains(scalar.value) ? [UInt8(scalar.value - escapeBase)] : Array(UTF8.encode(scalar) ?? .init())
        }
    }

    /// Whether the path with this text is UTF-8, so that its text is the path.
    public static func isUTF8(_ text: String) -> Bool {
        !text.unicodeScalars.contains { escapes.contains($0.value) }
    }

    /// Calls `body` with the path's bytes, ended by a NUL, as the system's calls take them.
    public static func withCString<Result>(_ text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        guard !isUTF8(text) else { return text.withCString(body) }
        let bytes = bytes(of: text).map { CChar(bitPattern: $0) } + [0]
        return bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return "".withCString(body) }
            return body(start)
        }
    }

    /// The path of the folder that a path's last part lies in; `.` where it has one part only.
    ///
    /// By the bytes, and unlike `NSString` for paths of a single one, too.
    public static func folder(of text: String) -> String {
        let slash = UInt8(ascii: "/")
        func withoutSlashes(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
            var rest = bytes
            while rest.count > 1, rest.last == slash { rest = rest.dropLast() }
            return rest
        }
        let path = withoutSlashes(text.utf8[...])
        guard let last = path.lastIndex(of: slash) else { return "." }
        let folder = withoutSlashes(path[..<last])
        return folder.isEmpty ? "/" : String(Substring(folder))
    }

    /// The last part of a path; empty for the root.
    public static func lastPart(of text: String) -> String {
        text.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
    }

    /// How a path is written in results: as it is, but for bytes that are not UTF-8, each of which is written `\xHH` in capital
    /// hexadecimal digits. A backslash that would read as the beginning of such an escape is written `\x5C`. So no two paths are
    /// written alike, and ``text(written:)`` gives back every one.
    public static func written(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) || !isUTF8(text) else { return text }
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            if escapes.contains(scalar.value) {
                result.append(contentsOf: HexadecimalEscape.of(UInt8(scalar.value - escapeBase)).unicodeScalars)
            } else if scalar == "\\", HexadecimalEscape.byte(scalars[place...].prefix(4)) != nil {
                result.append(contentsOf: HexadecimalEscape.of(UInt8(ascii: "\\")).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text of the path that ``written(_:)`` wrote so.
    public static func text(written: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(written.unicodeScalars)[...]
        while let scalar = rest.first {
            if let byte = HexadecimalEscape.byte(rest.prefix(4)) {
                bytes.append(byte)
                rest = rest.dropFirst(4)
            } else {
                bytes += Array(UTF8.encode(scalar) ?? .init())
                rest = rest.dropFirst()
            }
        }
        return text(of: bytes)
    }
}

/// A byte as `\xHH`.
enum HexadecimalEscape {
    private static let digits = Array("0123456789ABCDEF".unicodeScalars)

    static func of(_ byte: UInt8) -> String {
        var text = "\\x"
        text.unicodeScalars.append(digits[Int(byte >> 4)])
        text.unicodeScalars.append(digits[Int(byte & 15)])
        return text
    }

    /// The byte that four code points stand for; nil when they are no escape.
    static func byte(_ scalars: some Collection<Unicode.Scalar>) -> UInt8? {
        let four = Array(scalars)
        guard four.count == 4, four[0] == "\\", four[1] == "x", let high = digits.firstIndex(of: four[2]),
            let low = digits.firstIndex(of: four[3])
        else { return nil }
        return UInt8(high << 4 | low)
    }
}
