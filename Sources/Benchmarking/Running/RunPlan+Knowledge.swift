import CodecInterface
import OutsideText

/// A file that codecs of a run knew beforehand, as `environment.json` keeps it.
package struct KnowledgeRecord: Sendable, Hashable, Codable {
    /// The file's name as rows have it behind `@`.
    package var name: String
    package var byteCount: Int
    package var sha256: String

    package init(name: String, byteCount: Int, sha256: String) {
        self.name = name
        self.byteCount = byteCount
        self.sha256 = sha256
    }
}

extension RunPlan {
    /// The files that specs of the plan know beforehand, each once, in order; nil where there are none.
    var knowledge: [KnowledgeRecord]? {
        var records: [KnowledgeRecord] = []
        for entry in entries {
            guard let knowledge = entry.knowledge else { continue }
            let record = KnowledgeRecord(
                name: PathText.written(knowledge.name), byteCount: knowledge.bytes.count,
                sha256: HexadecimalText.of(knowledge.sha256))
            if !records.contains(record) { records.append(record) }
        }
        return records.isEmpty ? nil : records
    }

    /// The same plan whose workers read what codecs know from copies in a folder, so that nobody changes it under them.
    ///
    /// - Throws: ``RunFolderError`` where a copy cannot be written.
    package func keepingKnowledge(in folder: String) throws(RunFolderError) -> RunPlan {
        var plan = self
        var written: Set<String> = []
        for index in entries.indices {
            guard let knowledge = entries[index].knowledge else { continue }
            let path = "\(folder)/known-\(HexadecimalText.of(knowledge.sha256))"
            if written.insert(path).inserted { try OwnFile.write(knowledge.bytes, to: path) }
            plan.entries[index].knowledgePath = path
        }
        return plan
    }
}

extension RunPlan.Entry {
    /// The spec that a worker is asked for.
    var workerSpec: CodecSpec {
        CodecSpec(codec: spec.codec, parameters: spec.parameters, knowledge: knowledgePath ?? spec.knowledge)
    }
}

extension OwnFile {
    static func write(_ bytes: [UInt8], to path: String) throws(RunFolderError) {
        var problem: RunFolderError?
        bytes.withUnsafeBytes { buffer in
            do throws(RunFolderError) { try write(buffer, to: path) } catch { problem = error }
        }
        if let problem { throw problem }
    }
}
