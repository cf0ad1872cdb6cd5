public import CodecInterface
public import OutsideText

/// One row of `results.csv`: one spec on one item, with what was measured. The record that every report renders from.
///
/// Measured values are nil where the trial did not get that far (`timeout`, `unsupported`, …); the CSV cell is empty then.
public struct TrialRecord: Sendable, Hashable {
    /// Version of the column set; this build writes ``currentSchema``.
    public var schema: Int
    /// Identifier of the run, shared by all its rows.
    public var run: String
    /// The item's name, as in `items.csv`.
    public var item: ExactText
    /// What kind of data the item is.
    public var modality: Modality
    /// Of the item's bytes, 64 lowercase hexadecimal digits.
    public var itemSHA256: String
    /// The codec's name, e.g. `xz`.
    public var codec: String
    /// The parameters in effect, e.g. `9e` (the default spelled out); empty for codecs without parameters.
    public var parameters: String
    /// The version of the codec's library or program.
    public var codecVersion: String
    /// Threads that the codec was given.
    public var threads: Int
    /// Bytes per independently compressed block; nil when the item is compressed whole.
    public var blockByteCount: Int?
    /// Bytes of the item.
    public var rawByteCount: Int
    /// Bytes of the stream, or of all blocks' streams together; nil where there is none.
    public var compressedByteCount: Int?
    /// Size of pre-trained weights that a decoder needs beside the stream.
    public var modelByteCount: Int
    /// What compressing took.
    public var compression: DirectionRecord
    /// What decompressing took.
    public var decompression: DirectionRecord
    /// Speed of the fixed yardstick workload measured beside this trial, MB/s.
    public var yardstickSpeed: Double?
    /// Of the stream, as ``itemSHA256``.
    public var streamSHA256: String?
    /// How the trial ended; figures of one that did not end well may be missing.
    public var status: TrialStatus
    /// Whether blocks end where lines do. Of the run, and no column: a reader takes it from the run's options.
    package var cutsAtLines = false

    /// The column set of `docs/results-csv.md`.
    public static let currentSchema = 1

    public init(
        schema: Int = TrialRecord.currentSchema, run: String, item: ExactText, modality: Modality, itemSHA256: String,
        codec: String, parameters: String, codecVersion: String, threads: Int = 1, blockByteCount: Int? = nil,
        rawByteCount: Int, compressedByteCount: Int? = nil, modelByteCount: Int = 0,
        compression: DirectionRecord = DirectionRecord(), decompression: DirectionRecord = DirectionRecord(),
        yardstickSpeed: Double? = nil, streamSHA256: String? = nil, status: TrialStatus
    ) {
        self.schema = schema
        self.run = run
        self.item = item
        self.modality = modality
        self.itemSHA256 = itemSHA256
        self.codec = codec
        self.parameters = parameters
        self.codecVersion = codecVersion
        self.threads = threads
        self.blockByteCount = blockByteCount
        self.rawByteCount = rawByteCount
        self.compressedByteCount = compressedByteCount
        self.modelByteCount = modelByteCount
        self.compression = compression
        self.decompression = decompression
        self.yardstickSpeed = yardstickSpeed
        self.streamSHA256 = streamSHA256
        self.status = status
    }
}

/// What was measured in one direction of a trial. MB is 10^6 bytes, speeds are of raw bytes.
public struct DirectionRecord: Sendable, Hashable {
    /// Median over the repetitions, MB/s.
    public var speed: Double?
    /// Speed of the slowest repetition, MB/s.
    public var minimumSpeed: Double?
    /// Bounds of the 95 % confidence interval of the median, MB/s.
    public var confidenceLow: Double?
    /// Its upper end.
    public var confidenceHigh: Double?
    /// Median CPU time (user + system) of one repetition, seconds.
    public var cpuSeconds: Double?
    /// Peak resident memory of a fresh process that did only this direction, its baseline subtracted, bytes.
    public var peakByteCount: Int?
    /// Number of timed repetitions.
    public var runs: Int?

    public init(
        speed: Double? = nil, minimumSpeed: Double? = nil, confidenceLow: Double? = nil,
        confidenceHigh: Double? = nil, cpuSeconds: Double? = nil, peakByteCount: Int? = nil, runs: Int? = nil
    ) {
        self.speed = speed
        self.minimumSpeed = minimumSpeed
        self.confidenceLow = confidenceLow
        self.confidenceHigh = confidenceHigh
        self.cpuSeconds = cpuSeconds
        self.peakByteCount = peakByteCount
        self.runs = runs
    }
}

extension TrialRecord {
    /// `xz,9e`, or `store` for codecs without parameters.
    public var spec: String { parameters.isEmpty ? codec : "\(codec),\(parameters)" }

    /// Raw over compressed size; higher is better. Nil without a compressed size; empty items have none.
    public var ratio: Double? {
        guard let compressedByteCount, compressedByteCount > 0, rawByteCount > 0 else { return nil }
        return Double(rawByteCount) / Double(compressedByteCount)
    }

    /// Compressed bits per input byte.
    public var bitsPerByte: Double? {
        guard let compressedByteCount, rawByteCount > 0 else { return nil }
        return 8 * Double(compressedByteCount) / Double(rawByteCount)
    }

    /// The ratio with the pre-trained weights counted as payload.
    public var adjustedRatio: Double? {
        guard let compressedByteCount, rawByteCount > 0 else { return nil }
        // As floating point: what a file says may not fit together into an integer.
        let payload = Double(compressedByteCount) + Double(modelByteCount)
        return payload > 0 ? Double(rawByteCount) / payload : nil
    }
}
