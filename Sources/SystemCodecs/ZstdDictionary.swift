#if Zstd
import CZstd
package import CodecInterface
import Foundation

/// A dictionary digested for compression at one level and for decompression, each once and when it is first needed.
///
/// A file that ZDICT made is a dictionary with tables; any other is content alone, as the library itself tells them apart.
final class ZstdDictionary: @unchecked Sendable {
    let knowledge: PriorKnowledge
    private let level: Int32
    private let lock = NSLock()
    // Both are touched only while the lock is held until they are made, and never change after that: hence `@unchecked Sendable`.
    private var compression: OpaquePointer?
    private var decompression: OpaquePointer?

    /// - Throws: ``CodecError/knowledgeRefused(codec:file:reason:)`` where the library cannot read the dictionary.
    init(_ knowledge: PriorKnowledge, level: Int32) throws(CodecError) {
        self.knowledge = knowledge
        self.level = level
        decompression = ZSTD_createDDict(knowledge.bytes, knowledge.bytes.count)
        guard decompression != nil else {
            throw .knowledgeRefused(
                codec: ZstdCodec.information.name, file: knowledge.name,
                reason: "it begins as a zstd dictionary, and libzstd finds it damaged")
        }
    }

    deinit {
        ZSTD_freeCDict(compression)
        ZSTD_freeDDict(decompression)
    }

    func forCompression() throws(CodecError) -> OpaquePointer {
        lock.lock()
        defer { lock.unlock() }
        if let compression { return compression }
        guard let made = ZSTD_createCDict(knowledge.bytes, knowledge.bytes.count, level) else {
            throw .outOfMemory(codec: ZstdCodec.information.name)
        }
        compression = made
        return made
    }

    func forDecompression() throws(CodecError) -> OpaquePointer {
        guard let decompression else { throw .outOfMemory(codec: ZstdCodec.information.name) }
        return decompression
    }
}

extension ZstdCodec: InformedCodec {
    package static var knowledgeKinds: [PriorKnowledge.Kind] { [.zstdDictionary, .rawData] }

    package func prepare(forInputsOf _: Int) throws(CodecError) { _ = try dictionary?.forCompression() }
}
#endif
