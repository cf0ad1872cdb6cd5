extension ByteContext {
    /// Whether the context looks at ``WordState``.
    var isOfWords: Bool { rawValue >= ByteContext.flowing3.rawValue }

    /// What a context of words is hashed from.
    @inline(__always) func ofWords(_ text: borrowing TextState, _ words: borrowing WordState) -> UInt64 {
        let recent = text.recent
        let last = recent & 0xFF
        let word = words.wordOrGap
        return switch self {
        case .flowing3: words.flowing & 0xFF_FFFF
        case .flowing4: words.flowing & 0xFFFF_FFFF
        case .flowing5: words.flowing & 0xFF_FFFF_FFFF
        case .flowing6: words.flowing & 0xFFFF_FFFF_FFFF
        case .folded3: words.folded & 0xFF_FFFF
        case .folded4: words.folded & 0xFFFF_FFFF
        case .folded5: words.folded & 0xFF_FFFF_FFFF
        case .folded6: words.folded & 0xFFFF_FFFF_FFFF
        case .letters4: words.letters & 0xFFFF_FFFF
        case .letters5: words.letters & 0xFF_FFFF_FFFF
        case .letters6: words.letters & 0xFFFF_FFFF_FFFF
        case .plainPair: mixed(word, words.previous)
        case .plainSkip: mixed(word, words.second)
        case .plainEnding: mixed(word, words.previousEnding & 0xFFFF)
        case .plainInitial: mixed(word, words.previousFirst)
        case .plainGap: mixed(words.word, words.gap)
        case .plainLast: mixed(words.previous, last)
        case .plainLengthGap: mixed(mixed(word, words.previousLength), words.gap)
        case .plainTwo: mixed(words.word, recent & 0xFFFF)
        case .plainSecondByte: mixed(mixed(word, recent >> 8 & 0xFF), words.length)
        case .sentencePlace: mixed(mixed(min(words.sentenceWords, 15), last), words.length)
        case .sentencePlaceWord: mixed(min(words.sentenceWords, 31), word)
        case .sentenceWord: mixed(words.sentenceWord, word)
        case .punctuation: mixed(mixed(words.punctuation & 0xFFFF, min(words.sincePunctuation, 15)), last)
        case .punctuationWord: mixed(words.punctuation & 0xFFFF, word)
        case .quote: mixed(words.isQuoted, recent & 0xFFFF)
        case .quoteWord: mixed(mixed(word, words.isQuoted), UInt64(text.bracket))
        case .vowels8: mixed(words.vowels & 0xFFFF, last)
        case .shapes8: words.shapes & 0xFF_FFFF_FFFF
        case .shapesWord: mixed(words.shapes & 0x1FF_FFFF, word)
        case .capitals: mixed(mixed(words.capitals & 0xFF, words.length), last)
        case .familiarity: mixed(words.familiarity, recent & 0xFFFF)
        case .lettersWord: mixed(words.letters & 0xFF_FFFF, words.previous)
        case .foldedEnding: mixed(words.folded & 0xFF_FFFF, words.previousEnding & 0xFFFF)
        case .foreseen: mixed(words.foreseen, word)
        case .foreseenLength: mixed(words.foreseen, words.length)
        case .foreseenLast: mixed(mixed(words.foreseen, words.length), last)
        case .foreseenByPair: mixed(words.foreseenByPair, word)
        case .foreseenByTriple: mixed(words.foreseenByTriple, word)
        case .foreseenBySkip: mixed(words.foreseenBySkip, word)
        case .foreseenNext: mixed(mixed(words.foreseenNext, word), last)
        case .linePlainWord: mixed(words.lineWord, word)
        case .wordAbove: mixed(words.wordAbove, word)
        case .previousLineWord: mixed(words.previousLineWord, word)
        case .lineLengths:
            UInt64(min(text.column, 255)) << 9 | UInt64(min(words.previousLineLength, 255)) << 1
                | (words.word == 0 ? 1 : 0)
        case .gapLast: mixed(words.gap, last)
        case .flowingColumn: mixed(words.flowing & 0xFFFF_FFFF, UInt64(min(text.column, 255) / 8))
        case .columnGroupWord: mixed(word, UInt64(min(text.column, 255) / 8))
        case .sparse134: recent & 0xFFFF_00FF
        case .sparse13: recent & 0xFF_00FF
        case .sparse14: recent & 0xFF00_00FF
        case .sparse24: recent & 0xFF00_FF00
        case .sparse345: recent & 0xFF_FFFF_0000
        case .highBits: recent & 0xE0E0_E0E0_E0E0_E0E0
        case .afterTwo: words.afterTwo & 0xFF_FFFF
        case .afterTwoWord: mixed(words.afterTwo & 0xFFFF, words.word)
        case .afterThree: mixed(words.afterThree, last)
        case .afterFour: mixed(words.afterFour, recent & 0xFFFF)
        case .aboveTwoLastTwo: mixed(mixed(UInt64(text.above), UInt64(text.aboveNext)), recent & 0xFFFF)
        case .aboveTwoShapes: mixed(mixed(UInt64(text.above), UInt64(text.aboveNext)), words.shapes & 0x3FF)
        default: 0
        }
    }
}
