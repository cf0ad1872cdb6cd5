import ArgumentParser
import Foundation

/// What the program says of its commands and options, as swift-argument-parser prints it (`--experimental-dump-help`).
struct HelpDump: Decodable {
    struct Command: Decodable {
        let superCommands: [String]?
        let commandName: String
        let abstract: String?
        let discussion: String?
        let shouldDisplay: Bool
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is typed.
            var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        let kind: Kind
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let abstract: String?
        let discussion: String?
    }

    let command: Command

    /// The program's own.
    ///
    /// - Throws: the decoder's error, where the parser's version writes another form.
    static func current() throws -> HelpDump {
        try JSONDecoder().decode(HelpDump.self, from: Data(NCBench._dumpHelp().utf8))
    }
}

extension HelpDump.Command {
    /// The words to type: `ncbench corpora fetch`.
    var words: [String] { (superCommands ?? []) + [commandName] }

    /// What a manual lists of the commands below.
    var shownSubcommands: [HelpDump.Command] {
        (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }
}
