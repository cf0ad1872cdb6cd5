import Foundation
import Testing

/// `ncbench corpora` on the manifest of this checkout.
@Suite struct CorporaCommandTests {
    private static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private func run(_ arguments: String) throws -> ProgramResult {
        try Program().shell("NCBENCH_CORPORA='\(Self.checkout)/corpora' exec \"$0\" corpora \(arguments)")
    }

    private struct Row: Decodable {
        var id: String
        var modality: String
        var suites: [String]
        var bytes: Int?
        var licence: String
        var credit: String
        var source: String
        var why: String
    }

    @Test func theSuitesAreWhatTheyShouldBe() throws {
        let rows = try JSONDecoder().decode([Row].self, from: Data(try run("list --format json").output.utf8))
        func count(_ suite: String, _ modality: String? = nil) -> Int {
            rows.count { $0.suites.contains(suite) && (modality == nil || $0.modality == modality) }
        }
        #expect(count("smoke") == 7 && count("quick") == 13 && count("quick", "binary") == 6)
        #expect(count("standard", "text") == 17 && count("standard", "image") == 16)
        #expect(count("standard", "audio") == 12 && count("standard", "binary") == 11)
        #expect(count("full", "image") == 40)
        #expect(count("records") == 4 && count("records-training") == 4)
        let bytes = rows.filter { $0.suites.contains("standard") }.compactMap(\.bytes).reduce(0, +)
        #expect((36_000_000...37_000_000).contains(bytes))
        #expect(rows.allSatisfy { !$0.licence.isEmpty && !$0.credit.isEmpty && !$0.source.isEmpty && !$0.why.isEmpty })
    }

    @Test func theReadmeHasTheManifestsTables() throws {
        let tables = try run("list --format markdown").output
        let readme = try String(contentsOfFile: Self.checkout + "/corpora/README.md", encoding: .utf8)
        #expect(
            readme.hasSuffix(tables),
            "renew the end of corpora/README.md with: ncbench corpora list --format markdown")
    }

    @Test func missingItemsFailASuiteOnly() throws {
        let program = try Program()
        let folder = program.folder + "/corpora"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Self.checkout + "/corpora/manifest.yaml", toPath: folder + "/manifest.yaml")
        let whole = try program.run("corpora", "verify")
        #expect(whole.status == 0 && whole.errors.contains("not on this machine"))
        let quick = try program.run("corpora", "verify", "--suite", "quick")
        #expect(quick.status == 1 && quick.errors.contains("ncbench corpora fetch --suite quick"))
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        try program.write("corpora/data/coffee.pnm", "not coffee")
        let damaged = try program.run("corpora", "verify")
        #expect(damaged.status == 1 && damaged.errors.contains("coffee"))
    }

    /// Where nothing is here the built-in items are measured, with a word; a damaged one is no reason for that.
    @Test func damagedItemsAreNoReasonToMeasureOthers() throws {
        let program = try Program()
        for name in ["corpora", "corpora/data"] {
            try FileManager.default.createDirectory(
                atPath: "\(program.folder)/\(name)", withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            atPath: Self.checkout + "/corpora/manifest.yaml", toPath: program.folder + "/corpora/manifest.yaml")
        let options = ["-e", "store", "--runs", "1", "--min-time", "0", "--isolation", "none"]
        let without = try program.result(of: program.start(["run", "--suite", "quick"] + options))
        #expect(without.status == 0 && without.errors.contains("built-in generated items"), "\(without.errors)")
        #expect(try program.run("corpora", "list", "--suite", "quick", "--here").output.isEmpty)
        try program.write("corpora/data/coffee.pnm", "not coffee")
        #expect(try program.run("corpora", "list", "--suite", "quick", "--here").output.contains("coffee"))
        for suite in [["--suite", "quick"], []] {
            let result = try program.result(of: program.start(["run"] + suite + options))
            #expect(result.status == 1 && result.output.isEmpty, "\(result.output)")
            #expect(result.errors.contains("damaged items of the suite 'quick': coffee;"), "\(result.errors)")
        }
    }
}
