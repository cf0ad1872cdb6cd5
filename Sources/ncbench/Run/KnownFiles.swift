import CodecInterface
import OutsideText

/// The files that the specs of a run name behind `@`, each read once.
struct KnownFiles {
    let registry: CodecRegistry
    /// Whether absolute paths are recorded as they are.
    let keepsPaths: Bool
    private var byPath: [ExactText: PriorKnowledge] = [:]

    init(registry: CodecRegistry, keepsPaths: Bool) {
        self.registry = registry
        self.keepsPaths = keepsPaths
    }

    /// What a spec's codec is to know, under the name that rows get; nil where the spec names no file.
    ///
    /// - Throws: ``CodecError/knowledgeRefused(codec:file:reason:)``, also where two files would get one name.
    mutating func knowledge(of spec: CodecSpec) throws(CodecError) -> PriorKnowledge? {
        guard let path = spec.knowledge else { return nil }
        if let known = byPath[ExactText(path)] { return known }
        guard let read = try registry.knowledge(of: spec) else { return nil }
        let name = self.name(of: path)
        let knowledge = PriorKnowledge(name: name, bytes: read.bytes, sha256: read.sha256)
        guard byPath.values.allSatisfy({ ExactText($0.name) != ExactText(name) || $0 == knowledge }) else {
            throw .knowledgeRefused(
                codec: spec.codec, file: path,
                reason: "another file would be called '\(name)' in the results as well; --record-paths keeps them apart"
            )
        }
        byPath[ExactText(path)] = knowledge
        return knowledge
    }

    /// What rows call a file.
    func name(of path: String) -> String {
        !keepsPaths && path.utf8.first == UInt8(ascii: "/") ? PathText.lastPart(of: path) : path
    }
}
