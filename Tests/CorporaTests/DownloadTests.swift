import Corpora
import Foundation
import Synchronization
import Testing

/// Items out of downloads, from a server on this machine.
@Suite(.enabled(if: Tool.isInstalled("curl"), "downloads need curl"), .timeLimit(.minutes(60))) struct DownloadTests {
    /// Text that does not shrink, so that its archives are long enough to be cut.
    private static let content: [UInt8] = {
        var state: UInt32 = 1
        return (0..<40_000).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: 33 + (state >> 24) % 90)
        }
    }()

    /// A corpora folder whose one item comes from `url`.
    private func store(
        in folder: TemporaryFolder, port: UInt16, archive: [UInt8], name: String, format: String,
        byteCount: Int? = nil, sha256: String? = nil
    ) throws -> CorpusStore {
        try folder.write(
            "corpora/manifest.yaml",
            Array(
                """
                schema: 1
                archives:
                  - id: collection
                    corpus: Collection
                    url: http://127.0.0.1:\(port)/\(name)
                    bytes: \(byteCount ?? archive.count)
                    sha256: \(sha256 ?? SHA256Text.of(archive))
                    format: \(format)
                items:
                  - id: story
                    modality: text
                    suites: [full]
                    what: a story
                    why: a test needs one
                    source: https://example.org/
                    licence: CC0
                    credit: nobody
                    archive: collection
                    member: \(format == "file" ? name : "texts/story")
                    decode: none
                """.utf8))
        return try CorpusStore(corporaFolder: folder.path + "/corpora")
    }

    private func fetch(_ store: CorpusStore, log: Log = Log()) async throws -> [CorpusError] {
        try await Fetcher(store: store, pause: .milliseconds(5)) { line in
            log.add(line)
        }.fetch(suite: "full").map(\.error)
    }

    /// Packs `texts/story` with a tool of this machine.
    private func packed(_ folder: TemporaryFolder, _ tool: String, _ arguments: [String]) throws -> [UInt8] {
        try folder.write("pack/texts/story", Self.content)
        try Tool.run(tool, arguments, in: folder.path + "/pack")
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/pack/archive")))
    }

    @Test func aPlainFileIsFetchedOnceAndItsHashIsKept() async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer([.file(Self.content)])
        let store = try store(in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
        #expect(throws: CorpusError.notFetched(suite: "full", items: ["story"])) { try store.items(of: "full") }
        #expect(throws: CorpusError.self) { try store.verify(store.manifest.entries[0]) }
        for _ in 0..<2 { #expect(try await fetch(store).isEmpty) }
        #expect(server.ranges == [""], "one request")
        #expect(store.publishedCorpora(of: try store.items(of: "full")) == ["story": "Collection"])
        #expect(store.publishedCorpora(of: []).isEmpty)
        #expect(try store.items(of: "full").first?.load() == Self.content)
        try store.verify(store.manifest.entries[0])
        let left = try FileManager.default.contentsOfDirectory(atPath: store.dataFolder).sorted()
        #expect(left == [".lock", "story.txt", "story.txt.sha256"])
        // Another byte on disk, and it is fetched again.
        try folder.write("corpora/data/story.txt", Self.content.dropLast() + [0])
        #expect(throws: CorpusError.self) { try store.verify(store.manifest.entries[0]) }
        #expect(try await fetch(store).isEmpty)
        #expect(server.ranges.count == 2)
        try store.verify(store.manifest.entries[0])
    }

    @Test func aBrokenDownloadGoesOnWhereItEnded() async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer([
            .file(Self.content, cutAfter: 15_000), .status(503), .file(Self.content, cutAfter: 10_000),
            .file(Self.content),
        ])
        let store = try store(in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
        let log = Log()
        #expect(try await fetch(store, log: log) == [])
        #expect(server.ranges == ["", "bytes=15000-", "bytes=15000-", "bytes=25000-"])
        #expect(try store.items(of: "full").first?.load() == Self.content)
        #expect(log.lines.contains { $0.contains("trying again") })
    }

    @Test func aLaterFetchGoesOnWithWhatIsThere() async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer(
            [.file(Self.content, cutAfter: 30_000)] + [FileServer.Answer](repeating: .status(503), count: 4)
                + [.file(Self.content)])
        let store = try store(in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
        let failure = try #require(try await fetch(store).first)
        #expect("\(failure)".contains("collection") && "\(failure)".contains("goes on from there"))
        #expect(try await fetch(store).isEmpty)
        #expect(server.ranges.last == "bytes=30000-")
    }

    @Test func aServerWithoutRangesIsAskedForAllOfItAgain() async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer([
            .withoutRanges(Self.content, cutAfter: 20_000), .withoutRanges(Self.content), .withoutRanges(Self.content),
        ])
        let store = try store(in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
        #expect(try await fetch(store).isEmpty)
        #expect(server.ranges == ["", "bytes=20000-", ""])
    }

    @Test func anotherFileIsRefusedAndLeavesNothingBehind() async throws {
        let folder = try TemporaryFolder()
        for other in [Self.content.dropLast() + [0], Self.content + [0], Array(Self.content.dropLast())] {
            let server = try FileServer([.file(Array(other))])
            let store = try store(
                in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
            let failure = try #require(try await fetch(store).first)
            let message = "\(failure)"
            #expect(message.contains("collection"))
            #expect(message.contains(SHA256Text.of(other)) || message.contains("instead of 40000"), "\(message)")
            #expect(throws: CorpusError.self) { try store.items(of: "full") }
            #expect(!FileManager.default.fileExists(atPath: store.dataFolder + "/.download-collection/story.txt.part"))
        }
    }

    @Test func whatIsNotThereIsNotAskedForAgain() async throws {
        let folder = try TemporaryFolder()
        let server = try FileServer([.status(404)])
        let store = try store(in: folder, port: server.port, archive: Self.content, name: "story.txt", format: "file")
        let failure = try #require(try await fetch(store).first)
        #expect("\(failure)".contains("404"))
        #expect(server.ranges.count == 1)
    }

    @Test func aServerThatIsNotThereIsNotWaitedFor() async throws {
        let folder = try TemporaryFolder()
        // Nobody listens at this port, which is of the system's reserved ones.
        let store = try store(in: folder, port: 1, archive: Self.content, name: "story.txt", format: "file")
        let failure = try #require(try await fetch(store).first)
        #expect("\(failure)".contains("cannot reach 127.0.0.1:1"), "\(failure)")
    }

    @Test(.enabled(if: Tool.isInstalled("tar"))) func itemsComeOutOfATarArchive() async throws {
        let folder = try TemporaryFolder()
        let archive = try packed(folder, "tar", ["-czf", "archive", "./texts/story"])
        let server = try FileServer([.file(archive, cutAfter: 100), .file(archive)])
        let store = try store(in: folder, port: server.port, archive: archive, name: "c.tar.gz", format: "tar.gz")
        #expect(try await fetch(store).isEmpty)
        #expect(try store.items(of: "full").first?.load() == Self.content)
    }

    @Test(.enabled(if: Tool.isInstalled("zip") || Tool.isInstalled("python3"), "a zip archive must be made"))
    func itemsComeOutOfAZIPArchive() async throws {
        let folder = try TemporaryFolder()
        let archive =
            Tool.isInstalled("python3")
            ? try packed(folder, "python3", ["-m", "zipfile", "-c", "archive", "texts"])
            : try packed(folder, "zip", ["-q", "-r", "archive", "texts", "--out", "archive"])
        let server = try FileServer([.file(archive)])
        let store = try store(in: folder, port: server.port, archive: archive, name: "c.zip", format: "zip")
        #expect(try await fetch(store).isEmpty)
        #expect(try store.items(of: "full").first?.load() == Self.content)
    }

    @Test func anArchiveWithoutTheMemberIsNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("pack/else", Self.content)
        try Tool.run("tar", ["-czf", "archive", "else"], in: folder.path + "/pack")
        let archive = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/pack/archive")))
        let server = try FileServer([.file(archive)])
        let store = try store(in: folder, port: server.port, archive: archive, name: "c.tar.gz", format: "tar.gz")
        let failure = try #require(try await fetch(store).first)
        #expect("\(failure)".contains("texts/story"))
    }
}

/// The lines for people that a fetch printed.
private final class Log: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func add(_ line: String) { state.withLock { $0.append(line) } }
}

/// Programs of this machine that tests use.
enum Tool {
    static func path(of name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func isInstalled(_ name: String) -> Bool { path(of: name) != nil }

    struct Failure: Error {
        let status: Int32
    }

    static func run(_ name: String, _ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(of: name) ?? name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    }
}
