import ArgumentParser
import Foundation
import OutsideText

/// The words of the command line, and what they may have been meant as.
enum ProgramArguments {
    /// The words behind the program's name, whatever their bytes, as ``PathText`` has them.
    static let words: [String] = (1..<max(1, Int(CommandLine.argc))).compactMap { place in
        guard let word = CommandLine.unsafeArgv[place] else { return nil }
        return PathText.text(of: UnsafeRawBufferPointer(start: word, count: strlen(word)))
    }

    /// The words before `--`, behind which everything is a path.
    private static var optionWords: ArraySlice<String> { words.prefix { $0 != "--" } }

    /// Whether a word begins with a dash and is more than that.
    private static func isDashed(_ word: String) -> Bool {
        word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1
    }

    /// Dashed words that are names of files here, as a shell's `*` gives them.
    static var dashedFiles: [String] {
        optionWords.filter { word in
            var status = stat()
            return isDashed(word) && PathText.withCString(word) { lstat($0, &status) } == 0
        }
    }

    /// The word that the parser took for a request for help or the version, though it is something else; nil where help
    /// was asked for.
    ///
    /// The parser reads `-chart.txt` as the flags `-c -h -a …`, and the first that it knows wins.
    static var mistakenRequest: String? {
        let files = dashedFiles
        if let file = files.first { return file }
        let isAsked = optionWords.contains { word in
            ["-h", "-help", "help", "--version"].contains(word)
                || requests.contains { word.utf8.starts(with: $0.utf8) }
        }
        guard !isAsked else { return nil }
        return optionWords.first { isDashed($0) && $0.utf8.contains(UInt8(ascii: "h")) }
    }

    /// How long options begin that ask for help, or for what a shell needs of it.
    private static let requests = ["--help", "--generate-", "--experimental-"]

    /// How to name a file whose name begins with a dash.
    static func advice(on word: String) -> String {
        "'\(VisibleText.oneLine(word))' begins like an option; a file of this name is written \(ShellWord.quoted("./" + word)),"
            + " or behind --"
    }
}
