import Foundation

/// What an item was when it came out of an archive that had the manifest's hash: a file beside it, for items that the
/// manifest gives no hash of their own.
struct ItemSeal {
    let byteCount: Int
    let sha256: String

    init(of item: [UInt8]) {
        byteCount = item.count
        sha256 = SHA256Text.of(item)
    }

    private init(byteCount: Int, sha256: String) {
        self.byteCount = byteCount
        self.sha256 = sha256
    }

    private static func path(beside item: String) -> String { item + ".sha256" }

    /// The archive's hash is part of it: with another archive in the manifest, the seal is worth nothing.
    private static func line(_ seal: ItemSeal, _ entry: ManifestEntry) -> String? {
        guard case .archive(let archive) = entry.origin else { return nil }
        return "\(seal.sha256) \(seal.byteCount) \(archive.sha256)\n"
    }

    func write(beside item: String, of entry: ManifestEntry) throws(CorpusError) {
        guard let line = Self.line(self, entry) else { return }
        do {
            try Data(line.utf8).write(to: URL(fileURLWithPath: Self.path(beside: item)), options: .atomic)
        } catch {
            throw .cannotWrite(path: Self.path(beside: item), reason: FileProblem.reason(error))
        }
    }

    static func read(beside item: String, of entry: ManifestEntry) -> ItemSeal? {
        guard let text = try? String(contentsOfFile: path(beside: item), encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count == 3, fields[0].count == 64, let byteCount = Int(fields[1]) else { return nil }
        let seal = ItemSeal(byteCount: byteCount, sha256: String(fields[0]))
        return line(seal, entry) == text ? seal : nil
    }
}
