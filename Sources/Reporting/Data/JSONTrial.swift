import Benchmarking
import CodecInterface
import OutsideText

/// One row of the results in a JSON report: the columns of `results.csv` under the same names.
struct JSONTrial: Codable {
    let schema: Int
    let run: String
    let item: ExactText
    let modality: String
    let itemSha256: String
    let codec: String
    let params: String
    let codecVersion: String
    let threads: Int
    let blockBytes: Int?
    let rawBytes: Int
    let compBytes: Int?
    let ratio: Double?
    let bpb: Double?
    let modelBytes: Int
    let adjustedRatio: Double?
    let compression: Direction
    let decompression: Direction
    let yardstickMbps: Double?
    let streamSha256: String?
    let status: String

    struct Direction: Codable {
        let mbps: Double?
        let mbpsMin: Double?
        let mbpsCiLow: Double?
        let mbpsCiHigh: Double?
        let cpuSeconds: Double?
        let peakBytes: Int?
        let runs: Int?

        init(_ record: DirectionRecord) {
            mbps = record.speed.flatMap(Quantity.finite)
            mbpsMin = record.minimumSpeed.flatMap(Quantity.finite)
            mbpsCiLow = record.confidenceLow.flatMap(Quantity.finite)
            mbpsCiHigh = record.confidenceHigh.flatMap(Quantity.finite)
            cpuSeconds = record.cpuSeconds.flatMap(Quantity.finite)
            peakBytes = record.peakByteCount
            runs = record.runs
        }

        var record: DirectionRecord {
            DirectionRecord(
                speed: mbps, minimumSpeed: mbpsMin, confidenceLow: mbpsCiLow, confidenceHigh: mbpsCiHigh,
                cpuSeconds: cpuSeconds, peakByteCount: peakBytes, runs: runs)
        }
    }

    init(_ record: TrialRecord) {
        schema = record.schema
        run = record.run
        item = record.item
        modality = record.modality.rawValue
        itemSha256 = record.itemSHA256
        codec = record.codec
        params = record.parameters
        codecVersion = record.codecVersion
        threads = record.threads
        blockBytes = record.blockByteCount
        rawBytes = record.rawByteCount
        compBytes = record.compressedByteCount
        ratio = record.ratio
        bpb = record.bitsPerByte
        modelBytes = record.modelByteCount
        adjustedRatio = record.adjustedRatio
        compression = Direction(record.compression)
        decompression = Direction(record.decompression)
        yardstickMbps = record.yardstickSpeed.flatMap(Quantity.finite)
        streamSha256 = record.streamSHA256
        status = record.status.description
    }

    /// What it says of figures that follow from others, by column.
    var derived: [String: Double] {
        ["ratio": ratio, "bpb": bpb, "adjusted_ratio": adjustedRatio].compactMapValues(\.self)
    }

    /// The row; nil when its modality or status is none this build knows. What can be computed from it is not read, only checked.
    var record: TrialRecord? {
        guard let modality = Modality(rawValue: modality), let status = TrialStatus(status) else { return nil }
        return TrialRecord(
            schema: schema, run: run, item: item, modality: modality, itemSHA256: itemSha256, codec: codec,
            parameters: params, codecVersion: codecVersion, threads: threads, blockByteCount: blockBytes,
            rawByteCount: rawBytes, compressedByteCount: compBytes, modelByteCount: modelBytes,
            compression: compression.record, decompression: decompression.record, yardstickSpeed: yardstickMbps,
            streamSHA256: streamSha256, status: status)
    }
}
