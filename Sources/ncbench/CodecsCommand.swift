import ArgumentParser
import CodecInterface
import Foundation

/// `ncbench codecs`: what can be benchmarked, and what is missing.
struct CodecsCommand: AsyncParsableCommand {
    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "codecs",
        abstract: "List the codecs of this build: levels, library versions, what is missing and how to get it.")

    @Option(help: "Write the list for people (text) or for programs (json).")
    var format: Format = .text

    func run() async throws {
        let list = CodecList(registry: CodecRegistry())
        switch format {
        case .text: print(list.text, terminator: "")
        case .json: print(try list.json)
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

    /// The version of this layout: it goes up when a key changes its meaning or goes away.
    let schema = 1
    let codecs: [Entry]
    let missing: [MissingEntry]

    package init(registry: CodecRegistry) {
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
    }

    /// A table for people, ending in a newline.
    package var text: String {
        let header = ["codec", "levels", "default", "family", "takes", "library", "what it is"]
        let rows = codecs.map { codec in
            [
                codec.name, codec.parameterRange.isEmpty ? "-" : codec.parameterRange,
                codec.defaultParameters.isEmpty ? "-" : codec.defaultParameters, codec.family,
                codec.modalities.count == Modality.allCases.count ? "all" : codec.modalities.joined(separator: ","),
                "\(codec.library) \(codec.version)", codec.summary,
            ]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        var lines = ([header] + rows).map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                line += isLast ? cell : cell.padding(toLength: widths[column] + 2, withPad: " ", startingAt: 0)
            }
            return line
        }
        if !missing.isEmpty {
            lines += ["", "Not part of this build:"]
            lines += missing.map { "  \($0.name): \($0.remedy)" }
        }
        return lines.joined(separator: "\n") + "\n"
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
