package import CodecInterface
import Crypto
import Foundation

/// Files that codecs know before they code.
package enum KnowledgeFile {
    /// Reads one, all of it and once.
    ///
    /// - Parameter path: as `PathText` has it; a file proper.
    /// - Throws: why it cannot be had, or that it is empty or too long to be held.
    package static func read(_ path: String) throws(FileProblem) -> PriorKnowledge {
        let file = try PathFile.regular(path)
        let limit = PriorKnowledge.maximumByteCount
        let data: Data
        do {
            data = try file.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw FileProblem(reason: FileProblem.reason(error))
        }
        guard !data.isEmpty else { throw FileProblem(reason: "it is empty") }
        guard data.count <= limit else {
            throw FileProblem(reason: "it has more than \(limit) bytes, the most that is held for a codec to know")
        }
        return knowledge([UInt8](data), named: path)
    }

    /// What such a file with these bytes would be.
    package static func knowledge(_ bytes: [UInt8], named name: String) -> PriorKnowledge {
        PriorKnowledge(name: name, bytes: bytes, sha256: Array(SHA256.hash(data: bytes)))
    }
}
