/// Where the coders of a stream's blocks come from: fresh ones of its model, or such that know something already.
struct CoderSource: Sendable {
    let model: StreamModel
    /// What they know; nil for nothing.
    var knowledge: LearntCoders?
    /// Whether many coders will be needed, one after the other.
    var isRepeated = false
    /// Threads that coders share with others at work; nil for those that each is given.
    var allowance: ThreadAllowance?

    func makeCoder(threads: Int, memoryLimit: Int) -> any SegmentCoder {
        knowledge?.makeCoder(of: model, threads: threads, memoryLimit: memoryLimit, isKept: isRepeated)
            ?? model.makeCoder(threads: threads, memoryLimit: memoryLimit, allowance: allowance)
    }
}

extension CoderSource {
    /// An upper bound of the memory that one coder takes, in bytes.
    var memoryByteCount: Int { knowledge?.memoryByteCount(of: model) ?? model.memoryByteCount }
}

extension StreamHeader {
    /// The coders of the stream's blocks; nil where it has none that are coded.
    ///
    /// - Parameters:
    ///   - knowledge: what the decoder knows.
    ///   - offset: where the stream begins, for errors.
    /// - Throws: ``StreamError/knowledgeMissing(needed:given:offset:)``
    func coders(_ knowledge: LearntCoders?, offset: Int) throws(StreamError) -> CoderSource? {
        guard let model else { return nil }
        guard let needed = self.knowledge else { return CoderSource(model: model) }
        return CoderSource(
            model: model, knowledge: try knowledge.checked(for: needed, offset: offset),
            isRepeated: blockByteCount != nil)
    }
}
