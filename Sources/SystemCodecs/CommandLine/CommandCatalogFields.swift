import Yams

/// The fields of one mapping in a `codecs.yaml`, each checked as it is read.
struct Fields {
    private let mapping: Node.Mapping
    private let line: Int?
    private let file: String
    private let title: String

    /// - Throws: ``CommandCatalog/Malformation`` where there is no mapping, or one with fields of other names.
    init(_ node: Node?, allowed: Set<String>, of title: String, file: String)
        throws(CommandCatalog.Malformation)
    {
        guard let mapping = node?.mapping else {
            throw CommandCatalog.Malformation(
                file: file, line: node?.mark?.line, reason: "\(title) has to be a mapping of names to values")
        }
        self.mapping = mapping
        self.file = file
        self.title = title
        line = node?.mark?.line
        for (key, _) in mapping where !allowed.contains(key.string ?? "") {
            throw CommandCatalog.Malformation(
                file: file, line: key.mark?.line,
                reason: "there is no field '\(key.string ?? "")'; \(title) has"
                    + " \(allowed.sorted().joined(separator: ", "))")
        }
    }

    func node(_ name: String) -> Node? { mapping[Node(name)] }

    /// What to throw about a field.
    func malformation(_ name: String, _ reason: String) -> CommandCatalog.Malformation {
        CommandCatalog.Malformation(file: file, line: node(name)?.mark?.line ?? line, reason: reason)
    }

    func optionalText(_ name: String) throws(CommandCatalog.Malformation) -> String? {
        guard let node = node(name) else { return nil }
        guard let scalar = node.scalar else { throw malformation(name, "'\(name)' has to be a text") }
        return scalar.string
    }

    func text(_ name: String) throws(CommandCatalog.Malformation) -> String {
        guard let text = try optionalText(name), !text.isEmpty else {
            throw malformation(name, "\(title) needs '\(name)'")
        }
        return text
    }

    func optionalInteger(_ name: String) throws(CommandCatalog.Malformation) -> Int? {
        guard let text = try optionalText(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw malformation(name, "'\(name)' has to be a whole number")
        }
        return number
    }

    func integer(_ name: String) throws(CommandCatalog.Malformation) -> Int {
        guard let number = try optionalInteger(name) else { throw malformation(name, "\(title) needs '\(name)'") }
        return number
    }

    func list(_ name: String) throws(CommandCatalog.Malformation) -> [Node] {
        guard let sequence = node(name)?.sequence else { throw malformation(name, "'\(name)' has to be a list") }
        return Array(sequence)
    }

    /// A list of texts; nil where the field is missing.
    func texts(_ name: String) throws(CommandCatalog.Malformation) -> [String]? {
        guard node(name) != nil else { return nil }
        var texts: [String] = []
        for node in try list(name) {
            guard let scalar = node.scalar else { throw malformation(name, "'\(name)' has to be a list of texts") }
            texts.append(scalar.string)
        }
        guard Set(texts).count == texts.count else { throw malformation(name, "'\(name)' names something twice") }
        return texts
    }

    func template(_ name: String) throws(CommandCatalog.Malformation) -> CommandTemplate {
        let text = try text(name)
        do throws(CommandTemplate.Malformation) {
            return try CommandTemplate(text)
        } catch {
            throw malformation(name, "'\(name)', character \(error.offset + 1): \(error.reason)")
        }
    }
}
