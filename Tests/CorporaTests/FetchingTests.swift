import Corpora
import Foundation
import MediaFormats
import Synchronization
import Testing

/// Fetching against stand-ins for `apt-get` and `dpkg-deb` that copy files about; no network.
@Suite struct FetchingTests {
    private static let text = Array("one line\nanother line\nthe rest".utf8)

    /// A corpora folder with one item, and tools that deliver what `deliveries` say, download by download.
    private func store(
        in folder: TemporaryFolder, deliveries: [[UInt8]], modality: String = "text"
    ) throws -> CorpusStore {
        let item = modality == "binary" ? Array(Self.text.prefix(25)) : Array("one line\nanother line\n".utf8)
        try folder.write(
            "corpora/manifest.yaml",
            Array(
                """
                schema: 1
                items:
                  - id: lines
                    modality: \(modality)
                    suites: [quick]
                    what: two lines
                    why: a test needs them
                    source: https://example.org/
                    licence: CC0
                    credit: nobody
                    package: lines-package
                    member: usr/share/lines
                    file_sha256: \(SHA256Text.of(Self.text))
                    decode: none
                    decoded_sha256: \(SHA256Text.of(Self.text))
                    excerpt: {bytes: 25}
                    byte_count: \(item.count)
                    sha256: \(SHA256Text.of(item))
                """.utf8))
        for (number, bytes) in deliveries.enumerated() { try folder.write("deliveries/\(number)", bytes) }
        let root = folder.path
        // Each download takes the next delivery; none left is a failure.
        try folder.write(
            "tools/apt-get",
            Array(
                """
                #!/bin/sh
                n=$(ls '\(root)/done' 2>/dev/null | wc -l); mkdir -p '\(root)/done'
                echo tried >>'\(root)/tries'
                [ ! -f '\(root)/offline' ] || { echo "E: Failed to fetch x  Temporary failure resolving 'y'" >&2; exit 100; }
                [ -f '\(root)'/deliveries/$n ] || { echo "E: Unable to locate package" >&2; exit 100; }
                touch '\(root)'/done/$n; cp '\(root)'/deliveries/$n package.deb
                """.utf8), permissions: 0o755)
        try folder.write(
            "tools/dpkg-deb",
            Array("#!/bin/sh\nmkdir -p \"$3/usr/share\" && cp \"$2\" \"$3/usr/share/lines\"\n".utf8), permissions: 0o755
        )
        return try CorpusStore(corporaFolder: root + "/corpora")
    }

    /// The same with other words in its manifest.
    private func changed(_ folder: TemporaryFolder, _ changes: [(old: String, new: String)]) throws -> CorpusStore {
        var text = try String(contentsOfFile: folder.path + "/corpora/manifest.yaml", encoding: .utf8)
        for (old, new) in changes { text = text.replacing(old, with: new) }
        try folder.write("corpora/manifest.yaml", Array(text.utf8))
        return try CorpusStore(corporaFolder: folder.path + "/corpora")
    }

    private typealias Failures = [(item: String, error: CorpusError)]

    private func fetch(_ store: CorpusStore, _ folder: TemporaryFolder) async throws -> Failures {
        try await Fetcher(store: store, debianTools: folder.path + "/tools", progress: { _ in }).fetch(suite: "quick")
    }

    @Test func anItemIsFetchedCutAndCheckedAndNotFetchedAgain() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [Self.text])
        #expect(throws: CorpusError.notFetched(suite: "quick", items: ["lines"])) { try store.items(of: "quick") }
        for _ in 0..<2 { #expect(try await fetch(store, folder).isEmpty) }
        let items = try store.items(of: "quick")
        #expect(try items.first?.load() == Array("one line\nanother line\n".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/done") == ["0"], "one download")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: store.dataFolder).sorted() == [".lock", "lines.txt"])
    }

    @Test func binaryDataIsCutWhereTheExcerptSays() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [Self.text], modality: "binary")
        #expect(try await fetch(store, folder).isEmpty)
        #expect(try store.items(of: "quick").first?.load() == Array("one line\nanother line\nthe".utf8))
    }

    /// A folder of the package as one archive.
    @Test func aFolderBecomesATarArchive() async throws {
        let folder = try TemporaryFolder()
        try folder.write("expected/share/lines", Self.text)
        let archive = try FolderArchive.tar(folder.path + "/expected/share")
        _ = try store(in: folder, deliveries: [Self.text], modality: "binary")
        let store = try changed(
            folder,
            [
                ("usr/share/lines", "usr/share"), ("decode: none", "decode: tar"),
                ("    file_sha256: \(SHA256Text.of(Self.text))\n", ""),
                (SHA256Text.of(Self.text), SHA256Text.of(archive)), ("bytes: 25", "bytes: 600"),
                ("byte_count: 25", "byte_count: 600"),
                (SHA256Text.of(Array(Self.text.prefix(25))), SHA256Text.of(Array(archive.prefix(600)))),
            ])
        #expect(try await fetch(store, folder).isEmpty)
        #expect(try store.items(of: "quick").first?.load() == Array(archive.prefix(600)))
    }

    /// Of each frame the first channels; more than there are, or none, is an error.
    @Test(arguments: [(2, true), (3, true), (4, false), (0, false)])
    func aSoundIsCutToItsFirstChannels(channels: Int, fits: Bool) async throws {
        let folder = try TemporaryFolder()
        let sound = SoundSamples(channels: 3, sampleRate: 8000, bytesPerSample: 2, samples: Array(0..<24))
        let expected = SoundSamples(
            channels: channels, sampleRate: 8000, bytesPerSample: 2,
            samples: (0..<3).flatMap { frame in (0..<2 * channels).map { UInt8(6 * frame + $0) } }
        ).file
        // What does not fit is fetched once more.
        _ = try store(in: folder, deliveries: [sound.file, sound.file], modality: "audio")
        let (text, lines) = (SHA256Text.of(Self.text), Array("one line\nanother line\n".utf8))
        let store = try changed(
            folder,
            [
                ("    file_sha256: \(text)", "    file_sha256: \(SHA256Text.of(sound.file))"),
                (text, SHA256Text.of(sound.samples)), ("decode: none", "decode: wav"),
                ("bytes: 25", "frames: 3, channels: \(channels)"),
                ("byte_count: \(lines.count)", "byte_count: \(expected.count)"),
                (SHA256Text.of(lines), SHA256Text.of(expected)),
            ])
        let failures = try await fetch(store, folder)
        if fits {
            #expect(failures.isEmpty)
            #expect(try store.items(of: "quick").first?.load() == expected)
        } else {
            let reason = try #require(failures.first).error.description
            #expect(reason.contains("does not fit what it is cut from"), "\(reason)")
        }
    }

    @Test func aDamagedDownloadIsFetchedOnceMore() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [Array(Self.text.dropLast()), Self.text])
        #expect(try await fetch(store, folder).isEmpty)
        #expect(try store.items(of: "quick").count == 1)
    }

    @Test func aMirrorThatIsOutOfReachIsTriedOnce() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [])
        try folder.write("offline", [])
        let failures = try await fetch(store, folder)
        #expect(failures.map(\.item) == ["lines"])
        #expect(failures.first?.error.description.contains("cannot reach the package mirror") == true)
        #expect(try String(contentsOfFile: folder.path + "/tries", encoding: .utf8) == "tried\n")
    }

    @Test func aDownloadThatStaysDamagedIsReportedWithItsHashes() async throws {
        let folder = try TemporaryFolder()
        let damaged = Array(Self.text.dropLast())
        let store = try store(in: folder, deliveries: [damaged, damaged])
        let failures = try await fetch(store, folder)
        let message = "\(try #require(failures.first).error)"
        #expect(failures.map(\.item) == ["lines"])
        #expect(message.contains(SHA256Text.of(Self.text)) && message.contains(SHA256Text.of(damaged)))
        #expect(throws: CorpusError.self) { try store.items(of: "quick") }
    }

    @Test func noNetworkIsSaidInTheToolsWords() async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [])
        let failures = try await fetch(store, folder)
        #expect("\(try #require(failures.first).error)".contains("Unable to locate package"))
    }

    /// Of its size or shorter; it is named, and fetched again.
    @Test(arguments: ["one line\nanother l1ne\n", "one line\n", ""])
    func aDamagedItemOnDiskIsNoticed(text: String) async throws {
        let folder = try TemporaryFolder()
        let store = try store(in: folder, deliveries: [Self.text, Self.text])
        _ = try await fetch(store, folder)
        try folder.write("corpora/data/lines.txt", Array(text.utf8))
        #expect(throws: CorpusError.self) { try store.verify(store.manifest.entries[0]) }
        #expect(throws: CorpusError.damaged(suite: "quick", items: ["lines"])) { try store.items(of: "quick") }
        #expect(try await fetch(store, folder).isEmpty)
        #expect(try store.items(of: "quick").count == 1)
    }

    @Test func theStoreIsFoundFromAFolderInside() throws {
        let folder = try TemporaryFolder()
        _ = try store(in: folder, deliveries: [])
        try folder.write("deep/inside/file", [])
        let found = try CorpusStore.located(
            environment: [:], currentFolder: folder.path + "/deep/inside", executableFolder: nil)
        #expect(found.manifest.entries.map(\.id) == ["lines"])
        let named = try CorpusStore.located(
            environment: ["NCBENCH_CORPORA": folder.path + "/corpora"], currentFolder: "/", executableFolder: nil)
        #expect(named.dataFolder == folder.path + "/corpora/data")
        #expect(throws: CorpusError.noManifest(searched: ["/"])) {
            try CorpusStore.located(environment: [:], currentFolder: "/", executableFolder: nil)
        }
    }
}
