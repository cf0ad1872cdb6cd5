import ArgumentParser
import CodecInterface
import Console
import Foundation
package import SystemCodecs

/// `ncbench codecs`: what can be benchmarked, and what is missing.
struct CodecsCommand: AsyncParsableCommand {
    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "codecs",
        abstract: "List the codecs of this build: levels, library versions, what is missing and how to get it.",
        discussion: """
            A codec and its levels are written zlib,1,6,9; several are joined by slashes: zlib,6/xz,9e/zpaq,5.

            Other programs are codecs as well. Those named in the list's second part are run by their names, as zpaq is \
            above; NCBENCH_CODECS=FILE adds a codecs.yaml of your own. Any other command line is spelt out, as the whole \
            of one -e: -e 'cmd:gzip -9 -c {in}::gzip -d -c {in}'. {in} and {out} are files; without {in} the program \
            reads standard input, without {out} it writes standard output. There is no shell, unless the command is one: \
            sh -c '…'.
            """)

    @Option(help: "Write the list for people (text) or for programs (json).")
    var format: Format = .text

    func run() async throws {
        let list = try CodecList(registry: CodecRegistry())
        switch format {
        case .text: StandardOutput.print(list.text, terminator: "")
        case .json: StandardOutput.print(try list.json)
        }
    }
}

/// The list that `ncbench codecs` prints; as JSON its keys are stable, and new ones may join them.
package struct CodecList: Encodable, Sendable {
    package struct Entry: Encodable, Sendable {
        let name: String
        let summary: String
        let family: String
        let parameters: [String]
        let parameterRange: String
        let defaultParameters: String
        let modalities: [String]
        let library: String
        let version: String
        let modelBytes: Int
    }

    package struct MissingEntry: Encodable, Sendable {
        let name: String
        let trait: String
        let packages: OptionalCodec.SystemPackages
        let remedy: String
    }

    /// A command line that has a name, see `codecs.yaml`.
    package struct CommandEntry: Encodable, Sendable {
        let name: String
        let summary: String
        let family: String
        let parameters: [String]
        let defaultParameters: String
        let modalities: [String]
        let program: String
        let isInstalled: Bool
        /// What the program says of itself; `unknown` where it is not installed or does not say.
        let version: String
        let modelBytes: Int
        let remedy: String
    }

    /// The version of this layout: it goes up when a key changes its meaning or goes away.
    let schema = 1
    let codecs: [Entry]
    let missing: [MissingEntry]
    let commands: [CommandEntry]

    /// - Throws: ``CommandCatalog/Malformation`` where the user's `codecs.yaml` cannot be read.
    package init(registry: CodecRegistry) throws(CommandCatalog.Malformation) {
        codecs = registry.codecs.map { codec in
            let information = codec.information
            return Entry(
                name: information.name, summary: information.summary, family: information.family.rawValue,
                parameters: information.parameters, parameterRange: information.parameterRange,
                defaultParameters: information.defaultParameters,
                modalities: Modality.allCases.filter(information.modalities.contains).map(\.rawValue),
                library: information.library, version: information.version, modelBytes: information.modelByteCount)
        }
        missing = registry.missing.map {
            MissingEntry(name: $0.name, trait: $0.trait, packages: $0.packages, remedy: $0.remedy)
        }
        commands = try registry.namedCommands().map { command in
            CommandEntry(
                name: command.name, summary: command.summary, family: command.family.rawValue,
                parameters: command.levels, defaultParameters: command.defaultLevel,
                modalities: Modality.allCases.filter(command.modalities.contains).map(\.rawValue),
                program: command.program, isInstalled: command.isInstalled,
                version: command.isInstalled ? command.version() : "unknown", modelBytes: command.modelByteCount,
                remedy: command.remedy)
        }
    }

    /// Tables for people, ending in a newline.
    package var text: String {
        func orDash(_ text: String) -> String { text.isEmpty ? "-" : text }
        func taking(_ modalities: [String]) -> String {
            modalities.count == Modality.allCases.count ? "all" : modalities.joined(separator: ",")
        }
        var lines = Self.table(
            ["codec", "levels", "default", "family", "takes", "library", "what it is"],
            codecs.map { codec in
                [
                    codec.name, orDash(codec.parameterRange), orDash(codec.defaultParameters), codec.family,
                    taking(codec.modalities), "\(codec.library) \(codec.version)", codec.summary,
                ]
            })
        if !missing.isEmpty {
            lines += ["", "Not part of this build:"]
            lines += missing.map { "  \($0.name): \($0.remedy)" }
        }
        lines += ["", "Other programs (ncbench codecs --help tells how to add one):"]
        lines += Self.table(
            ["codec", "levels", "default", "family", "takes", "program", "what it is"],
            commands.map { command in
                [
                    command.name, orDash(command.parameters.joined(separator: ",")),
                    orDash(command.defaultParameters), command.family, taking(command.modalities),
                    command.isInstalled ? "\(command.program) \(command.version)" : "not installed", command.summary,
                ]
            })
        let absent = commands.filter { !$0.isInstalled }
        if !absent.isEmpty {
            lines += [""] + absent.map { "  \($0.name): \($0.remedy)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Lines with aligned columns; the last one is as wide as it likes.
    private static func table(_ header: [String], _ rows: [[String]]) -> [String] {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        return ([header] + rows).map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell.padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
            }.joined()
        }
    }

    /// The same as JSON with sorted keys in snake case.
    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
