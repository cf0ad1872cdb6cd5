/// Reads the text in Netpbm's files: numbers, white space, and comments from `#` to the end of the line.
struct NetpbmScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    /// Whether a comment may stand inside a number, as Netpbm's text has it, rather than end it, as its library does.
    let commentsJoin: Bool
    private(set) var hasPassedComment = false

    init(_ bytes: UnsafeRawBufferPointer, position: Int, commentsJoin: Bool = false) {
        self.bytes = bytes
        self.position = position
        self.commentsJoin = commentsJoin
    }

    var isAtEnd: Bool { position >= bytes.count }
    var isAtBlank: Bool { !isAtEnd && Self.isBlank(bytes[position]) }
    var isAtComment: Bool { !isAtEnd && bytes[position] == UInt8(ascii: "#") }
    var isAtDigit: Bool { !isAtEnd && (0x30...0x39).contains(bytes[position]) }

    /// Blanks, TAB, LF, CR, and what C counts among them: VT and FF.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Passes over a comment and its line end.
    private mutating func skipComment() {
        hasPassedComment = true
        while !isAtEnd, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        if !isAtEnd { position += 1 }
    }

    /// Passes over white space and comments.
    mutating func skipBlanks() {
        while true {
            if isAtComment {
                skipComment()
            } else if isAtBlank {
                position += 1
            } else {
                return
            }
        }
    }

    /// The one white space that ends a header; a comment with its line end counts as one unless comments join.
    ///
    /// - Returns: whether it is there.
    mutating func passDelimiter() -> Bool {
        while isAtComment {
            skipComment()
            if !commentsJoin { return bytes[position - 1] == 0x0A || bytes[position - 1] == 0x0D }
        }
        guard isAtBlank else { return false }
        position += 1
        return true
    }

    /// The next number and where its digits lie; nil where none follows, or one with more digits than any number needs.
    mutating func number() -> (value: Int, range: Range<Int>)? {
        skipBlanks()
        let start = position
        var value = 0
        var end = position
        while isAtDigit {
            guard value < 1 << 40 else { return nil }
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
            end = position
            // Only where digits follow is the comment inside the number.
            var ahead = self
            while commentsJoin, ahead.isAtComment { ahead.skipComment() }
            if ahead.isAtDigit { self = ahead }
        }
        return end > start ? (value, start..<end) : nil
    }

    /// The next sample of a plain bitmap: one digit, with or without white space around it.
    mutating func bit() -> Int? {
        skipBlanks()
        guard isAtDigit, bytes[position] <= 0x31 else { return nil }
        position += 1
        return Int(bytes[position - 1] - 0x30)
    }
}
