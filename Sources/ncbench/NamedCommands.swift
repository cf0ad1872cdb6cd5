package import SystemCodecs

/// The command lines that have names: the user's file, then the reviewed examples.
package struct NamedCommands: Sendable {
    /// The environment variable that names a `codecs.yaml` of the user's; worker processes inherit it.
    package static let environmentVariable = "NCBENCH_CODECS"

    package let definitions: [CommandDefinition]

    /// - Parameters:
    ///   - path: the user's file, if there is one.
    ///   - reserved: names of built-in codecs, which a file cannot take.
    package init(path: String?, reserved: [String]) throws(CommandCatalog.Malformation) {
        var definitions: [CommandDefinition] = []
        if let path, !path.isEmpty {
            definitions = try CommandCatalog(path: path).definitions
            if let taken = definitions.first(where: { reserved.contains($0.name) }) {
                throw CommandCatalog.Malformation(
                    file: path, line: nil, reason: "'\(taken.name)' is a built-in codec; choose another name")
            }
        }
        let own = Set(definitions.map(\.name))
        definitions += try CommandCatalog.reviewed().definitions.filter { !own.contains($0.name) }
        self.definitions = definitions
    }
}
