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
            licence: CC0
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
        ("decode: none", "decode: rot13", 11, "none, gunzip, png, wav, flac"),
        ("file_sha256: 0", "file_sha256: g", 10, "64 lowercase hexadecimal digits"),
        ("member: usr", "member: /usr", 9, "inside the package"),
        ("member: usr", "member: ../usr", 9, "inside the package"),
        ("id: poem", "id: a b", 3, "letters"),
        ("excerpt: {bytes: 10}", "excerpt: {words: 10}", 13, "excerpt"),
        ("byte_count: 10", "byte_count: ten", 14, "whole number"),
        ("byte_count: 10", "byte_count: -1", 14, "whole number"),
        ("suites: [quick]", "suites: quick", 5, "list"),
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

    @Test(arguments: ["items: [", "", "- 1\n- 2", "schema: 1\nitems: 7", "\u{0}"])
    func whatIsNoManifestIsRefused(text: String) {
        #expect(throws: CorpusError.self) { try Manifest(text: text, path: "m.yaml") }
    }
}
