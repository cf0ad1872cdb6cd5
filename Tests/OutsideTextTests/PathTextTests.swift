import Foundation
import OutsideText
import Testing

@Suite struct PathTextTests {
    /// Names that are not UTF-8, that look like what is written for such, or that are held like such.
    private static let awkward: [[UInt8]] = [
        Array("plain.txt".utf8), Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8), [0x63, 0xE9], [0x63, 0xE9, 0x74],
        Array(#"c\xE9"#.utf8), Array(#"c\xe9"#.utf8), Array(#"c\x5CxE9"#.utf8), Array(#"a\b\"#.utf8), [0xFF], [0xC3],
        [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xBB, 0xA9], [0xF4, 0x8F, 0xBA, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xC0, 0xAF], [0x5C, 0x78, 0xE9], [0x5C, 0xE9, 0x78], Array("\u{10FE7F}\u{10FF00}".utf8), [0x0A, 0x1B, 0x80],
    ]

    @Test func everyPathIsItsTextAndBack() {
        for bytes in Self.awkward { #expect(PathText.bytes(of: PathText.text(of: bytes)) == bytes, "\(bytes)") }
        #expect(Set(Self.awkward.map { ExactText(PathText.text(of: $0)) }).count == Self.awkward.count)
        #expect(PathText.text(of: Array("caf\u{E9}/x".utf8)) == "caf\u{E9}/x")
    }

    @Test func everyPathIsWrittenByItself() {
        let written = Self.awkward.map { PathText.written(PathText.text(of: $0)) }
        #expect(Set(written.map { ExactText($0) }).count == Self.awkward.count)
        for (bytes, text) in zip(Self.awkward, written) {
            #expect(PathText.bytes(of: PathText.text(written: text)) == bytes, "\(text)")
            #expect(PathText.isUTF8(text), "what is written is plain UTF-8")
        }
        #expect(PathText.written(PathText.text(of: [0x63, 0xE9, 0x2E])) == #"c\xE9."#)
        #expect(PathText.written(#"c\xE9"#) == #"c\x5CxE9"#)
        #expect(PathText.written(#"a\b"#) == #"a\b"#)
    }

    @Test func randomBytesComeBack() {
        var generator = SystemRandomNumberGenerator()
        let bytes: [UInt8] = [0x5C, 0x78, 0x45, 0x39, 0x41, 0xC3, 0xA9, 0xF4, 0x8F, 0xBA, 0xBB, 0x80, 0xFF]
        for _ in 0..<20_000 {
            let name = (0..<Int.random(in: 1...9, using: &generator)).compactMap { _ in
                bytes.randomElement(using: &generator)
            }
            let text = PathText.text(of: name)
            #expect(PathText.bytes(of: text) == name)
            #expect(PathText.bytes(of: PathText.text(written: PathText.written(text))) == name, "\(name)")
        }
    }

    @Test(arguments: [
        ("a", ".", "a"), ("-", ".", "-"), ("/", "/", ""), ("/a", "/", "a"), ("a/b", "a", "b"), ("a//b/", "a", "b"),
        ("//a", "/", "a"),
        ("a/\u{301}b", "a", "\u{301}b"), (".", ".", "."), ("", ".", ""),
    ])
    func partsOfPaths(path: String, folder: String, last: String) {
        #expect(ExactText(PathText.folder(of: path)) == ExactText(folder))
        #expect(ExactText(PathText.lastPart(of: path)) == ExactText(last))
    }
}
