import MediaFormats
import OutsideText

extension Item {
    /// Whether the bytes are made by this program rather than real data.
    package var isGenerated: Bool {
        if case .generated = origin { true } else { false }
    }

    /// The item's bytes.
    ///
    /// - Throws: ``CorpusError/cannotRead(path:reason:)``, or ``CorpusError/wrongHash(item:what:expected:found:)`` when they
    ///   are not those the item was made from.
    package func load() throws(CorpusError) -> [UInt8] {
        let bytes: [UInt8]
        switch origin {
        case .generated(let name):
            guard let generated = GeneratedItems.bytes(of: name) else {
                throw .cannotRead(path: name, reason: "there is no generator of this name")
            }
            bytes = generated
        case .file(let path): bytes = try FileProblem.contents(of: path)
        case .decoded(let path):
            let file = try FileProblem.contents(of: path)
            bytes = try MediaFormat(head: file)?.decode(file, path: path) ?? file
        }
        let found = SHA256Text.of(bytes)
        guard found == sha256 else { throw .wrongHash(item: id.text, what: "it", expected: sha256, found: found) }
        return bytes
    }
}
