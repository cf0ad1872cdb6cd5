/// The contexts that hashed histories are kept for. A line here and one in `hash(of:match:)` make a new one.
enum ByteContext: UInt8, CaseIterable {
    case order1, order2, order3, order4, order5, order6, order8
    case word, wordPair, wordTriple, wordGap
    case sparse2, sparse23, sparse34
    case classes8, groups8, groups4, columnClasses
    case followers2, followers1
    case wordSkip, lineWord, groupsWord, groupsLength, aboveTwo, indirect1, indirect2, masked, wordColumn, order7,
        word2gap, indirect3
    case bases6, bases9, bases11, bases12, bases14, bases16, bases18, bases20, bases24, bases32
    case aboveAgreement, aboveColumn, indent, highNibbles, bracket, matchExpected
    case fieldsAbove, fieldAboveHere, fieldAboveLast, fieldColumn, fieldsLeft, fieldCross, fieldCorner, fieldLeftLast,
        planeGuess, lineGuess, fieldsBehind, fieldBehindLast
    // Of words and of the text as it flows: `WordState`.
    case flowing3, flowing4, flowing5, flowing6, folded3, folded4, folded5, folded6, letters4, letters5, letters6
    case plainPair, plainSkip, plainEnding, plainInitial, plainGap, plainLast, plainLengthGap, plainTwo, plainSecondByte
    case sentencePlace, sentencePlaceWord, sentenceWord, punctuation, punctuationWord, quote, quoteWord
    case vowels8, shapes8, shapesWord, capitals, familiarity, lettersWord, foldedEnding
    case foreseen, foreseenLength, foreseenLast, foreseenByPair, foreseenByTriple, foreseenBySkip, foreseenNext
    case linePlainWord, wordAbove, previousLineWord, lineLengths, gapLast, flowingColumn, columnGroupWord
    case sparse134, sparse13, sparse14, sparse24, sparse345, highBits, afterTwo, afterTwoWord, afterThree, afterFour
    case aboveTwoLastTwo, aboveTwoShapes

    /// The hash of the context at a byte's beginning.
    ///
    /// - Parameter match: the byte that a match expects, with a leading 1; 0 for none.
    @inline(__always)
    func hash(
        of text: borrowing TextState, words: borrowing WordState, table: borrowing TableState, match: Int
    ) -> UInt64 {
        let recent = text.recent
        let value: UInt64 =
            switch self {
            case .order1: recent & 0xFF
            case .order2: recent & 0xFFFF
            case .order3: recent & 0xFF_FFFF
            case .order4: recent & 0xFFFF_FFFF
            case .order5: recent & 0xFF_FFFF_FFFF
            case .order6: recent & 0xFFFF_FFFF_FFFF
            case .order8: recent
            case .word: mixed(text.word, recent & (text.word == 0 ? 0xFFFF : 0))
            case .wordPair: mixed(mixed(text.word, text.previousWord), text.word == 0 ? text.gap : 0)
            case .wordTriple: mixed(mixed(text.word, text.previousWord), text.secondWord)
            case .wordGap: mixed(mixed(text.word, text.gap), recent & 0xFF)
            case .sparse2: recent & 0xFF00
            case .sparse23: recent & 0xFFFF00
            case .sparse34: recent & 0xFFFF_0000
            case .classes8: mixed(text.classes & 0xFFFF_FFFF, recent & 0xFF)
            case .groups8: text.groups
            case .groups4: text.groups & 0xFFFF_FFFF
            case .columnClasses: UInt64(min(text.column, 255)) << 12 | text.classes & 0xFFF
            case .followers2: mixed(text.followers & 0xFFFF, text.classes & 0xFFFF)
            case .followers1:
                (text.followers & 0xFF) << 16 | UInt64(text.wordLength) << 8 | recent & 0xFF
            case .aboveAgreement: UInt64(text.above) << 8 | UInt64(min(text.agreement, 31))
            case .aboveColumn: UInt64(text.above) << 8 | UInt64(min(text.column, 255))
            case .indent: UInt64(text.indent) << 16 | UInt64(text.firstByte) << 8 | recent & 0xFF
            case .highNibbles: recent & 0xF0F0_F0F0_F0F0_F0F0
            case .bracket: UInt64(text.bracket) << 12 | UInt64(text.wordLength) << 8 | (recent & 0xFF) << 16
            case .wordSkip: mixed(mixed(text.word, text.secondWord), recent & 0xFF)
            case .lineWord: mixed(mixed(text.word, text.lineWord), text.word == 0 ? recent & 0xFF : 0)
            case .groupsWord: mixed(text.groups & 0xFFFF_FFFF, text.word)
            case .groupsLength: mixed(text.groups & 0xFFFF_FFFF_FFFF, UInt64(text.wordLength))
            case .aboveTwo: UInt64(text.above) << 16 | UInt64(text.aboveNext) << 8 | recent & 0xFF
            case .indirect1: (text.indirect1 & 0xFFFF) << 8 | recent & 0xFF
            case .indirect2: (text.indirect2 & 0xFFFF) << 8 | recent & 0xFF
            case .indirect3: (text.indirect2 & 0xFF) << 16 | recent & 0xFFFF
            case .masked: text.masked
            case .wordColumn: mixed(text.word, UInt64(min(text.column, 255)))
            case .order7: recent & 0xFF_FFFF_FFFF_FFFF
            case .word2gap: mixed(mixed(text.previousWord, text.gap), recent & 0xFF)
            case .bases6: text.bases & 0xFFF
            case .bases9: text.bases & 0x3FFFF
            case .bases11: text.bases & 0x3F_FFFF
            case .bases12: text.bases & 0xFF_FFFF
            case .bases14: text.bases & 0xFFF_FFFF
            case .bases16: text.bases & 0xFFFF_FFFF
            case .bases18: text.bases & 0xF_FFFF_FFFF
            case .bases20: text.bases & 0xFF_FFFF_FFFF
            case .bases24: text.bases & 0xFFFF_FFFF_FFFF
            case .bases32: text.bases
            case .fieldAboveHere: UInt64(table.above) << 16 | UInt64(table.column)
            case .fieldsAbove: fields(table, table.above, table.secondAbove)
            case .fieldAboveLast: fields(table, table.above, UInt8(truncatingIfNeeded: recent))
            case .fieldColumn: (recent & 0xFF) << 16 | UInt64(table.column)
            case .fieldsLeft: fields(table, table.left, table.secondLeft)
            case .fieldCross: fields(table, table.above, table.left)
            case .fieldCorner: fields(table, table.above, table.left) << 8 | UInt64(table.corner)
            case .fieldLeftLast: fields(table, table.left, UInt8(truncatingIfNeeded: recent))
            case .fieldsBehind: fields(table, table.behind, table.above)
            case .fieldBehindLast: fields(table, table.behind, UInt8(truncatingIfNeeded: recent))
            case .planeGuess: table.planeGuess
            case .lineGuess: table.lineGuess
            case .matchExpected: UInt64(match) << 8 | recent & 0xFF
            default: ofWords(text, words)
            }
        return mixed(value, UInt64(rawValue) &+ 1)
    }

    /// Two bytes of a table's fields and the place in the number.
    @inline(__always) private func fields(_ table: borrowing TableState, _ a: UInt8, _ b: UInt8) -> UInt64 {
        UInt64(a) << 16 | UInt64(b) << 8 | UInt64(truncatingIfNeeded: table.place)
    }
}
