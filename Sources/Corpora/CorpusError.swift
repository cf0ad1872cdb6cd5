import OutsideText

/// Why items cannot be had.
package enum CorpusError: Error, Sendable, Equatable {
    /// `corpora/manifest.yaml` is nowhere to be found.
    case noManifest(searched: [String])
    /// The manifest is not as it should be; `line` counts from 1.
    case manifest(path: String, line: Int?, reason: String)
    case unknownSuite(name: String, known: [String])
    /// Items of a suite that are not on this machine yet.
    case notFetched(suite: String, items: [String])
    /// Items of a suite whose files are not what the manifest says.
    case damaged(suite: String, items: [String])
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    /// The bytes are not those the manifest names.
    case wrongHash(item: String, what: String, expected: String, found: String)
    /// A media file that is damaged, or of a kind this build does not read; `offset` in bytes.
    case media(path: String, offset: Int?, reason: String)
    /// A media file that is sound, but whose samples have no plain form here; `offset` in bytes.
    case undecodable(path: String, offset: Int, reason: String)
    /// A download failed; `reason` is the tool's own last words.
    case download(source: String, reason: String)
    /// A server cannot be reached at all.
    case unreachable(host: String, reason: String)
    /// Another process fetches into the same folder.
    case locked(path: String)
}

extension CorpusError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noManifest(let searched):
            "manifest.yaml is not in any of \(searched.joined(separator: ", ")), nor in corpora there or above;"
                + " install ncbench or run it inside its checkout, or name the corpora folder in the environment variable NCBENCH_CORPORA"
        case .manifest(let path, let line, let reason):
            "\(VisibleText.oneLine(path))\(line.map { ":\($0)" } ?? ""): \(reason)"
        case .unknownSuite(let name, let known):
            "unknown suite '\(name)'; known suites: \(known.joined(separator: ", "))"
        case .notFetched(let suite, let items):
            "the suite '\(suite)' is not on this machine yet: \(items.joined(separator: ", "))"
                + " missing; fetch it with: ncbench corpora fetch --suite \(suite)"
        case .damaged(let suite, let items):
            "damaged items of the suite '\(suite)': \(items.joined(separator: ", ")); fetch them again with: ncbench corpora fetch"
                + " --suite \(suite)"
        case .cannotRead(let path, let reason): "cannot read '\(VisibleText.oneLine(path))': \(reason)"
        case .cannotWrite(let path, let reason): "cannot write '\(VisibleText.oneLine(path))': \(reason)"
        case .wrongHash(let item, let what, let expected, let found):
            "item '\(VisibleText.oneLine(item))': \(what) has SHA-256 \(found) instead of \(expected); 'ncbench corpora fetch' fetches damaged items"
                + " again, a file of your own must not change while it is measured"
        case .media(let path, let offset, let reason):
            "'\(VisibleText.oneLine(path))'\(offset.map { " at byte \($0)" } ?? ""): \(reason)"
        case .undecodable(let path, let offset, let reason):
            "'\(VisibleText.oneLine(path))' at byte \(offset): \(reason); it is left out, and can be measured by its own bytes without decoding"
        case .download(let source, let reason): "cannot fetch '\(source)': \(reason)"
        case .unreachable(let host, let reason):
            "cannot reach \(host): \(reason); once there is a network, the same fetch gets what is missing"
        case .locked(let path): "another ncbench is fetching into '\(VisibleText.oneLine(path))'; wait for it to end"
        }
    }
}

extension CorpusError {
    /// Whether another try at once would fail alike.
    var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }
}
