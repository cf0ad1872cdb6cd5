import Foundation

/// Brings a suite's items onto this machine.
package struct Fetcher: Sendable {
    private let store: CorpusStore
    private let progress: @Sendable (String) -> Void

    /// - Parameter progress: gets a line for people at each step.
    package init(store: CorpusStore, progress: @escaping @Sendable (String) -> Void) {
        self.store = store
        self.progress = progress
    }

    /// Fetches what is missing; what is there and intact is left alone. One failure does not keep the others away.
    ///
    /// - Returns: what went wrong, by item; empty when all is there.
    package func fetch(suite: String) async throws(CorpusError) -> [(item: String, error: CorpusError)] {
        let entries = try store.entries(of: suite)
        var missing: [ManifestEntry] = []
        for entry in entries {
            if store.isPresent(entry), (try? store.verify(entry)) != nil {
                progress("\(entry.id): here already")
            } else {
                missing.append(entry)
            }
        }
        guard !missing.isEmpty else { return [] }
        let lock = try FolderLock(store.dataFolder)
        defer { lock.release() }
        var failures: [(item: String, error: CorpusError)] = []
        for package in missing.map(\.package).reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
            failures += await fetch(missing.filter { $0.package == package }, from: package)
        }
        return failures
    }

    /// The items of one package; a download that turns out damaged is fetched once more.
    private func fetch(
        _ entries: [ManifestEntry], from package: String
    ) async -> [(item: String, error: CorpusError)] {
        var remaining = entries
        var failures: [(item: String, error: CorpusError)] = []
        for attempt in 1...2 where !remaining.isEmpty {
            progress("downloading \(package)\(attempt > 1 ? " again" : "")…")
            failures = []
            let folder = store.dataFolder + "/.fetch-\(package)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            do throws(CorpusError) {
                try makeEmpty(folder)
                let files = try await DebianPackage(name: package).fetch(into: folder)
                for entry in remaining {
                    do throws(CorpusError) {
                        try install(entry, from: files)
                        progress("\(entry.id): \(entry.byteCount) bytes, checked")
                    } catch {
                        failures.append((entry.id, error))
                    }
                }
            } catch {
                failures = remaining.map { ($0.id, error) }
            }
            let failed = Set(failures.map(\.item))
            remaining = remaining.filter { failed.contains($0.id) }
        }
        return failures
    }

    private func makeEmpty(_ folder: String) throws(CorpusError) {
        try? FileManager.default.removeItem(atPath: folder)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: FileProblem.reason(error))
        }
    }

    private func install(_ entry: ManifestEntry, from files: String) throws(CorpusError) {
        let source = files + "/" + entry.member
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
        } catch {
            throw .download(package: entry.package, reason: "it has no readable file \(entry.member)")
        }
        let item = try entry.makeItem(from: bytes, path: entry.member)
        do {
            // Atomic: written under another name and renamed, so that no half item is ever believed.
            try Data(item).write(to: URL(fileURLWithPath: store.path(of: entry)), options: .atomic)
        } catch {
            throw .cannotWrite(path: store.path(of: entry), reason: FileProblem.reason(error))
        }
    }
}

/// Keeps two processes from fetching into one folder.
private struct FolderLock {
    private let descriptor: Int32

    init(_ folder: String) throws(CorpusError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: FileProblem.reason(error))
        }
        descriptor = open(folder + "/.lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: folder, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: folder)
        }
    }

    func release() { close(descriptor) }
}
