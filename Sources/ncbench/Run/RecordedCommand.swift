import CodecInterface
import Foundation
import OutsideText

/// What was measured, as a command to repeat it in the folder it was given in, in words that a shell takes.
///
/// Results travel further than the paths of a machine. So nothing of where the results went is kept; an absolute path is
/// written from the current folder if it lies in it, else only its last part stays; and the home folder is `$HOME`. Relative
/// paths stay as they were typed.
struct RecordedCommand {
    /// The paths that were given as such.
    let paths: [String]
    /// The list of more.
    let list: String?
    /// Whether everything is kept as it was typed.
    let isWhole: Bool

    var text: String { text(of: words) }

    /// The command for all of the work, of which this one did a shard.
    var textOfWhole: String {
        var kept: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" { return text(of: kept + ["--"] + rest) }
            if ["--shard", "--costs"].contains(word) {
                rest = rest.dropFirst()
            } else if !word.utf8.starts(with: "--shard=".utf8), !word.utf8.starts(with: "--costs=".utf8) {
                kept.append(word)
            }
        }
        return text(of: kept)
    }

    private func text(of words: [String]) -> String {
        let program = named.map { "\(CommandSetting.codecsName)=\(word(shown($0))) " } ?? ""
        return program + (caller + words.map(word)).joined(separator: " ")
    }

    /// The program as it was called, or the script of a checkout that called it.
    private var caller: [String] {
        guard let script = ProcessText.environmentVariable("NCBENCH_CALLED_AS"), !script.isEmpty else {
            let program = ProcessText.calledAs
            return [program.isEmpty ? "ncbench" : called(program)]
        }
        // A script with an absolute path is one that another checkout has as well.
        let isElsewhere = script.utf8.first == UInt8(ascii: "/") && !isWhole
        return [isElsewhere ? "./run-bench.sh" : ShellWord.quoted(script), "--"]
    }

    /// A program's path as it was typed; of an absolute one what is below the current folder, else its name alone.
    private func called(_ program: String) -> String {
        let path = shown(program)
        let isBelow = path.utf8.contains(UInt8(ascii: "/"))
        return ShellWord.quoted(program.utf8.first == UInt8(ascii: "/") && isBelow && !isWhole ? "./" + path : path)
    }

    /// The user's file of named command lines, which the specs may need.
    private var named: String? {
        CommandSetting.codecs.flatMap { $0.isEmpty ? nil : $0 }
    }

    private var words: [String] {
        guard !isWhole else { return ProgramArguments.words }
        var words: [String] = []
        var rest = ProgramArguments.words[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                // Everything behind it is a path.
                return words + ["--"] + rest.map(shown)
            }
            if ["--output", "-o"].contains(argument) {
                rest = rest.dropFirst()
            } else if argument.utf8.starts(with: "--output=".utf8) || argument.utf8.starts(with: "-o".utf8)
                || argument == "--resume"
            {
                continue
            } else if Self.specOptions.contains(argument), let text = rest.popFirst() {
                words += [argument, withShownFiles(text)]
            } else if let option = Self.specOptions.first(where: { isAttached($0, to: argument) }) {
                let value = argument.unicodeScalars.dropFirst(option.unicodeScalars.count)
                let isLong = value.first == "="
                words.append(
                    option + (isLong ? "=" : "") + withShownFiles(String(Substring(isLong ? value.dropFirst() : value)))
                )
            } else if argument.utf8.starts(with: Self.listOption.utf8) {
                words.append(
                    Self.listOption + shown(String(argument.unicodeScalars.dropFirst(Self.listOption.utf8.count))))
            } else {
                words.append(isPath(argument) ? shown(argument) : argument)
            }
        }
        return words
    }

    private static let specOptions = ["-e", "--spec"]

    /// Whether an option's value is part of the same word: `-ezstd`, `--spec=zstd`.
    private func isAttached(_ option: String, to word: String) -> Bool {
        word.utf8.starts(with: (option.hasPrefix("--") ? option + "=" : option).utf8)
            && word.utf8.count > option.utf8.count
    }

    /// Specs whose files are recorded as other paths are; the text as it is where it names no absolute one.
    private func withShownFiles(_ text: String) -> String {
        guard let specs = try? CodecSpec.list(parsing: text),
            specs.contains(where: { $0.knowledge?.utf8.first == UInt8(ascii: "/") })
        else { return text }
        return CodecSpec.list(
            specs.map {
                CodecSpec(codec: $0.codec, parameters: $0.parameters, knowledge: $0.knowledge.map(shown))
            })
    }

    private static let listOption = "--files-from="

    private func isPath(_ word: String) -> Bool {
        (paths + [list].compactMap(\.self)).contains { ExactText($0) == ExactText(word) }
    }

    /// A path as it is recorded.
    private func shown(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        guard !isWhole, path.utf8.first == slash else { return path }
        let parts = path.utf8.split(separator: slash).map { Array($0) }
        let folder = ProcessText.currentFolder.utf8.split(separator: slash).map { Array($0) }
        let isBelow = parts.starts(with: folder)
        let kept = isBelow ? parts.dropFirst(folder.count) : parts.suffix(1)
        let text = kept.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        if text.isEmpty { return isBelow ? "." : "/" }
        return text.utf8.first == UInt8(ascii: "-") ? "./" + text : text
    }

    /// A word for a shell.
    private func word(_ text: String) -> String {
        let home = Array((NSHomeDirectory() + "/").utf8)
        guard !isWhole, home.count > 1 else { return ShellWord.quoted(text) }
        var pieces: [[UInt8]] = [[]]
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let begins = pieces[pieces.count - 1].last.map { !Self.isPartOfPath($0) } ?? true
            if begins, rest.starts(with: home) {
                pieces.append([])
                rest = rest.dropFirst(home.count)
            } else {
                pieces[pieces.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        guard pieces.count > 1 else { return ShellWord.quoted(text) }
        return pieces.map { $0.isEmpty ? "" : ShellWord.quoted(String(decoding: $0, as: UTF8.self)) }
            .joined(separator: "\"$HOME\"/")
    }

    /// Whether what follows such a byte is no path of its own.
    private static func isPartOfPath(_ byte: UInt8) -> Bool {
        Unicode.Scalar(byte).properties.isAlphabetic || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte >= 0x80 || "-_./~+@%".utf8.contains(byte)
    }
}

/// The setting that names the user's own command lines.
private enum CommandSetting {
    static let codecsName = NamedCommands.environmentVariable

    static var codecs: String? { ProcessText.environmentVariable(codecsName) }
}
