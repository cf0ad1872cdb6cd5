/// What is known of the bytes so far, beside the bytes themselves: words, columns, lines, classes, tokens.
///
/// The contexts of ``ByteContext`` are made of it. It moves on by a byte at a time.
struct TextState {
    /// The last eight bytes, the last of them lowest.
    private(set) var recent: UInt64 = 0
    /// The eight before them.
    private(set) var older: UInt64 = 0
    /// Number of bytes.
    private(set) var position = 0

    /// Letters since the last other byte, folded to one case; 0 outside words.
    private(set) var word: UInt64 = 0
    private(set) var wordLength = 0
    /// The words before, the latest first. Punctuation takes a place, the end of a sentence clears them.
    private(set) var previousWord: UInt64 = 0
    private(set) var secondWord: UInt64 = 0
    /// What lies between the words, since the last of them.
    private(set) var gap: UInt64 = 0

    /// Bytes since the line began.
    private(set) var column = 0
    private(set) var indent = 0
    private(set) var firstByte: UInt8 = 0
    /// The byte above, in the line before; 0 past its end.
    private(set) var above: UInt8 = 0
    /// How many bytes in a row were like those above them.
    private(set) var agreement = 0
    private var lineStart = 0
    private var previousLineStart = 0
    private var previousLineLength = 0
    private var isIndent = true

    /// Classes of the last bytes, four bits each, the last lowest.
    private(set) var classes: UInt64 = 0
    /// Classes of the last runs, a byte each: letters, digits and bytes from 128 on count once a run.
    private(set) var groups: UInt64 = 0

    /// What followed the present token earlier, a byte each, the last lowest.
    private(set) var followers: UInt64 = 0
    private var tokenSlot = 0
    /// The innermost open bracket or quote.
    private(set) var bracket: UInt8 = 0
    private var brackets: UInt64 = 0

    private(set) var lineWord: UInt64 = 0
    /// The last 32 bases of a genome, two bits each; other bytes are passed over.
    private(set) var bases: UInt64 = 0
    private(set) var aboveNext: UInt8 = 0
    private(set) var indirect1: UInt64 = 0
    private(set) var indirect2: UInt64 = 0
    private(set) var masked: UInt64 = 0
    private let table1: UnsafeMutablePointer<UInt16>
    private let table2: UnsafeMutablePointer<UInt16>
    private let history: UnsafeMutablePointer<UInt8>
    private let historyMask: Int
    private let tokens: UnsafeMutablePointer<UInt32>
    private let tokenShift: UInt64
    private let classTable: UnsafeMutablePointer<UInt8>

    private static func tokenBits(_ sizeBits: Int) -> Int { min(sizeBits, 18) }

    /// Bytes of memory.
    static func byteCount(sizeBits: Int) -> Int { 4 << tokenBits(sizeBits) + 2 * (256 + 65536) }

    init(history: UnsafeMutablePointer<UInt8>, historyMask: Int, sizeBits: Int, arena: Arena) {
        self.history = history
        self.historyMask = historyMask
        table1 = arena.allocate(256, of: UInt16.self)
        table2 = arena.allocate(65536, of: UInt16.self)
        let tokenBits = Self.tokenBits(sizeBits)
        tokens = arena.allocate(1 << tokenBits, of: UInt32.self)
        tokenShift = UInt64(64 - tokenBits)
        classTable = arena.allocate(256, of: UInt8.self)
        for byte in 0..<256 { classTable[byte] = Self.byteClass(UInt8(byte)) }
    }

    /// Sixteen classes of bytes.
    private static func byteClass(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x61...0x7A: 1
        case 0x41...0x5A: 2
        case 0x30...0x39: 3
        case 0x20: 4
        case 0x0A, 0x0D: 5
        case 0x09: 6
        case 0x2E, 0x21, 0x3F: 7
        case 0x2C, 0x3B, 0x3A: 8
        case 0x22, 0x27, 0x60: 9
        case 0x28, 0x5B, 0x7B, 0x3C: 10
        case 0x29, 0x5D, 0x7D, 0x3E: 11
        case 0x80...0xBF: 12
        case 0xC0...0xFF: 13
        case 0: 0
        case 1...0x1F, 0x7F: 14
        default: 15
        }
    }

    @inline(__always) private static func isBase(_ byte: UInt8) -> Bool {
        let folded = byte & 0xDF
        return folded == 0x41 || folded == 0x43 || folded == 0x47 || folded == 0x54
    }

    @inline(__always) func lastByte(_ lag: Int) -> UInt8 { UInt8(truncatingIfNeeded: recent >> UInt64(8 * lag)) }

    /// Moves on.
    mutating func advance(_ byte: UInt8) {
        let i1 = Int(recent & 0xFF), i2 = Int(recent & 0xFFFF)
        table1[i1] = table1[i1] << 8 | UInt16(byte)
        table2[i2] = table2[i2] << 8 | UInt16(byte)
        older = older << 8 | recent >> 56
        recent = recent << 8 | UInt64(byte)
        indirect1 = UInt64(table1[Int(recent & 0xFF)])
        indirect2 = UInt64(table2[Int(recent & 0xFFFF)])
        masked = masked << 8 | UInt64((0x30...0x39).contains(byte) ? 0x30 : byte)
        position &+= 1
        if Self.isBase(byte) { bases = bases << 2 | UInt64(byte >> 1 & 3) }
        let kind = classTable[Int(byte)]
        let previousKind = UInt8(truncatingIfNeeded: classes & 15)
        classes = classes << 4 | UInt64(kind)
        advanceGroups(byte, kind: kind)
        advanceWords(byte, kind: kind)
        if byte == 0x0A {
            lineWord = 0
        } else if word == 0 && previousWord != 0 && lineWord == 0 {
            lineWord = previousWord
        }
        advanceLines(byte)
        advanceBrackets(byte)
        // What came after the token as it was, and the token as it is.
        tokens[tokenSlot] = tokens[tokenSlot] << 8 | UInt32(byte)
        let token = word != 0 ? word : gap &+ UInt64(previousKind) &+ previousWord
        tokenSlot = Int(truncatingIfNeeded: mixed(token, 77) &>> tokenShift)
        followers = UInt64(tokens[tokenSlot])
    }

    private mutating func advanceGroups(_ byte: UInt8, kind: UInt8) {
        let symbol: UInt8 =
            switch kind {
            case 1, 2: 1
            case 3: 2
            case 12, 13: 3
            default: byte
            }
        if symbol > 3 || UInt8(truncatingIfNeeded: groups) != symbol { groups = groups << 8 | UInt64(symbol) }
    }

    private mutating func advanceWords(_ byte: UInt8, kind: UInt8) {
        switch kind {
        case 1, 2, 3, 12, 13:
            if word == 0 { gap = gap &* 3 }
            let folded = kind == 2 ? byte | 32 : byte
            word = (word &+ UInt64(folded) &+ 1) &* 0x9E37_79B9_7F4A_7C15
            word = word << 23 | word >> 41
            wordLength = min(wordLength &+ 1, 15)
        default:
            if word != 0 {
                secondWord = previousWord
                previousWord = word
                word = 0
                wordLength = 0
                gap = 0
            }
            gap = (gap &+ UInt64(byte) &+ 1) &* 0xD6E8_FEB8_6659_FD93
            if kind == 7 {
                secondWord = 0
                previousWord = 0
            } else if kind != 4 && kind != 5 && byte != 0x27 && byte != 0x2D {
                secondWord = previousWord
                previousWord = UInt64(byte)
            }
        }
    }

    private mutating func advanceLines(_ byte: UInt8) {
        if byte == 0x0A {
            previousLineStart = lineStart
            previousLineLength = position &- 1 &- lineStart
            lineStart = position
            column = 0
            indent = 0
            isIndent = true
            firstByte = 0
            agreement = 0
        } else {
            if byte == above { agreement = min(agreement &+ 1, 255) } else { agreement = 0 }
            column &+= 1
            if isIndent {
                if byte == 0x20 || byte == 0x09 {
                    indent = min(indent &+ 1, 255)
                } else {
                    isIndent = false
                    firstByte = byte
                }
            }
        }
        above =
            column < previousLineLength && position &- previousLineStart <= historyMask
            ? history[(previousLineStart &+ column) & historyMask] : 0
        aboveNext =
            column + 1 < previousLineLength && position &- previousLineStart <= historyMask
            ? history[(previousLineStart &+ column + 1) & historyMask] : 0
    }

    private mutating func advanceBrackets(_ byte: UInt8) {
        switch byte {
        case 0x28, 0x5B, 0x7B, 0x3C:
            brackets = brackets << 8 | UInt64(byte)
        case 0x29, 0x5D, 0x7D, 0x3E:
            brackets >>= 8
        case 0x22:
            if UInt8(truncatingIfNeeded: brackets) == byte { brackets >>= 8 } else { brackets = brackets << 8 | 0x22 }
        case 0x0A:
            if UInt8(truncatingIfNeeded: brackets) == 0x22 { brackets >>= 8 }
        default: break
        }
        bracket = UInt8(truncatingIfNeeded: brackets)
    }
}

/// Two numbers, mixed into one whose high bits depend on all of theirs.
@inline(__always) func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ (b &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
    return (product ^ product >> 29) &* 0xBF58_476D_1CE4_E5B9
}
