import Crypto
package import Foundation

/// SHA-256 as 64 lowercase hexadecimal digits.
package enum SHA256Text {
    /// Whether a text is a hash as this writes it.
    package static func isValid(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    package static func of(_ bytes: some DataProtocol) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// Of a file proper, read piece by piece.
    package static func ofFile(_ path: String) throws(CorpusError) -> String {
        var hash = SHA256()
        do {
            let file = try PathFile.regular(path)
            defer { try? file.close() }
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        } catch {
            throw .cannotRead(path: path, reason: FileProblem.reason(error))
        }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
