import CodecInterface
import Corpora
import Foundation
import OutsideText

/// One line of `ncbench corpora list`.
struct CorpusRow: Encodable {
    var id: String
    var modality: String
    var suites: [String]
    /// Nil for an item out of an archive that is not here yet.
    var bytes: Int?
    var sha256: String?
    /// `generated`, `debian:PACKAGE` or the address of a download.
    var origin: String
    var source: String
    var licence: String
    var credit: String
    var what: String
    var why: String
    var present: Bool
    /// Size by the manifest alone, whatever is on this machine.
    private var pinnedBytes: Int?

    private enum CodingKeys: CodingKey {
        case id, modality, suites, bytes, sha256, origin, source, licence, credit, what, why, present
    }

    init(_ item: Item) {
        let name = String(item.id.text.dropFirst("generated/".count))
        id = item.id.text
        modality = item.modality.rawValue
        suites = ["smoke"]
        bytes = item.byteCount
        sha256 = item.sha256
        origin = "generated"
        source = "Sources/Corpora/Generated"
        licence = "MIT"
        credit = "ncbench"
        what = GeneratedItems.description(of: name) ?? ""
        why = GeneratedItems.purpose(of: name) ?? ""
        present = true
        pinnedBytes = item.byteCount
    }

    init(_ entry: ManifestEntry, in store: CorpusStore) {
        let item = store.item(of: entry)
        id = entry.id
        modality = entry.modality.rawValue
        suites = entry.suites
        bytes = entry.byteCount ?? item?.byteCount
        sha256 = entry.sha256 ?? item?.sha256
        switch entry.origin {
        case .debian(let package): origin = "debian:\(package)"
        case .archive(let archive): origin = archive.url
        }
        source = entry.source
        licence = entry.licence
        credit = entry.credit
        what = entry.what
        why = entry.why
        present = store.isPresent(entry)
        pinnedBytes = entry.byteCount
    }

    static func table(_ rows: [CorpusRow]) -> String {
        guard !rows.isEmpty else { return "" }
        let cells =
            [["item", "kind", "suites", "bytes", "here", "licence", "what it is"]]
            + rows.map {
                [
                    $0.id, $0.modality, $0.suites.joined(separator: " "), $0.bytes.map(String.init) ?? "–",
                    $0.present ? "yes" : "no", $0.licence, $0.what,
                ]
            }
        let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            zip(row, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces) + "\n"
        }.joined()
    }

    /// A table for each suite: its own items, those of smaller suites only by name.
    static func markdown(_ rows: [CorpusRow]) -> String {
        var suites: [String] = []
        for suite in rows.flatMap(\.suites) where !suites.contains(suite) { suites.append(suite) }
        return suites.map { suite in
            let own = rows.filter { $0.suites.first == suite }
            let others = rows.filter { $0.suites.contains(suite) && $0.suites.first != suite }
            let total = (own + others).compactMap(\.pinnedBytes).reduce(0, +)
            var text = "### \(suite)\n\n\(own.count + others.count) items"
            text += (own + others).allSatisfy { $0.pinnedBytes != nil } ? ", \(megabytes(total)).\n" : ".\n"
            if !others.isEmpty {
                let sources = Set(others.compactMap(\.suites.first)).sorted()
                let listed = sources.map { source in
                    let names = others.filter { $0.suites.first == source }.map { "`\($0.id)`" }
                    return names.count > 3 ? "the items of `\(source)`" : names.joined(separator: ", ")
                }
                text += "\nAlso in it: \(listed.joined(separator: "; ")).\n"
            }
            text += "\n| item | kind | bytes | what it is | why it is here | from | licence |\n"
            text += "|---|---|---:|---|---|---|---|\n"
            for row in own {
                let cells = [
                    "`\(row.id)`", row.modality, row.pinnedBytes.map(String.init) ?? "–", row.what, row.why,
                    row.provenance,
                    row.licence,
                ]
                text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
            }
            return text
        }.joined(separator: "\n")
    }

    private var provenance: String {
        source.hasPrefix("http") ? "[\(credit)](\(source))" : credit
    }

    private static func megabytes(_ byteCount: Int) -> String { String(format: "%.1f MB", Double(byteCount) / 1e6) }
}
