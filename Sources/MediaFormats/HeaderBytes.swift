/// How the bytes of a number follow each other.
package enum ByteOrder: Sendable, Hashable {
    /// The highest byte first.
    case big
    /// The lowest byte first.
    case little
}

/// The beginning of a file, of which nothing is read before it is known to be there.
struct HeaderBytes {
    /// The bytes at hand.
    let bytes: UnsafeRawBufferPointer
    /// Size of the whole file, never less than the bytes at hand.
    let fileByteCount: Int

    init(_ bytes: UnsafeRawBufferPointer, fileByteCount: Int?) {
        self.bytes = bytes
        self.fileByteCount = max(bytes.count, fileByteCount ?? bytes.count)
    }

    var count: Int { bytes.count }

    /// The part by which a file is recognised, see ``MediaFormat/recognitionByteCount``.
    var recognised: HeaderBytes {
        HeaderBytes(
            UnsafeRawBufferPointer(rebasing: bytes.prefix(MediaFormat.recognitionByteCount)),
            fileByteCount: fileByteCount)
    }

    /// Whether this is as much as a file is recognised by, and more may follow.
    var endsWithRecognition: Bool { count == MediaFormat.recognitionByteCount }

    /// The error for a header that needs bytes up to `end`, exclusively: more of the file is needed, or the file is cut
    /// short, which `reason` then says.
    func missing(upTo end: Int, _ reason: String) -> MediaFormatError {
        end <= fileByteCount
            ? MediaFormatError(.incomplete, at: end, "\(end) bytes of the file's beginning are needed")
            : .malformed(count, reason)
    }

    /// A number of up to eight bytes; what does not fit into an `Int` becomes the largest.
    ///
    /// - Throws: ``missing(upTo:_:)`` where it lies beyond the bytes at hand.
    func number(at offset: Int, byteCount: Int, _ order: ByteOrder) throws(MediaFormatError) -> Int {
        guard offset <= count - byteCount else { throw missing(upTo: offset + byteCount, "the header is cut short") }
        var value: UInt64 = 0
        for index in 0..<byteCount {
            let byte = UInt64(bytes[offset + index])
            switch order {
            case .big: value = value << 8 | byte
            case .little: value |= byte << UInt64(8 * index)
            }
        }
        return Int(clamping: value)
    }

    /// Whether these bytes stand at an offset; not where they would lie beyond the bytes at hand.
    func has(_ pattern: some Collection<UInt8>, at offset: Int) -> Bool {
        offset <= count - pattern.count && bytes[offset..<offset + pattern.count].elementsEqual(pattern)
    }

    func has(_ name: String, at offset: Int) -> Bool { has(name.utf8, at: offset) }

    /// Four letters, for people; what is no visible ASCII becomes a question mark.
    func name(at offset: Int) -> String {
        guard offset <= count - 4 else { return "" }
        return String(
            decoding: bytes[offset..<offset + 4].map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self)
    }
}

extension FixedWidthInteger {
    /// The bytes of the number's lower end.
    func bytes(_ byteCount: Int, _ order: ByteOrder) -> [UInt8] {
        let little = (0..<byteCount).map { UInt8(truncatingIfNeeded: self >> Self(8 * $0)) }
        return order == .little ? little : little.reversed()
    }
}
