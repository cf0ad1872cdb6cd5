import Benchmarking
import Corpora
import OutsideText

/// A baseline as a file: one readable row for each spec and item, in an order that only the specs and items decide, so that a change
/// of sizes is a short diff.
package enum BaselineFile {
    /// What is wrong with a baseline, and where.
    package struct Malformation: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    static let columns = [
        "codec", "params", "library", "item", "item_sha256", "raw_bytes", "comp_bytes", "stream_sha256",
    ]

    package static func text(_ rows: [BaselineRow]) -> String {
        rows.reduce(into: CSVText.row(columns)) { text, row in
            text += CSVText.row([
                row.codec, row.parameters, row.library, row.item.text, row.itemSHA256, String(row.rawByteCount),
                String(row.compressedByteCount), row.streamSHA256,
            ])
        }
    }

    /// Reads it whole: what cannot be read could not be judged.
    ///
    /// - Parameter path: for messages.
    package static func read(
        _ bytes: some Collection<UInt8>, path: String
    ) throws(Malformation) -> [BaselineRow] {
        let rows = CSVText.rows(of: bytes)
        guard let header = rows.first, header.fields == columns else {
            throw Malformation(
                description:
                    "'\(path)' does not begin with the columns of a baseline (\(columns.joined(separator: ",")))")
        }
        var known: Set<BaselineRow.Key> = []
        var items: [ExactText: BaselineRow] = [:]
        var result: [BaselineRow] = []
        for row in rows.dropFirst() {
            func malformed(_ reason: String) -> Malformation {
                Malformation(description: "'\(path)', line \(row.line): \(reason)")
            }
            guard row.damage == nil, row.isComplete, row.fields.count == columns.count else {
                throw malformed(row.damage?.reason ?? "this is not a whole row of \(columns.count) fields")
            }
            guard let raw = Int(row.fields[5]), let compressed = Int(row.fields[6]), raw >= 0, compressed >= 0 else {
                throw malformed("'\(row.fields[5])' and '\(row.fields[6])' are not two numbers of bytes")
            }
            let read = BaselineRow(
                codec: row.fields[0], parameters: row.fields[1], library: row.fields[2], item: ExactText(row.fields[3]),
                itemSHA256: row.fields[4], rawByteCount: raw, compressedByteCount: compressed,
                streamSHA256: row.fields[7])
            if let reason = contradiction(in: read, against: items[read.item]) { throw malformed(reason) }
            items[read.item] = items[read.item] ?? read
            guard known.insert(read.key).inserted else {
                throw malformed("a second row for \(read.spec) on \(read.item) with \(read.library)")
            }
            result.append(read)
        }
        return result
    }

    /// Why a row cannot be true, by itself or beside another of its item; nil where it may be.
    private static func contradiction(in row: BaselineRow, against other: BaselineRow?) -> String? {
        for hash in [row.itemSHA256, row.streamSHA256] where !SHA256Text.isValid(hash) {
            return "'\(hash)' is no SHA-256, 64 lowercase hexadecimal digits"
        }
        if row.compressedByteCount == 0, row.rawByteCount > 0 {
            return "0 bytes cannot be the \(row.rawByteCount) bytes of the item"
        }
        guard let other, other.itemSHA256 != row.itemSHA256 || other.rawByteCount != row.rawByteCount else {
            return nil
        }
        return "'\(row.item)' has another hash or length here than in an earlier row"
    }

    /// The new rows in their order, each followed by the kept ones of its spec and item with other versions of the library.
    ///
    /// Rows are kept while they can still be right: a system library of another version, the same item, a spec still measured, or
    /// a codec that this build does without.
    package static func updated(_ old: [BaselineRow], with new: [BaselineRow], missing: Set<String>) -> [BaselineRow] {
        let written = Set(new.map(\.key))
        let hashes = Dictionary(new.map { ($0.item, $0.itemSHA256) }) { first, _ in first }
        var kept = old.filter {
            $0.library != BaselineRow.ownVersion && !written.contains($0.key) && hashes[$0.item] == $0.itemSHA256
        }
        var result: [BaselineRow] = []
        for row in new {
            result.append(row)
            let others = kept.filter { $0.isOfSameTrial(as: row) }.sorted { $0.library < $1.library }
            result += others
            kept.removeAll { $0.isOfSameTrial(as: row) }
        }
        return result + kept.filter { missing.contains($0.codec) }
    }

    /// The rows with the codecs in this order, those of other codecs last; within a codec as they are.
    package static func sorted(_ rows: [BaselineRow], byCodec codecs: [String]) -> [BaselineRow] {
        codecs.flatMap { codec in rows.filter { $0.codec == codec } } + rows.filter { !codecs.contains($0.codec) }
    }
}
