import Corpora
import Foundation
import Testing

/// Where a program finds its manifest and keeps what it fetches.
@Suite("Location of the corpora")
struct StoreLocationTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)")
        .resolvingSymlinksInPath()

    /// Makes folders with a manifest in them.
    private func makeManifests(in folders: [String]) throws {
        for folder in folders {
            let path = root.appendingPathComponent(folder)
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            try Data("schema: 1\nitems: []\n".utf8).write(to: path.appendingPathComponent("manifest.yaml"))
        }
    }

    private func dataFolder(from current: String, _ environment: [String: String]) throws -> String {
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent(current), withIntermediateDirectories: true)
        return try CorpusStore.located(
            environment: environment, currentFolder: root.appendingPathComponent(current).path,
            executableFolder: root.appendingPathComponent("prefix/bin").path
        ).dataFolder
    }

    @Test("An installed program keeps items in the user's cache, a checkout beside its manifest")
    func located() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        try makeManifests(in: ["prefix/share/ncbench", "checkout/corpora", "named"])
        let cache = root.path + "/cache"
        let home = ["HOME": root.path + "/home", "XDG_CACHE_HOME": cache]
        #expect(try dataFolder(from: "elsewhere", home) == cache + "/ncbench")
        #expect(try dataFolder(from: "elsewhere", ["HOME": "/h"]) == "/h/.cache/ncbench")
        // What is not absolute does not count.
        #expect(try dataFolder(from: "elsewhere", ["HOME": "/h", "XDG_CACHE_HOME": "cache"]) == "/h/.cache/ncbench")
        #expect(try dataFolder(from: "checkout/sources/deep", home) == root.path + "/checkout/corpora/data")
        let named = root.path + "/named"
        #expect(try dataFolder(from: "checkout", home.merging(["NCBENCH_CORPORA": named]) { $1 }) == named + "/data")
    }

    @Test("Without a manifest anywhere the error says where it was looked for")
    func nowhere() throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let error = #expect(throws: CorpusError.self) { try dataFolder(from: "elsewhere", ["HOME": "/h"]) }
        #expect("\(String(describing: error))".contains("/prefix/share/ncbench"), "\(String(describing: error))")
    }
}
