import CodecInterface
import Foundation
import Yams

/// `corpora/manifest.yaml`: the items of real data, pinned by hash.
package struct Manifest: Sendable {
    package let path: String
    package let entries: [ManifestEntry]

    /// The names of the suites that items belong to, and `smoke`, which is built in.
    package var suites: [String] {
        entries.reduce(into: ["smoke"]) { names, entry in
            names += entry.suites.filter { !names.contains($0) }
        }
    }

    package init(path: String) throws(CorpusError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .cannotRead(path: path, reason: FileProblem.reason(error))
        }
        try self.init(text: text, path: path)
    }

    /// - Parameter path: for messages.
    package init(text: String, path: String) throws(CorpusError) {
        self.path = path
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw .manifest(path: path, line: Self.line(of: error), reason: "not valid YAML: \(error)")
        } catch {
            throw .manifest(path: path, line: nil, reason: "not valid YAML: \(error)")
        }
        guard let mapping = root?.mapping else {
            throw .manifest(path: path, line: root?.mark?.line, reason: "the manifest must be a mapping with 'items'")
        }
        guard let schema = mapping["schema"]?.int, schema == 1 else {
            throw .manifest(
                path: path, line: mapping["schema"]?.mark?.line ?? 1,
                reason: "'schema' must be 1, the version of this file")
        }
        guard let items = mapping["items"]?.sequence else {
            throw .manifest(path: path, line: mapping["items"]?.mark?.line, reason: "'items' must be a list")
        }
        var entries: [ManifestEntry] = []
        for node in items {
            let entry = try ManifestEntry(ItemFields(node, path: path))
            if let other = entries.first(where: { $0.id == entry.id }) {
                throw .manifest(
                    path: path, line: entry.line, reason: "item '\(entry.id)' is in line \(other.line) already")
            }
            entries.append(entry)
        }
        self.entries = entries
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}

/// The fields of one item, with messages that name the line.
private struct ItemFields {
    let mapping: Node.Mapping
    let line: Int
    let path: String

    init(_ node: Node, path: String) throws(CorpusError) {
        self.path = path
        line = node.mark?.line ?? 1
        guard let mapping = node.mapping else {
            throw .manifest(path: path, line: line, reason: "an item must be a mapping of fields")
        }
        self.mapping = mapping
    }

    func fail(_ name: String, _ reason: String) -> CorpusError {
        .manifest(path: path, line: mapping[name]?.mark?.line ?? line, reason: reason)
    }

    func text(_ name: String) throws(CorpusError) -> String {
        guard let text = mapping[name]?.scalar?.string, !text.isEmpty else { throw fail(name, "'\(name)' is missing") }
        return text
    }

    func hash(_ name: String) throws(CorpusError) -> String {
        let text = try text(name)
        guard text.count == 64, text.allSatisfy({ "0123456789abcdef".contains($0) }) else {
            throw fail(name, "'\(name)' must be 64 lowercase hexadecimal digits")
        }
        return text
    }

    func number(_ name: String, in node: Node.Mapping? = nil) throws(CorpusError) -> Int {
        guard let value = (node ?? mapping)[name]?.int, value >= 0 else {
            throw fail(name, "'\(name)' must be a whole number")
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ name: String) throws(CorpusError) -> Value
    where Value.RawValue == String {
        let text = try text(name)
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw fail(name, "'\(name)' is '\(text)'; it must be one of \(known)")
        }
        return value
    }

    func excerpt() throws(CorpusError) -> ManifestEntry.Excerpt? {
        guard let node = mapping["excerpt"] else { return nil }
        guard let fields = node.mapping else { throw fail("excerpt", "'excerpt' must be a mapping") }
        if fields["bytes"] != nil { return .lines(byteCount: try number("bytes", in: fields)) }
        if fields["frames"] != nil { return .frames(try number("frames", in: fields)) }
        guard fields["width"] != nil else {
            throw fail("excerpt", "'excerpt' must have 'bytes', 'frames', or 'x', 'y', 'width' and 'height'")
        }
        return .crop(
            x: try number("x", in: fields), y: try number("y", in: fields), width: try number("width", in: fields),
            height: try number("height", in: fields))
    }
}

extension ManifestEntry {
    fileprivate init(_ fields: ItemFields) throws(CorpusError) {
        id = try fields.text("id")
        guard id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }) else {
            throw fields.fail("id", "an id has only letters, digits, '-', '_' and '.'")
        }
        modality = try fields.choice("modality")
        guard let suites = fields.mapping["suites"]?.sequence?.compactMap(\.string), !suites.isEmpty else {
            throw fields.fail("suites", "'suites' must be a list of names")
        }
        self.suites = suites
        what = try fields.text("what")
        licence = try fields.text("licence")
        package = try fields.text("package")
        member = try fields.text("member")
        guard !member.hasPrefix("/"), !member.split(separator: "/").contains("..") else {
            throw fields.fail("member", "'member' is a path inside the package, without a leading '/' and without '..'")
        }
        fileSHA256 = try fields.hash("file_sha256")
        decoding = try fields.choice("decode")
        decodedSHA256 = try fields.hash("decoded_sha256")
        excerpt = try fields.excerpt()
        byteCount = try fields.number("byte_count")
        sha256 = try fields.hash("sha256")
        line = fields.line
    }
}
