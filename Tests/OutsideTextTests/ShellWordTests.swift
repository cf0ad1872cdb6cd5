import Foundation
import OutsideText
import Testing

@Suite struct ShellWordTests {
    @Test func plainWordsStay() {
        for word in ["a", "zlib,1-9/xz,6", "./-x", "--files-from=list", "a+b@c%d:e"] {
            #expect(ShellWord.quoted(word) == word)
        }
        #expect(ShellWord.quoted("") == "''" && ShellWord.quoted("~x") == "'~x'" && ShellWord.quoted("=x") == "'=x'")
    }

    /// What bash reads is what was quoted, to the byte.
    @Test func aShellReadsTheSameBytes() throws {
        let words: [[UInt8]] = [
            Array("it's".utf8), Array("'".utf8), Array("'\u{301} x".utf8), Array("$HOME `id` \\ \"x\" !! * ? [a]".utf8),
            [0x63, 0xE9, 0x31], Array("\u{1B}[31m\n1\t'\\".utf8), Array("\u{202E}abc".utf8), Array("cafe\u{301}".utf8),
            Array("日本 語".utf8), Array("~root".utf8), Array("#x".utf8), Array("a\u{80}b".utf8),
        ]
        let line = "printf '%s\\0' " + words.map { ShellWord.quoted(PathText.text(of: $0)) }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line]
        process.environment = ["LC_ALL": "C"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) } == words)
    }
}
