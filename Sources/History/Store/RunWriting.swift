import Benchmarking
import CodecInterface
import Corpora
import Foundation
import GRDB
import OutsideText

/// Writes runs into a database, within the transaction of the caller.
struct RunWriting {
    let database: Database

    /// Writes a run that is not there yet.
    func insert(_ run: RecordedRun) throws {
        let environment = try run.environment.map { environment in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(environment), as: UTF8.self)
        }
        try execute(
            "INSERT INTO runs (run, name, date, commit_hash, machine, environment, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [run.run, run.name, run.date, run.commit, run.machine, environment, Date().ISO8601Format()])
        let runID = database.lastInsertedRowID
        let trials = try insertTrials(run, runID)
        try insertSamples(run, trials)
        try FastestPasses(database: database).fill(run, runID: runID)
        for (position, item) in run.items.enumerated() {
            let media = item.media
            try execute(
                "INSERT INTO run_items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    runID, position,
                    try itemID(item.item, item.modality, item.sha256, item.rawByteCount), item.isGenerated,
                    media?.payloadByteCount, media?.width, media?.height, media?.frameCount, media?.channels,
                    media?.bitsPerSample, media?.sampleRate,
                ])
        }
        for (number, point) in run.curves.enumerated() {
            try execute(
                "INSERT INTO curves VALUES (?, ?, ?, ?, ?, ?, ?)",
                [runID, number, point.item.text, point.codec, point.parameters, point.position, point.bits])
        }
    }

    /// Removes a run with all that belongs to it.
    func remove(_ run: String) throws { try execute("DELETE FROM runs WHERE run = ?", [run]) }

    private func execute(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws {
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }

    /// What a sample says of the trial that it belongs to.
    private struct TrialKey: Hashable {
        let item: ExactText
        let spec: ExactText
        let blockByteCount: Int?
    }

    private func insertTrials(_ run: RecordedRun, _ runID: Int64) throws -> [TrialKey: Int64] {
        var trials: [TrialKey: Int64] = [:]
        for (position, record) in run.records.enumerated() {
            let (c, d) = (record.compression, record.decompression)
            try execute(
                """
                INSERT INTO trials (run_id, position, item_id, spec_id, schema, codec_version, comp_bytes, model_bytes,
                    c_mbps, c_mbps_min, c_mbps_ci_low, c_mbps_ci_high, d_mbps, d_mbps_min, d_mbps_ci_low, d_mbps_ci_high,
                    c_cpu_s, d_cpu_s, c_peak_bytes, d_peak_bytes, c_runs, d_runs, yardstick_mbps, stream_sha256, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    runID, position,
                    try itemID(record.item, record.modality, record.itemSHA256, record.rawByteCount),
                    try specID(record), record.schema, record.codecVersion, record.compressedByteCount,
                    record.modelByteCount, c.speed, c.minimumSpeed, c.confidenceLow, c.confidenceHigh, d.speed,
                    d.minimumSpeed, d.confidenceLow, d.confidenceHigh, c.cpuSeconds, d.cpuSeconds, c.peakByteCount,
                    d.peakByteCount, c.runs, d.runs, record.yardstickSpeed, record.streamSHA256,
                    record.status.description,
                ])
            let key = TrialKey(
                item: record.item, spec: ExactText(record.spec), blockByteCount: record.blockByteCount)
            trials[key] = database.lastInsertedRowID
        }
        return trials
    }

    /// Samples without a trial, as a run that was killed leaves them, are left out.
    private func insertSamples(_ run: RecordedRun, _ trials: [TrialKey: Int64]) throws {
        for (position, sample) in run.samples.enumerated() {
            let key = TrialKey(item: sample.item, spec: ExactText(sample.spec), blockByteCount: sample.blockByteCount)
            guard let trial = trials[key] else { continue }
            try execute(
                "INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    trial, position, sample.direction.rawValue, sample.index, sample.round, sample.passes,
                    sample.wallSeconds, sample.cpuSeconds, sample.waitSeconds, sample.yardstickSpeed,
                    sample.peakByteCount, sample.baselineByteCount, sample.stretches?.text,
                ])
        }
    }

    private func itemID(_ item: ExactText, _ modality: Modality, _ sha256: String, _ byteCount: Int) throws -> Int64 {
        let values: [(any DatabaseValueConvertible)?] = [item.text, modality.rawValue, sha256, byteCount]
        try execute("INSERT OR IGNORE INTO items (item, modality, sha256, raw_bytes) VALUES (?, ?, ?, ?)", values)
        return try identifier(
            "SELECT id FROM items WHERE item = ? AND modality = ? AND sha256 = ? AND raw_bytes = ?", values)
    }

    private func specID(_ record: TrialRecord) throws -> Int64 {
        let values: [(any DatabaseValueConvertible)?] = [
            record.codec, record.parameters, record.threads, record.blockByteCount,
        ]
        try execute("INSERT OR IGNORE INTO specs (codec, params, threads, block_bytes) VALUES (?, ?, ?, ?)", values)
        return try identifier(
            "SELECT id FROM specs WHERE codec = ? AND params = ? AND threads = ? AND block_bytes IS ?", values)
    }

    private func identifier(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws -> Int64 {
        let statement = try database.cachedStatement(sql: sql)
        guard let identifier = try Int64.fetchOne(statement, arguments: StatementArguments(values)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row that was just written is not there")
        }
        return identifier
    }
}
