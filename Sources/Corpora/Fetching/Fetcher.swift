import Foundation

/// Brings a suite's items onto this machine.
package struct Fetcher: Sendable {
    private let store: CorpusStore
    private let progress: @Sendable (String) -> Void
    private let pause: Duration
    private let debianTools: String?

    /// - Parameters:
    ///   - pause: before a broken download is gone on with.
    ///   - debianTools: the folder with `apt-get` and `dpkg-deb`; nil to look along the PATH.
    ///   - progress: gets a line for people at each step.
    package init(
        store: CorpusStore, pause: Duration = .seconds(1), debianTools: String? = nil,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.pause = pause
        self.debianTools = debianTools
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
        // A server that cannot be reached is not waited for again and again.
        var unreachable: [String: CorpusError] = [:]
        for origin in missing.map(\.origin).reduce(
            into: [ManifestEntry.Origin](),
            {
                if !$0.contains($1) { $0.append($1) }
            })
        {
            let entries = missing.filter { $0.origin == origin }
            if let error = unreachable[origin.host] {
                failures += entries.map { ($0.id, error) }
                continue
            }
            let failed = await fetch(entries, from: origin)
            if let error = failed.first?.error, error.isUnreachable { unreachable[origin.host] = error }
            failures += failed
        }
        return failures
    }

    /// The items of one package or archive; a package that turns out damaged is fetched once more.
    private func fetch(
        _ entries: [ManifestEntry], from origin: ManifestEntry.Origin
    ) async -> [(item: String, error: CorpusError)] {
        var remaining = entries
        var failures: [(item: String, error: CorpusError)] = []
        for attempt in 1...2 where !remaining.isEmpty {
            failures = []
            let folder = "\(store.dataFolder)/.fetch-\(origin.name)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            do throws(CorpusError) {
                try makeEmpty(folder)
                let files = try await files(of: origin, in: folder, attempt: attempt)
                for entry in remaining {
                    do throws(CorpusError) {
                        let count = try install(entry, from: files)
                        progress("\(entry.id): \(count) bytes, checked")
                    } catch {
                        failures.append((entry.id, error))
                    }
                }
                if failures.isEmpty { discardDownload(of: origin) }
            } catch {
                failures = remaining.map { ($0.id, error) }
            }
            let failed = Set(failures.map(\.item))
            remaining = remaining.filter { failed.contains($0.id) }
            // An archive's hash was right, or its download has tried often enough itself; so has apt-get where no mirror is in
            // reach.
            if !origin.isDebian || failures.contains(where: \.error.isUnreachable) { break }
        }
        return failures
    }

    /// The folder that has the members of a package or archive.
    private func files(
        of origin: ManifestEntry.Origin, in folder: String, attempt: Int
    ) async throws(CorpusError) -> String {
        switch origin {
        case .debian(let package):
            progress("downloading \(package)\(attempt > 1 ? " again" : "")…")
            return try await DebianPackage(name: package, toolFolder: debianTools).fetch(into: folder)
        case .archive(let archive):
            let path = try downloadPath(of: archive)
            try await Download(
                url: archive.url, byteCount: archive.byteCount, sha256: archive.sha256, path: path, name: archive.id,
                progress: progress, pause: pause
            ).run()
            return try await Unpacking(archive: archive, path: path).run(into: folder)
        }
    }

    /// Where a download lies until its items are there; a folder of its own keeps the name that the address gives it.
    private func downloadPath(of archive: ManifestArchive) throws(CorpusError) -> String {
        let folder = "\(store.dataFolder)/.download-\(archive.id)"
        do throws(FileProblem) {
            try FileProblem.createFolder(folder)
        } catch {
            throw .cannotWrite(path: folder, reason: error.reason)
        }
        return folder + "/" + (archive.url.split(separator: "/").last.map(String.init) ?? "archive")
    }

    private func discardDownload(of origin: ManifestEntry.Origin) {
        guard case .archive(let archive) = origin else { return }
        try? FileManager.default.removeItem(atPath: "\(store.dataFolder)/.download-\(archive.id)")
    }

    private func makeEmpty(_ folder: String) throws(CorpusError) {
        try? FileManager.default.removeItem(atPath: folder)
        do throws(FileProblem) {
            try FileProblem.createFolder(folder)
        } catch {
            throw .cannotWrite(path: folder, reason: error.reason)
        }
    }

    /// Makes an item from its file. Returns its size.
    private func install(_ entry: ManifestEntry, from files: String) throws(CorpusError) -> Int {
        let source = files + "/" + entry.member
        let bytes: [UInt8]
        if entry.decoding == .tar {
            bytes = try FolderArchive.tar(source)
        } else {
            do {
                bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
            } catch {
                throw .download(source: entry.origin.name, reason: "it has no readable file \(entry.member)")
            }
        }
        let item = try entry.makeItem(from: bytes, path: entry.member)
        let path = store.path(of: entry)
        do {
            // Atomic: written under another name and renamed, so that no half item is ever believed.
            try Data(item).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path: path, reason: FileProblem.reason(error))
        }
        if entry.sha256 == nil || entry.byteCount == nil {
            try ItemSeal(of: item).write(beside: path, of: entry)
        }
        return item.count
    }
}

extension ManifestEntry.Origin {
    /// The package or archive.
    package var name: String {
        switch self {
        case .debian(let package): package
        case .archive(let archive): archive.id
        }
    }

    /// The server it comes from: out of reach for one, out of reach for all.
    var host: String {
        switch self {
        case .debian: DebianPackage.mirror
        case .archive(let archive): Download.host(of: archive.url)
        }
    }
}
