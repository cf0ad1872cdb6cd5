import CodecInterface
import Foundation
import OutsideText
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
            root = try Yams.compose(yaml: ByteOrderMark.stripped(text))
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
        var archives: [ManifestArchive] = []
        if let node = mapping["archives"] {
            guard let list = node.sequence else {
                throw .manifest(path: path, line: node.mark?.line, reason: "'archives' must be a list")
            }
            for node in list {
                let fields = try ManifestFields(node, path: path)
                let archive = try ManifestArchive(fields)
                guard !archives.contains(where: { $0.id == archive.id }) else {
                    throw fields.fail("id", "there are two archives '\(archive.id)'")
                }
                archives.append(archive)
            }
        }
        guard let items = mapping["items"]?.sequence else {
            throw .manifest(path: path, line: mapping["items"]?.mark?.line, reason: "'items' must be a list")
        }
        var entries: [ManifestEntry] = []
        for node in items {
            let entry = try ManifestEntry(ManifestFields(node, path: path), archives: archives)
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
