package import CodecInterface

/// What a worker process is asked: one direction of one trial. Sent as one line of JSON on its standard input.
package struct WorkerRequest: Sendable, Codable {
    package var direction: SampleRecord.Direction
    /// As on the command line.
    package var spec: String
    package var threads: Int
    /// The item when compressing, its stream when decompressing.
    package var inputPath: String
    /// Where compressing leaves the stream (nowhere when nil); what decompressing compares with.
    package var otherPath: String?
    package var rawByteCount: Int
    /// SHA-256 of the item, which the worker checks what it reads against; nil in requests of builds that did not say.
    package var itemSHA256: String?
    /// Bytes compressed independently of each other; nil for the item as a whole.
    package var blockByteCount: Int?
    /// Whether blocks end where lines do; nil, as in requests of builds that knew no records, where they do not.
    package var cutsAtLines: Bool?
    /// When decompressing blocks that end where lines do: their lengths.
    package var blockLengths: [Int]?
    /// When decompressing: the length of each block's stream.
    package var streamLengths: [Int] = []
    package var repetitions: RepetitionPolicy
    /// Bytes of memory the codec may use, enforced by the system.
    package var memoryLimit: Int?
    /// The processor to run on.
    package var pinnedCPU: Int?
    /// Instead of compressing once: take the learning curve of an item of this kind.
    package var curveModality: Modality?

    /// Whether the codec has something to know, so that beginnings are compressed each by itself where curves are taken.
    var knowsBeforehand: Bool { (try? CodecSpec.list(parsing: spec).first?.knowledge) != nil }
}

/// What a worker answers: one line of JSON on its standard output.
package struct WorkerResponse: Sendable, Codable {
    package enum Outcome: Sendable, Codable, Hashable {
        case done
        case mismatch(reason: String)
        /// The item's file has not the bytes of ``WorkerRequest/itemSHA256``. Never without that being asked.
        case changed
        case unsupported(reason: String)
        case outOfMemory
        case crashed(signal: String)
        case failed(reason: String)
    }

    package var outcome: Outcome
    /// SHA-256 of the item as this worker read it; nil where it is of a build that does not say, or could not read it.
    package var itemSHA256: String?
    package var samples: [TimedSample] = []
    /// What all passes took, those included that are no samples, seconds.
    package var passesSeconds: Double?
    package var streamLengths: [Int] = []
    /// The length of each block that ends where lines do.
    package var blockLengths: [Int]?
    /// Of all streams together, compressing only.
    package var streamSHA256: String?
    /// Peak resident memory of the direction over what the process held before its first pass: buffers, item, harness.
    package var peakByteCount: Int?
    /// What that was.
    package var baselineByteCount: Int?
    package var yardstickSpeed: Double?
    /// The learning curve, where that was asked for: compressed bits up to each position.
    package var curve: [CurvePoint]?

    package struct CurvePoint: Sendable, Codable, Hashable {
        package var position: Int
        package var bits: Double
    }
}
