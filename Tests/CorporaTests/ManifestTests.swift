import Corpora
import Testing

@Suite struct ManifestTests {
    private static let hash = String(repeating: "0", count: 64)

    /// A good manifest of one item, line by line.
    private static let good = """
        schema: 1
        items:
          - id: poem
            modality: text
            suites: [quick]
            what: a poem
            why: a test needs one
            source: https://example.org/
            licence: CC0
            credit: nobody
            package: poems
            member: usr/share/poems/one
            file_sha256: \(hash)
            decode: none
            decoded_sha256: \(hash)
            excerpt: {bytes: 10}
            byte_count: 10
            sha256: \(hash)
        """

    @Test func aGoodManifestIsRead() throws {
        let manifest = try Manifest(text: Self.good, path: "m.yaml")
        #expect(manifest.entries.map(\.id) == ["poem"])
        #expect(manifest.entries[0].excerpt == .lines(byteCount: 10))
        #expect(manifest.suites == ["smoke", "quick"])
    }

    /// What is replaced, by what, the line to be named and a part of the message.
    static let mistakes = [
        ("schema: 1", "schema: 2", 1, "schema"),
        ("modality: text", "modality: prose", 4, "text, image, audio, binary"),
        ("    licence: CC0\n", "", 3, "'licence' is missing"),
        ("    why: a test needs one\n", "", 3, "'why' is missing"),
        ("credit:", "credits:", 10, "'credits' is no field"),
        ("id: poem", "id: .poem", 3, "begin with"),
        ("decode: none", "decode: rot13", 14, "none, gunzip, png, wav, flac"),
        ("decode: none", "decode: raster", 3, "one needs the other"),
        (
            "decode: none", "decode: none\n    raster: {skip: 0, width: 1, height: 1, maximum: 256, order: big}", 15,
            "one needs the other"
        ),
        (
            "decode: none", "decode: raster\n    raster: {skip: 0, width: 1, height: 1, maximum: 256, order: up}", 15,
            "little or big"
        ),
        (
            "decode: none", "decode: raster\n    raster: {skip: 0, width: 1, height: 1, maximum: 9, order: big}", 15,
            "256 to 65535"
        ),
        ("decode: none", "decode: raster\n    raster: 7", 15, "mapping"),
        ("file_sha256: 0", "file_sha256: g", 13, "64 lowercase hexadecimal digits"),
        ("member: usr", "member: /usr", 12, "inside the package"),
        ("member: usr", "member: ../usr", 12, "inside the package"),
        ("id: poem", "id: a b", 3, "letters"),
        ("excerpt: {bytes: 10}", "excerpt: {words: 10}", 16, "excerpt"),
        ("excerpt: {bytes: 10}", "excerpt: {frames: 10, channels: two}", 3, "'channels' must be a whole number"),
        ("byte_count: 10", "byte_count: ten", 17, "whole number"),
        ("byte_count: 10", "byte_count: -1", 17, "whole number"),
        ("suites: [quick]", "suites: quick", 5, "list"),
        ("decode: none", "decode: none\n    records: words", 15, "lines, flush-lines, json-objects, sentences"),
        ("decode: none", "decode: none\n    part: training", 15, "goes with 'records'"),
        ("decode: none", "decode: none\n    records: lines\n    part: half", 16, "all, held-out, training"),
        ("decode: none", "decode: png\n    records: lines", 15, "only text"),
    ]

    @Test(arguments: mistakes) func mistakesAreNamedWithTheirLine(
        old: String, new: String, line: Int, message: String
    ) throws {
        let text = Self.good.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: CorpusError.self) { try Manifest(text: text, path: "m.yaml") }
        guard case .manifest("m.yaml", let found, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == line)
        #expect(reason.contains(message), "\(reason)")
        #expect(String(describing: error ?? .noManifest(searched: [])).hasPrefix("m.yaml:\(line): "))
    }

    @Test func idsAreUnique() throws {
        let item = Self.good.split(separator: "\n").dropFirst(2).joined(separator: "\n")
        let error = #expect(throws: CorpusError.self) {
            try Manifest(text: Self.good + "\n" + item, path: "m.yaml")
        }
        #expect("\(String(describing: error))".contains("line 3 already"))
    }

    @Test func anArchiveOfTheManifestCanHoldItems() throws {
        let archive = """
            archives:
              - id: poems
                corpus: Poems
                url: https://example.org/poems.zip
                bytes: 7
                sha256: \(Self.hash)
                format: zip
            items:
            """
        let text = Self.good.replacing("items:", with: archive)
            .replacing("package: poems", with: "archive: poems").replacing("usr/share/poems/one", with: "one")
            .replacing("    byte_count: 10\n    sha256: \(Self.hash)", with: "")
        let entry = try #require(try Manifest(text: text, path: "m.yaml").entries.first)
        guard case .archive(let found) = entry.origin else {
            Issue.record("\(entry.origin)")
            return
        }
        #expect(found.format == .zip && found.byteCount == 7 && entry.sha256 == nil && entry.byteCount == nil)
        for (old, new, message) in [
            ("archive: poems", "archive: prose", "no archive 'prose'"), ("format: zip", "format: rar", "tar.gz"),
            ("https://example.org/poems.zip", "file:///etc/passwd", "must begin with"),
        ] {
            let error = #expect(throws: CorpusError.self) {
                try Manifest(text: text.replacing(old, with: new), path: "m.yaml")
            }
            #expect("\(String(describing: error))".contains(message))
        }
    }

    @Test(arguments: ["items: [", "", "- 1\n- 2", "schema: 1\nitems: 7", "\u{0}"])
    func whatIsNoManifestIsRefused(text: String) {
        #expect(throws: CorpusError.self) { try Manifest(text: text, path: "m.yaml") }
    }
}
