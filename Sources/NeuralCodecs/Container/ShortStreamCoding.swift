internal import CodecInterface

// Writing and reading of short streams: one block by a coder that knows something.

extension StreamEncoder {
    /// Whether a stream can be short: with something to know, and all of its input in one small block.
    func isShort(_ beginning: [UInt8], segment: InputSegment?) -> Bool {
        knowledge != nil && segment != nil && beginning.count <= ShortStream.maximumRawByteCount
            && beginning.count <= blockByteCount ?? .max
    }

    /// The bytes of a short stream.
    func encodeShort(
        _ segment: InputSegment, model: StreamModel, knowledge: LearntCoders, progress: (Int) -> Void
    ) -> [UInt8] {
        let sha256 = knowledge.sha256
        guard !segment.raw.isEmpty else { return finish(.stored, [], [], sha256) }
        let source = CoderSource(model: model, knowledge: knowledge, isRepeated: true)
        var encoder = SegmentEncoder(source, rawOffset: 0, threads: threads, known: knowledge.symbols)
        let encoded = segment.raw.withUnsafeBytes {
            encoder.encode(
                $0, stretch: segment.stretch, costOfModel: model.shortEncoded.count + 1, progress: progress)
        }
        switch encoded.header.kind {
        case .coded(_, let newSymbols, let content):
            let declared = newSymbols.isEmpty ? [] : NewSymbols.encode(newSymbols, known: knowledge.symbols)
            return finish(
                .coded(model, content: content, hasNewSymbols: !newSymbols.isEmpty), segment.raw,
                declared + encoded.payload, sha256)
        case .stored: return finish(.stored, segment.raw, segment.raw, sha256)
        case .repeated(let value): return finish(.repeated(value), segment.raw, [], sha256)
        }
    }

    private func finish(_ kind: ShortStream.Kind, _ raw: [UInt8], _ payload: [UInt8], _ sha256: [UInt8]) -> [UInt8] {
        let stream = ShortStream(
            kind: kind, sha256: sha256, rawByteCount: raw.count, payloadByteCount: payload.count)
        var bytes = stream.header + payload
        raw.withUnsafeBytes { bytes.append(checksum: stream.checksum(sha256: sha256, raw: $0)) }
        return bytes
    }
}

extension ShortStream {
    /// Reads the header of the short stream that begins here; nil where another kind of stream, or none, does.
    static func next(from reader: inout StreamReader) throws(StreamError) -> ShortStream? {
        guard begins(try reader.peek(StreamFormat.magic.count + 2)) else { return nil }
        return try reader.record(missing: "the stream header") { (record) throws(RecordError) in
            try ShortStream(from: &record)
        }
    }

    /// Passes over the rest of the stream.
    func skip(_ reader: inout StreamReader) throws(StreamError) {
        try reader.skip(payloadByteCount + 4, missing: "the rest of a short stream")
    }

    /// Reads and decodes the rest of the stream, and checks it.
    ///
    /// - Parameters:
    ///   - offset: where the stream begins, for errors.
    ///   - memoryLimit: bytes that coding may take.
    func decode(
        from reader: inout StreamReader, offset: Int, knowledge: LearntCoders?, threads: Int, memoryLimit: Int,
        progress: (Int) -> Void
    ) throws(StreamError) -> [UInt8] {
        let knowledge = try knowledge.checked(for: identifier, offset: offset)
        if case .coded(let model, _, _) = kind {
            let needed = knowledge.memoryByteCount(of: model)
            guard needed <= memoryLimit else {
                throw .memoryLimitExceeded(needed: needed, limit: memoryLimit, offset: offset)
            }
        }
        let payload = try reader.read(payloadByteCount, missing: "the rest of a short stream")
        var last = RecordReader(try reader.read(4, missing: "the checksum of a short stream")[...])
        let raw: [UInt8]
        switch kind {
        case .stored: raw = payload
        case .repeated(let value): raw = [UInt8](repeating: value, count: rawByteCount)
        case .coded(let model, let content, let hasNewSymbols):
            guard rawByteCount > 0 else { throw .damaged(offset: offset, reason: "a coded stream of no bytes") }
            var newSymbols = ByteSet()
            var rest = payload[...]
            if hasNewSymbols {
                var record = RecordReader(rest)
                do throws(RecordError) {
                    newSymbols = try NewSymbols.decode(from: &record, known: knowledge.symbols)
                } catch {
                    throw .damaged(offset: offset, reason: "the set of new byte values is malformed")
                }
                rest = rest[record.position...]
            }
            let source = CoderSource(model: model, knowledge: knowledge, isRepeated: true)
            var decoder = SegmentDecoder(source, threads: threads, memoryLimit: memoryLimit / 4)
            raw = try decoder.decodeShort(
                content, newSymbols: newSymbols, payload: Array(rest), rawByteCount: rawByteCount, offset: offset,
                progress: progress)
        }
        let sum = raw.withUnsafeBytes { checksum(sha256: knowledge.sha256, raw: $0) }
        guard let stored = try? last.checksum(), Checksum.matches(sum, stored) else {
            throw .damaged(
                offset: offset,
                reason: "the checksum of the stream that begins here is wrong, or it was written with another file than"
                    + " '\(knowledge.knowledge.name)'")
        }
        return raw
    }
}

extension LearntCoders? {
    /// The knowledge, if it is what a stream was written with.
    ///
    /// - Parameter identifier: the SHA-256 in the stream, or its beginning.
    /// - Throws: ``StreamError/knowledgeMissing(needed:given:offset:)``
    func checked(for identifier: [UInt8], offset: Int) throws(StreamError) -> LearntCoders {
        guard let self, self.sha256.starts(with: identifier) else {
            throw .knowledgeMissing(
                needed: identifier, given: self.map { ($0.knowledge.name) }, offset: offset)
        }
        return self
    }
}

extension LearntCoders {
    /// An upper bound of the memory that coding takes with one thread: the model, its state as it was kept, and what is known.
    func memoryByteCount(of model: StreamModel) -> Int { 2 * model.memoryByteCount + knowledge.bytes.count }
}
