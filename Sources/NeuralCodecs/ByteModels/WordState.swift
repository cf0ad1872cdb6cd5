/// What is known of the words so far, for the contexts of slow levels: words of letters alone, which neither punctuation nor a line's
/// end takes away, what followed them earlier, their endings and shapes, and the text as it would flow on one endless line.
///
/// The contexts of ``ByteContext`` are made of it, as of ``TextState``. It moves on by a byte at a time, where any context asks for it.
/// Hashes of words take the place of words: two that share one are one word here.
struct WordState {
    // Words of letters, folded to one case.
    /// The word so far; 0 outside words.
    private(set) var word: UInt64 = 0
    /// The words before it, the latest first.
    private(set) var previous: UInt64 = 0
    private(set) var second: UInt64 = 0
    private(set) var third: UInt64 = 0
    /// Letters of the word so far, and of the word before.
    private(set) var length: UInt64 = 0
    private(set) var previousLength: UInt64 = 0
    /// The last three letters of the word before, and its first.
    private(set) var previousEnding: UInt64 = 0
    private(set) var previousFirst: UInt64 = 0
    private var firstLetter: UInt64 = 0
    /// The last eight letters of the word so far.
    private var wordLetters: UInt64 = 0
    private(set) var isWord = false
    /// What lies between the words, since the last of them.
    private(set) var gap: UInt64 = 0
    /// How often the word so far was a whole word, up to 3.
    private(set) var familiarity: UInt64 = 0

    // The text as it flows: runs of spaces and line ends are one space.
    /// The last eight bytes of it, the last lowest.
    private(set) var flowing: UInt64 = 0
    /// The same with letters in one case and digits alike.
    private(set) var folded: UInt64 = 0
    /// Letters of one case, and one space for all between them.
    private(set) var letters: UInt64 = 0

    /// Words since the sentence began, and the first of them.
    private(set) var sentenceWords: UInt64 = 0
    private(set) var sentenceWord: UInt64 = 0
    /// The last marks of punctuation, a byte each, and bytes since the last.
    private(set) var punctuation: UInt64 = 0
    private(set) var sincePunctuation: UInt64 = 0
    /// 1 between quotation marks.
    private(set) var isQuoted: UInt64 = 0
    /// Which of the last words begin with a capital, a bit each.
    private(set) var capitals: UInt64 = 0
    /// Vowels 1, consonants 2, other bytes 3, runs of spaces 0: two bits each.
    private(set) var vowels: UInt64 = 0
    /// Kinds of bytes, five bits each.
    private(set) var shapes: UInt64 = 0

    // What came earlier.
    /// The word that followed the last word, the last two, the last three, the last and the third, and the second.
    private(set) var foreseen: UInt64 = 0
    private(set) var foreseenByPair: UInt64 = 0
    private(set) var foreseenByTriple: UInt64 = 0
    private(set) var foreseenBySkip: UInt64 = 0
    /// The word that followed the word so far, where that was a whole word.
    private(set) var foreseenNext: UInt64 = 0
    /// The bytes that followed the last two, three and four bytes earlier.
    private(set) var afterTwo: UInt64 = 0
    private(set) var afterThree: UInt64 = 0
    private(set) var afterFour: UInt64 = 0

    // Lines.
    private(set) var lineWord: UInt64 = 0
    private(set) var previousLineWord: UInt64 = 0
    private(set) var previousLineLength = 0
    private var lineLength = 0
    /// The word above, in the line before.
    private(set) var wordAbove: UInt64 = 0

    private static var longestLine: Int { 512 }
    private static func bits(_ sizeBits: Int) -> Int { min(sizeBits, 16) }

    /// Bytes of memory.
    static func byteCount(sizeBits: Int) -> Int {
        (4 * 8 + 4 + 2 * 4 + 1) << bits(sizeBits) + 4 * 65536 + 16 * longestLine
    }

    private let shift: UInt64
    private let afterWord: UnsafeMutablePointer<UInt64>
    private let afterPair: UnsafeMutablePointer<UInt64>
    private let afterTriple: UnsafeMutablePointer<UInt64>
    private let afterSkip: UnsafeMutablePointer<UInt64>
    private let wordCounts: UnsafeMutablePointer<UInt8>
    private let followersOfTwo: UnsafeMutablePointer<UInt32>
    private let followersOfThree: UnsafeMutablePointer<UInt16>
    private let followersOfFour: UnsafeMutablePointer<UInt16>
    private var lineWords: UnsafeMutablePointer<UInt64>
    private var previousLineWords: UnsafeMutablePointer<UInt64>

    /// - Parameter sizeBits: binary logarithm of the input's size; nil where nobody looks at words.
    init(sizeBits: Int?, arena: Arena) {
        let bits = sizeBits.map(Self.bits) ?? 0
        shift = UInt64(64 - bits)
        afterWord = arena.allocate(1 << bits, of: UInt64.self)
        afterPair = arena.allocate(1 << bits, of: UInt64.self)
        afterTriple = arena.allocate(1 << bits, of: UInt64.self)
        afterSkip = arena.allocate(1 << bits, of: UInt64.self)
        wordCounts = arena.allocate(1 << bits, of: UInt8.self)
        followersOfTwo = arena.allocate(sizeBits == nil ? 1 : 65536, of: UInt32.self)
        followersOfThree = arena.allocate(1 << bits, of: UInt16.self)
        followersOfFour = arena.allocate(1 << bits, of: UInt16.self)
        lineWords = arena.allocate(Self.longestLine, of: UInt64.self)
        previousLineWords = arena.allocate(Self.longestLine, of: UInt64.self)
    }

    @inline(__always) private func slot(_ a: UInt64, _ b: UInt64) -> Int {
        Int(truncatingIfNeeded: mixed(a, b) &>> shift)
    }

    /// The word so far or, outside words, what came since the last one.
    @inline(__always) var wordOrGap: UInt64 { mixed(word, word == 0 ? gap : 0) }

    /// Moves on.
    ///
    /// - Parameters:
    ///   - byte: what came.
    ///   - before: the eight bytes before it.
    ///   - column: bytes since the line began, `byte` included; 0 behind a line's end.
    mutating func advance(_ byte: UInt8, before: UInt64, column: Int) {
        let isUpper = byte >= 0x41 && byte <= 0x5A
        let isLetter = isUpper || byte >= 0x61 && byte <= 0x7A || byte >= 0x80
        let isSpace = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        let isDigit = byte >= 0x30 && byte <= 0x39
        let value = UInt64(isUpper ? byte | 0x20 : byte)
        advanceFollowers(byte, before: before)
        if isSpace {
            if flowing & 0xFF != 0x20 { flowing = flowing << 8 | 0x20 }
            if folded & 0xFF != 0x20 { folded = folded << 8 | 0x20 }
        } else {
            flowing = flowing << 8 | UInt64(byte)
            folded = folded << 8 | (isDigit ? 0x30 : value)
        }
        sincePunctuation = min(sincePunctuation &+ 1, 255)
        if isLetter {
            beginOrExtendWord(value, isUpper: isUpper)
        } else {
            if isWord { endWord() }
            gap = mixed(gap, UInt64(byte))
            if !isSpace { notePunctuation(byte) }
        }
        foreseenNext = afterWord[slot(word, 9)]
        familiarity = UInt64(min(wordCounts[slot(word, 12)], 3))
        advanceShapes(byte, value: value, isLetter: isLetter, isSpace: isSpace, isUpper: isUpper, isDigit: isDigit)
        advanceLines(byte, column: column)
    }

    private mutating func advanceFollowers(_ byte: UInt8, before: UInt64) {
        let recent = before << 8 | UInt64(byte)
        let two = followersOfTwo + Int(truncatingIfNeeded: before & 0xFFFF)
        two.pointee = two.pointee << 8 | UInt32(byte)
        let three = followersOfThree + slot(before & 0xFF_FFFF, 3)
        three.pointee = three.pointee << 8 | UInt16(byte)
        let four = followersOfFour + slot(before & 0xFFFF_FFFF, 15)
        four.pointee = four.pointee << 8 | UInt16(byte)
        afterTwo = UInt64(followersOfTwo[Int(truncatingIfNeeded: recent & 0xFFFF)])
        afterThree = UInt64(followersOfThree[slot(recent & 0xFF_FFFF, 3)])
        afterFour = UInt64(followersOfFour[slot(recent & 0xFFFF_FFFF, 15)])
    }

    private mutating func beginOrExtendWord(_ letter: UInt64, isUpper: Bool) {
        if !isWord {
            isWord = true
            if letters & 0xFF != 0x20 { letters = letters << 8 | 0x20 }
            firstLetter = letter
            capitals = capitals << 1 | (isUpper ? 1 : 0)
        }
        word = (word &+ letter &+ 1) &* 0x9E37_79B9_7F4A_7C15
        word = word << 23 | word >> 41
        wordLetters = wordLetters << 8 | letter
        length = min(length &+ 1, 255)
        letters = letters << 8 | letter
    }

    private mutating func endWord() {
        isWord = false
        // What the words before it led to.
        afterWord[slot(previous, 9)] = word
        afterPair[slot(mixed(previous, second), 10)] = word
        afterSkip[slot(mixed(previous, third), 14)] = word
        afterTriple[slot(mixed(previous, second), mixed(third, 13))] = word
        let count = wordCounts + slot(word, 12)
        count.pointee = min(count.pointee &+ 1, 250)
        if sentenceWords == 0 { sentenceWord = word }
        sentenceWords = min(sentenceWords &+ 1, 255)
        if lineWord == 0 { lineWord = word }
        (third, second, previous, word) = (second, previous, word, 0)
        (previousEnding, previousFirst, previousLength) = (wordLetters & 0xFF_FFFF, firstLetter, length)
        (wordLetters, firstLetter, length, gap) = (0, 0, 0, 0)
        foreseen = afterWord[slot(previous, 9)]
        foreseenByPair = afterPair[slot(mixed(previous, second), 10)]
        foreseenBySkip = afterSkip[slot(mixed(previous, third), 14)]
        foreseenByTriple = afterTriple[slot(mixed(previous, second), mixed(third, 13))]
    }

    private mutating func notePunctuation(_ byte: UInt8) {
        punctuation = punctuation << 8 | UInt64(byte)
        sincePunctuation = 0
        if letters & 0xFF != 0x20 { letters = letters << 8 | 0x20 }
        switch byte {
        case 0x2E, 0x21, 0x3F:
            sentenceWords = 0
            sentenceWord = 0
        case 0x22, 0x60: isQuoted ^= 1
        default: break
        }
    }

    private mutating func advanceShapes(
        _ byte: UInt8, value: UInt64, isLetter: Bool, isSpace: Bool, isUpper: Bool, isDigit: Bool
    ) {
        let isVowel =
            value == 0x61 || value == 0x65 || value == 0x69 || value == 0x6F || value == 0x75 || value == 0x79
        let sound: UInt64 = isLetter ? (isVowel ? 1 : 2) : isSpace ? 0 : 3
        if sound != 0 || vowels & 3 != 0 { vowels = vowels << 2 | sound }
        let shape: UInt64
        if isLetter {
            shape = isUpper ? 1 : isVowel ? 2 : 3
        } else if isSpace {
            shape = byte == 0x20 ? 4 : 5
        } else {
            shape = isDigit ? 6 : UInt64(byte) & 15 | 16
        }
        shapes = shapes << 5 | shape
    }

    private mutating func advanceLines(_ byte: UInt8, column: Int) {
        if byte == 0x0A {
            swap(&lineWords, &previousLineWords)
            previousLineWord = lineWord
            lineWord = 0
            previousLineLength = lineLength
            lineLength = 0
        } else {
            lineLength = column
            if column < Self.longestLine { lineWords[column] = word != 0 ? word : previous }
        }
        let next = column &+ 1
        wordAbove = next <= previousLineLength && next < Self.longestLine ? previousLineWords[next] : 0
    }
}
