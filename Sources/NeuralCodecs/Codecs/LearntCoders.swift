package import CodecInterface
internal import Foundation

/// Coders that know something before they code, for the blocks of streams that were made so.
///
/// They learn a file of data, or begin with weights that were trained beforehand. To learn a file takes as long as to compress it. Where many small inputs come one after the other, a coder that has learnt is kept with
/// a copy of its state, and goes back to that for the next one.
package final class LearntCoders: Sendable {
    /// The most bytes of a file of data that in-house coders learn: some minutes' work at the slowest levels.
    package static let maximumByteCount = 16 << 20

    /// What they know.
    package let knowledge: PriorKnowledge
    /// The byte values of the file, which networks know of.
    let symbols: ByteSet
    /// The weights that the file holds, read once; nil for a file of data.
    package let trained: ModelFile?
    private let shelf = Shelf()

    /// Coders that learn a file of data, whatever it looks like.
    package init(_ knowledge: PriorKnowledge) {
        self.knowledge = knowledge
        trained = nil
        symbols = ByteSet(knowledge.bytes)
    }

    /// Coders that learn a file of data, or begin with its weights.
    ///
    /// - Parameters:
    ///   - codec: for errors.
    ///   - model: the model of the streams to be written; nil to take any.
    /// - Throws: ``CodecError/knowledgeRefused(codec:file:reason:)`` where there are weights that are damaged, or of other networks.
    package init(reading knowledge: PriorKnowledge, codec: String, for model: StreamModel? = nil) throws(CodecError) {
        self.knowledge = knowledge
        guard knowledge.kind == .trainedWeights else {
            trained = nil
            symbols = ByteSet(knowledge.bytes)
            return
        }
        do throws(ModelFileError) {
            let file = try ModelFile(decoding: knowledge.bytes)
            trained = file
            symbols = file.alphabet
        } catch {
            throw .knowledgeRefused(codec: codec, file: knowledge.name, reason: error.description)
        }
        guard let model, let trained, model != .networks(trained.parameters) else { return }
        throw .knowledgeRefused(
            codec: codec, file: knowledge.name,
            reason: "the file has weights of \(trained.parameters.spec), and the codec is \(model.spec)")
    }

    /// The bytes by which streams with headers in full tell the knowledge, and the beginning of those by which short ones do.
    var sha256: [UInt8] { knowledge.sha256 }

    /// A coder that has learnt.
    ///
    /// - Parameter isKept: whether there will be more for the same model, so that its state is worth its memory.
    func makeCoder(of model: StreamModel, threads: Int, memoryLimit: Int, isKept: Bool) -> any SegmentCoder {
        // Encoders have no limit; what they keep serves decoders as well.
        let memoryLimit = min(memoryLimit, StreamDecoder.defaultMemoryLimit / 4)
        let kind = Shelf.Kind(model: model, threads: threads, memoryLimit: memoryLimit)
        let coder: any SegmentCoder
        if let idle = shelf.take(kind) {
            coder = idle
            coder.restoreState()
        } else {
            coder = makeCoder(of: model, threads: threads, memoryLimit: memoryLimit)
            if isKept { coder.keepState() }
        }
        return LearntCoder(coder, symbols: symbols) { [shelf] in if isKept { shelf.put($0, kind) } }
    }

    private func makeCoder(of model: StreamModel, threads: Int, memoryLimit: Int) -> any SegmentCoder {
        if let trained, model == .networks(trained.parameters) {
            return NetworkSegmentCoder(
                parameters: trained.parameters, threads: threads, trained: trained.trainedWeights)
        }
        let coder = model.makeCoder(threads: threads, memoryLimit: memoryLimit)
        if trained == nil {
            coder.learn(knowledge.bytes)
        } else if coder.declaresSymbols {
            // Of a stream that is not what it says; its checksum will not be right.
            coder.addSymbols(symbols.values)
        }
        return coder
    }

    /// Makes a coder, if there is none yet, and keeps it for the first that asks.
    func prepare(_ model: StreamModel, threads: Int, memoryLimit: Int) {
        _ = makeCoder(of: model, threads: threads, memoryLimit: memoryLimit, isKept: true)
    }

    /// The model for inputs of so many bytes: one for all that are small beside the file, so that they share what was learnt.
    func fitted(_ model: StreamModel, to byteCount: Int) -> StreamModel {
        guard trained == nil else { return model }
        let (sum, overflow) = knowledge.bytes.count.addingReportingOverflow(
            max(byteCount, ShortStream.maximumRawByteCount / 4))
        return model.fitted(to: overflow ? .max : sum, beginning: Array(knowledge.bytes.prefix(1 << 18)))
    }
}

/// Idle coders. All of it is touched only while the lock is held, hence `@unchecked Sendable`.
private final class Shelf: @unchecked Sendable {
    struct Kind: Hashable {
        let model: StreamModel
        let threads: Int
        let memoryLimit: Int
    }

    private static let capacity = 4

    private let lock = NSLock()
    private var idle: [(kind: Kind, coder: any SegmentCoder)] = []

    func take(_ kind: Kind) -> (any SegmentCoder)? {
        lock.withLock {
            idle.lastIndex { $0.kind == kind }.map { idle.remove(at: $0).coder }
        }
    }

    func put(_ coder: any SegmentCoder, _ kind: Kind) {
        lock.withLock {
            if idle.count == Self.capacity { idle.removeFirst() }
            idle.append((kind, coder))
        }
    }
}

/// A coder that has learnt something, lent for one block; when nobody holds it any more, it goes back.
private final class LearntCoder: SegmentCoder {
    private let coder: any SegmentCoder
    private let symbols: ByteSet
    private let giveBack: (any SegmentCoder) -> Void
    /// Stopped in the middle of a window, whose work may not be at its end.
    private var isSpoilt = false

    init(_ coder: any SegmentCoder, symbols: ByteSet, giveBack: @escaping (any SegmentCoder) -> Void) {
        self.coder = coder
        self.symbols = symbols
        self.giveBack = giveBack
    }

    deinit { if !isSpoilt { giveBack(coder) } }

    var declaresSymbols: Bool { coder.declaresSymbols }

    /// Those of the file are declared already, whether or not the stream says them.
    func addSymbols(_ values: [UInt8]) {
        let new = values.filter { !symbols.contains($0) }
        if !new.isEmpty { coder.addSymbols(new) }
    }

    func beginEncoding(_ stretch: (any MediaStretch)?, isContinued: Bool) {
        coder.beginEncoding(stretch, isContinued: isContinued)
    }

    func beginDecoding(_ content: SegmentContent, rawByteCount: Int, payload: inout ArraySlice<UInt8>)
        throws(SegmentCoderError)
    {
        try coder.beginDecoding(content, rawByteCount: rawByteCount, payload: &payload)
    }

    var pieceByteCount: Int { coder.pieceByteCount }

    var partByteCount: Int { coder.partByteCount }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        coder.encode(bytes, with: &encoder)
    }

    func endEncoding(_ payload: [UInt8]) -> [UInt8] { coder.endEncoding(payload) }

    func decode(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder)
        throws(RangeDecoderError)
    {
        do throws(RangeDecoderError) {
            try coder.decode(into: bytes, with: &decoder)
        } catch {
            isSpoilt = true
            throw error
        }
    }

    func keepState() { coder.keepState() }

    func restoreState() { coder.restoreState() }
}

extension SegmentCoder {
    /// Codes bytes for what it learns from them, as the coded segment of a block that begins with them would.
    func learn(_ bytes: [UInt8]) {
        if declaresSymbols { addSymbols(ByteSet(bytes).values) }
        beginEncoding(nil, isContinued: false)
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = nextByteCount(after: done, of: bytes.count)
                // What it would be written as is of no use.
                var encoder = RangeEncoder(reservingCapacity: count)
                encode(UnsafeRawBufferPointer(rebasing: bytes[done..<done + count]), with: &encoder)
                done += count
            }
        }
    }
}
