import OutsideText

/// A manual page in the man(7) form: of one command, with what `--help` says of it.
package struct ManualPage {
    /// `ncbench-corpora-fetch.1`.
    package let fileName: String
    package let text: String

    /// The pages of a command and of all commands below it.
    ///
    /// - Parameter version: what the page's footer says.
    static func pages(of command: HelpDump.Command, version: String) -> [ManualPage] {
        [ManualPage(command, version: version)]
            + command.shownSubcommands.flatMap { pages(of: $0, version: version) }
    }

    private init(_ command: HelpDump.Command, version: String) {
        let name = command.words.joined(separator: "-")
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        var page = [
            ".TH \(Self.quoted(name.uppercased())) 1 \"\" \(Self.quoted(version)) \"User Commands\"", ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(Self.withoutStop(command.abstract ?? "")))", ".SH SYNOPSIS",
            ".B \(Self.escaped(command.words.joined(separator: " ")))",
            arguments.map(Self.synopsis).joined(separator: "\n"),
        ]
        if !command.shownSubcommands.isEmpty { page.append(".I command \\fR...") }
        if let discussion = command.discussion, !discussion.isEmpty {
            page += [".SH DESCRIPTION"] + Self.paragraphs(discussion)
        }
        if !command.shownSubcommands.isEmpty {
            page.append(".SH COMMANDS")
            for subcommand in command.shownSubcommands {
                page += [
                    ".TP", ".BR \(Self.escaped(subcommand.words.joined(separator: "-"))) (1)",
                    Self.line(subcommand.abstract ?? ""),
                ]
            }
        }
        for (title, isPositional) in [("ARGUMENTS", true), ("OPTIONS", false)] {
            let part = arguments.filter { ($0.kind == .positional) == isPositional }
            guard !part.isEmpty else { continue }
            page.append(".SH \(title)")
            for argument in part {
                page += [".TP", Self.heading(argument), Self.line(argument.abstract ?? "")]
                if let value = argument.defaultValue, !value.isEmpty {
                    page.append("The default is \(Self.escaped(value)).")
                }
                if let discussion = argument.discussion, !discussion.isEmpty { page.append(Self.line(discussion)) }
            }
        }
        fileName = "\(name).1"
        text = page.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    /// `[--output folder]`, in the fonts of a synopsis.
    private static func synopsis(_ argument: HelpDump.Argument) -> String {
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        let dots = argument.isRepeating ? "..." : ""
        let name = "\\fB\(escaped(argument.names?.last?.text ?? ""))\\fR"
        let text =
            switch argument.kind {
            case .positional: value + dots
            case .flag: name
            case .option: "\(name) \(value)\(dots)"
            }
        return argument.isOptional ? "[\(text)]" : text
    }

    /// `-o, --output folder`, in the fonts of a list of options.
    private static func heading(_ argument: HelpDump.Argument) -> String {
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        guard argument.kind != .positional else { return value }
        let names = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
        return argument.kind == .flag ? names : "\(names) \(value)"
    }

    /// Blank lines part paragraphs; lines that are set in are kept as they are.
    private static func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        var isVerbatim = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isIndented = line.hasPrefix("    ")
            if isIndented != isVerbatim, !line.isEmpty {
                lines.append(isIndented ? ".nf" : ".fi")
                isVerbatim = isIndented
            }
            lines.append(line.isEmpty ? ".PP" : self.line(String(line)))
        }
        return lines + (isVerbatim ? [".fi"] : [])
    }

    /// A line of text: one that begins like a request gets a character of no width in front.
    private static func line(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            (line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : "") + escaped(String(line))
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text.replacing("\"", with: "")))\"" }

    private static func withoutStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
