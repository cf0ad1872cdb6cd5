import CodecInterface
import Foundation
import OutsideText
import Yams

/// Named command lines, read from a `codecs.yaml`.
package struct CommandCatalog: Sendable {
    /// What is wrong with a file, and on which line (counted from 1).
    package struct Malformation: Error, Equatable, CustomStringConvertible {
        package let file: String
        package let line: Int?
        package let reason: String

        package init(file: String, line: Int?, reason: String) {
            self.file = file
            self.line = line
            self.reason = reason
        }

        package var description: String {
            "\(VisibleText.oneLine(file))\(line.map { ", line \($0)" } ?? ""): \(reason)"
        }
    }

    /// The definitions in the file's order.
    package let definitions: [CommandDefinition]

    /// The reviewed examples that come with ncbench.
    ///
    /// - Throws: never for the file that is compiled in; a test reads it.
    package static func reviewed() throws(Malformation) -> CommandCatalog {
        try CommandCatalog(
            yaml: String(decoding: PackageResources.codecs_yaml, as: UTF8.self), file: "the built-in codecs.yaml")
    }

    /// Reads a file of the user's.
    package init(path: String) throws(Malformation) {
        // By the C library, whose reasons are the system's own words.
        guard let file = PathText.withCString(path, { fopen($0, "r") }) else {
            throw Malformation(file: path, line: nil, reason: "it cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            bytes += piece[..<count]
            if count < piece.count { break }
        }
        guard ferror(file) == 0 else {
            throw Malformation(file: path, line: nil, reason: "it cannot be read: \(String(cString: strerror(errno)))")
        }
        try self.init(yaml: String(decoding: bytes, as: UTF8.self), file: path)
    }

    /// - Parameters:
    ///   - yaml: the text, a mapping with `schema: 1` and a list `codecs`.
    ///   - file: the file's name, for messages.
    package init(yaml: String, file: String) throws(Malformation) {
        let document: Node?
        do {
            document = try Yams.compose(yaml: ByteOrderMark.stripped(yaml))
        } catch {
            throw Self.malformation(of: error, file: file)
        }
        let top = try Fields(document, allowed: ["schema", "codecs"], of: "codecs.yaml", file: file)
        guard try top.integer("schema") == 1 else {
            throw top.malformation("schema", "this ncbench reads schema 1")
        }
        var definitions: [CommandDefinition] = []
        for node in try top.list("codecs") {
            let definition = try Self.definition(node, file: file)
            guard !definitions.contains(where: { $0.name == definition.name }) else {
                throw Malformation(
                    file: file, line: node.mark?.line, reason: "there are two codecs named '\(definition.name)'")
            }
            definitions.append(definition)
        }
        self.definitions = definitions
    }

    private static func definition(_ node: Node, file: String) throws(Malformation) -> CommandDefinition {
        let fields = try Fields(
            node,
            allowed: [
                "name", "summary", "family", "levels", "default", "modalities", "model_bytes", "compress", "decompress",
                "version", "packages", "homepage", "licence", "reviewed",
            ], of: "a codec", file: file)
        let name = try fields.text("name")
        guard let specs = try? CodecSpec.list(parsing: name), specs == [CodecSpec(codec: name)],
            name != CodecSpec.commandCodec
        else {
            throw fields.malformation("name", "'\(name)' is no codec name (letters, digits, '-', '_')")
        }
        let compression = try fields.template("compress")
        let decompression = try fields.template("decompress")
        let levels = try fields.texts("levels") ?? []
        guard
            levels.allSatisfy({ level in !level.isEmpty && !level.contains { $0 == "," || $0 == "/" || $0.isWhitespace }
            })
        else {
            throw fields.malformation("levels", "a level holds no blanks, commas and slashes")
        }
        guard levels.isEmpty != (compression.has(.level) || decompression.has(.level)) else {
            throw fields.malformation("levels", "levels and a {level} in the commands go together")
        }
        let defaultLevel = try fields.optionalText("default") ?? levels.last ?? ""
        guard levels.isEmpty ? defaultLevel.isEmpty : levels.contains(defaultLevel) else {
            throw fields.malformation("default", "'\(defaultLevel)' is none of the levels")
        }
        let family = try fields.optionalText("family") ?? "classical"
        guard let family = CodecInformation.Family(rawValue: family) else {
            throw fields.malformation("family", "a family is 'classical', 'neural' or 'hybrid', not '\(family)'")
        }
        let modalities = try fields.texts("modalities") ?? Modality.allCases.map(\.rawValue)
        guard modalities.allSatisfy({ Modality(rawValue: $0) != nil }), !modalities.isEmpty else {
            throw fields.malformation("modalities", "modalities are text, image, audio and binary")
        }
        return CommandDefinition(
            name: name, summary: try fields.text("summary"), family: family, levels: levels,
            defaultLevel: defaultLevel, modalities: Set(modalities.compactMap(Modality.init(rawValue:))),
            modelByteCount: try fields.optionalInteger("model_bytes") ?? 0,
            remedy: try remedy(fields, file: file), compression: compression, decompression: decompression,
            versionQuery: try versionQuery(fields, file: file))
    }

    private static func versionQuery(_ fields: Fields, file: String) throws(Malformation)
        -> CommandDefinition.VersionQuery?
    {
        guard let node = fields.node("version") else { return nil }
        let query = try Fields(node, allowed: ["command", "pattern"], of: "version", file: file)
        let pattern = try query.text("pattern")
        guard (try? Regex(pattern)) != nil else {
            throw query.malformation("pattern", "'\(pattern)' is no regular expression")
        }
        return CommandDefinition.VersionQuery(command: try query.template("command"), pattern: pattern)
    }

    /// "install zpaq (Debian, Ubuntu: apt-get install zpaq) from https://…"
    private static func remedy(_ fields: Fields, file: String) throws(Malformation) -> String {
        var ways: [String] = []
        if let node = fields.node("packages") {
            let packages = try Fields(node, allowed: ["debian", "fedora", "homebrew"], of: "packages", file: file)
            let commands = [
                ("debian", "Debian, Ubuntu: apt-get install"), ("fedora", "Fedora: dnf install"),
                ("homebrew", "Homebrew: brew install"),
            ]
            for (system, command) in commands {
                if let package = try packages.optionalText(system) { ways.append("\(command) \(package)") }
            }
        }
        if let homepage = try fields.optionalText("homepage") { ways.append("its home is \(homepage)") }
        return "install it" + (ways.isEmpty ? "" : " (\(ways.joined(separator: "; ")))")
    }

    private static func malformation(of error: any Error, file: String) -> Malformation {
        guard let error = error as? YamlError else {
            return Malformation(file: file, line: nil, reason: "\(error)")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Malformation(file: file, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return Malformation(
                file: file, line: context.mark.line,
                reason: "there twice: \(duplicates.sorted().joined(separator: ", "))")
        default:
            return Malformation(file: file, line: nil, reason: "\(error)")
        }
    }
}
