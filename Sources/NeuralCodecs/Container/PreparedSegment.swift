/// A segment of a stretch as a coder of the stretch's own made it, before anybody knows what comes before it in the stream.
///
/// A stretch of pixels or samples is coded by a model that begins with it and knows nothing else, so that several can be coded
/// side by side. How each segment is then written (coded, stored, at the start of a block) is decided one after the
/// other by a ``SegmentEncoder``, to the same bytes as if it had coded them itself.
struct PreparedSegment: Sendable {
    /// nil where the model makes it larger, and where no model sees it, since all its bytes are the same.
    let payload: CodedPayload?

    /// Codes all segments of a stretch. After one that the model makes larger the rest is not tried: it needs a new model.
    ///
    /// - Parameters:
    ///   - threads: shared with other coders.
    ///   - progress: called with the number of bytes done since the last call, but for segments that no model sees.
    static func all(
        of segments: [InputSegment], model: StreamModel, threads: ThreadAllowance, progress: (Int) -> Void
    ) -> [PreparedSegment] {
        let coder = model.makeCoder(threads: 1, memoryLimit: .max, allowance: threads)
        var isInStretch = false
        var prepared: [PreparedSegment] = []
        for segment in segments {
            let isSeen = segment.raw.withUnsafeBytes { SegmentEncoder.onlyValue(of: $0) == nil }
            let payload =
                isSeen
                ? segment.raw.withUnsafeBytes {
                    CodedPayload(
                        of: $0, stretch: segment.stretch, isContinued: isInStretch, by: coder, progress: progress)
                } : nil
            prepared.append(PreparedSegment(payload: payload))
            if isSeen, payload == nil { break }
            isInStretch = isInStretch || isSeen
        }
        return prepared
    }
}
