import OutsideText
import Testing

@Suite struct VisibleTextTests {
    @Test func whatActsIsWritten() {
        #expect(VisibleText.oneLine("a\u{1B}[31m\nb\u{7F}\u{9B}") == #"a\x1B[31m\x0Ab\x7F\xC2\x9B"#)
        #expect(VisibleText.lines("a\n\tb\r") == "a\n\tb\\x0D")
        #expect(VisibleText.oneLine("x\u{202E}y") == #"x\xE2\x80\xAEy"#)
        #expect(VisibleText.oneLine(PathText.text(of: [0x63, 0xE9])) == #"c\xE9"#)
        let plain = "caf\u{E9} cafe\u{301} 日本 🙂"
        #expect(ExactText(VisibleText.oneLine(plain)) == ExactText(plain))
    }

    @Test func noTwoPathsLookAlike() {
        #expect(VisibleText.path(PathText.text(of: [0x77, 0xE9])) == #"w\xE9"#)
        #expect(VisibleText.path(#"w\xE9"#) == #"w\x5CxE9"#)
        #expect(VisibleText.path("a\nb") == #"a\x0Ab"# && VisibleText.path(#"a\x0Ab"#) == #"a\x5Cx0Ab"#)
    }

    @Test func lastWordsAreOneLine() {
        #expect(LastWords.suffix(of: Array("".utf8)) == "" && LastWords.suffix(of: Array(" \n\n".utf8)) == "")
        #expect(LastWords.suffix(of: Array("one\ntwo\nthree\n\u{1B}four\n".utf8)) == ": two | three | four")
        #expect(LastWords.suffix(of: Array(repeating: 0x61, count: 5000)).utf8.count == 402)
    }

    @Test func byteOrderMarks() {
        #expect(ByteOrderMark.text(of: [0xEF, 0xBB, 0xBF, 0x61]) == "a" && ByteOrderMark.text(of: [0x61]) == "a")
        #expect(ByteOrderMark.stripped("\u{FEFF}a") == "a" && ByteOrderMark.stripped("a\u{FEFF}").utf8.count == 4)
    }
}
