import CodecInterface
import Foundation
import OutsideText

/// The manifest and the data on this machine.
package struct CorpusStore: Sendable {
    package let manifest: Manifest
    /// Where fetched items lie: `data` beside the manifest, never committed; of an installed program the user's cache.
    package let dataFolder: String

    /// - Parameters:
    ///   - corporaFolder: the folder with `manifest.yaml`.
    ///   - dataFolder: where fetched items lie; `data` in that folder unless given.
    package init(corporaFolder: String, dataFolder: String? = nil) throws(CorpusError) {
        manifest = try Manifest(path: corporaFolder + "/manifest.yaml")
        self.dataFolder = dataFolder ?? corporaFolder + "/data"
    }

    /// The store to use: the folder in the environment variable `NCBENCH_CORPORA`; else `corpora` in the current folder or the
    /// nearest one above it that has a manifest; else what was installed with the program (`../share/ncbench`), whose items lie
    /// in ``cacheFolder(environment:)``; else a checkout's around the executable's folder.
    package static func located(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        currentFolder: String = FileManager.default.currentDirectoryPath,
        executableFolder: String? = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
            .path
    ) throws(CorpusError) -> CorpusStore {
        if let named = environment["NCBENCH_CORPORA"], !named.isEmpty { return try CorpusStore(corporaFolder: named) }
        if let corpora = checkout(around: currentFolder) { return try CorpusStore(corporaFolder: corpora) }
        guard let executableFolder else { throw .noManifest(searched: [currentFolder]) }
        let shared = URL(fileURLWithPath: executableFolder).deletingLastPathComponent()
            .appendingPathComponent("share/ncbench").path
        if hasManifest(shared) {
            return try CorpusStore(corporaFolder: shared, dataFolder: cacheFolder(environment: environment))
        }
        if let corpora = checkout(around: executableFolder) { return try CorpusStore(corporaFolder: corpora) }
        throw .noManifest(searched: [currentFolder, shared, executableFolder])
    }

    /// Where an installed program keeps what it fetches: `ncbench` in the user's cache, `$XDG_CACHE_HOME` or `~/.cache`.
    package static func cacheFolder(environment: [String: String]) -> String {
        // A path that is not absolute is to be ignored (XDG Base Directory Specification).
        if let named = environment["XDG_CACHE_HOME"], named.hasPrefix("/") { return named + "/ncbench" }
        return (environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path) + "/.cache/ncbench"
    }

    /// The folder `corpora` with a manifest in a folder or the nearest one above it.
    private static func checkout(around start: String) -> String? {
        var folder = URL(fileURLWithPath: start).standardizedFileURL
        while true {
            let corpora = folder.appendingPathComponent("corpora").path
            if hasManifest(corpora) { return corpora }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path, folder.path != "/" else { return nil }
            folder = parent
        }
    }

    private static func hasManifest(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/manifest.yaml")
    }

    /// The path of a fetched item.
    package func path(of entry: ManifestEntry) -> String { "\(dataFolder)/\(entry.id).\(entry.fileExtension)" }

    /// The manifest's entries of a suite.
    package func entries(of suite: String) throws(CorpusError) -> [ManifestEntry] {
        guard manifest.suites.contains(suite) else { throw .unknownSuite(name: suite, known: manifest.suites) }
        return manifest.entries.filter { $0.suites.contains(suite) }
    }

    /// The items of a suite, from this machine.
    ///
    /// All of them are read, so that a damaged one is found before anything is measured.
    ///
    /// - Throws: ``CorpusError/damaged(suite:items:)`` when some are not what they must be, ``CorpusError/notFetched(suite:items:)`` when
    ///   some are missing.
    package func items(of suite: String) throws(CorpusError) -> [Item] {
        if suite == "smoke" { return GeneratedItems.items }
        let entries = try entries(of: suite)
        let missing = entries.filter { !isHere($0) || expectation(of: $0) == nil }
        var damaged: [String] = []
        for entry in entries where isHere(entry) && expectation(of: entry) != nil {
            do throws(CorpusError) { try verify(entry) } catch {
                guard case .wrongHash = error else { throw error }
                damaged.append(entry.id)
            }
        }
        guard damaged.isEmpty else { throw .damaged(suite: suite, items: damaged) }
        guard missing.isEmpty else { throw .notFetched(suite: suite, items: missing.map(\.id)) }
        return entries.compactMap(item)
    }

    /// A fetched item; nil when it is not here.
    package func item(of entry: ManifestEntry) -> Item? {
        guard let expected = expectation(of: entry) else { return nil }
        return Item(
            id: ExactText(entry.id), modality: entry.modality, byteCount: expected.byteCount, sha256: expected.sha256,
            origin: .file(path: path(of: entry)))
    }

    /// The published corpus of each of these items that belongs to one, by item.
    package func publishedCorpora(of items: [Item]) -> [String: String] {
        var names: [String: String] = [:]
        for entry in manifest.entries {
            if case .archive(let archive) = entry.origin { names[entry.id] = archive.corpus }
        }
        return names.filter { name in items.contains { $0.id == ExactText(name.key) } }
    }

    /// What an item's file must be: as the manifest says, or as it came out of an archive whose hash the manifest has.
    func expectation(of entry: ManifestEntry) -> (byteCount: Int, sha256: String)? {
        if let byteCount = entry.byteCount, let sha256 = entry.sha256 { return (byteCount, sha256) }
        return ItemSeal.read(beside: path(of: entry), of: entry).map { ($0.byteCount, $0.sha256) }
    }

    /// Whether there is a file of the item, intact or not.
    package func isHere(_ entry: ManifestEntry) -> Bool { FileManager.default.fileExists(atPath: path(of: entry)) }

    /// Whether a file of the right size is there; its hash is checked when it is loaded.
    package func isPresent(_ entry: ManifestEntry) -> Bool {
        guard let expected = expectation(of: entry) else { return false }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(of: entry))
        return attributes?[.size] as? Int == expected.byteCount
    }

    /// Whether the item on disk is what the manifest says.
    package func verify(_ entry: ManifestEntry) throws(CorpusError) {
        guard let expected = expectation(of: entry) else {
            throw .notFetched(suite: entry.suites.first ?? "full", items: [entry.id])
        }
        let found = try SHA256Text.ofFile(path(of: entry))
        guard found == expected.sha256 else {
            throw .wrongHash(item: entry.id, what: "it", expected: expected.sha256, found: found)
        }
    }
}

extension ManifestEntry {
    var fileExtension: String {
        switch modality {
        case .text: "txt"
        case .image: "pnm"
        case .audio: "wav"
        case .binary: "bin"
        }
    }
}
