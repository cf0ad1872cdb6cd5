import Benchmarking
import CodecInterface
import Corpora
import Foundation
import GRDB
import OutsideText

/// Reads runs out of a database, as they were written.
struct RunReading {
    let database: Database

    /// The run with this identifier; nil where there is none.
    func run(_ run: String) throws -> RecordedRun? {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE run = ?", arguments: [run]) else {
            return nil
        }
        let identifier: Int64 = row["id"]
        let environment = (row["environment"] as String?).flatMap {
            try? JSONDecoder().decode(RunEnvironment.self, from: Data($0.utf8))
        }
        let trials = try trials(run, identifier)
        var recorded = RecordedRun(
            run: run, name: row["name"], records: trials.map(\.record),
            samples: try samples(run, identifier, Dictionary(trials.map { ($0.id, $0.record) }) { first, _ in first }),
            items: try items(run, identifier), curves: try curves(run, identifier), environment: environment)
        recorded.date = row["date"]
        return recorded
    }

    private func trials(_ run: String, _ runID: Int64) throws -> [(id: Int64, record: TrialRecord)] {
        let sql = """
            SELECT trials.*, item, modality, sha256, raw_bytes, codec, params, threads, block_bytes
            FROM trials JOIN items ON items.id = item_id JOIN specs ON specs.id = spec_id
            WHERE run_id = ? ORDER BY position
            """
        return try Row.fetchAll(database, sql: sql, arguments: [runID]).map { row in
            let record = TrialRecord(
                schema: row["schema"], run: run, item: ExactText(row["item"] as String), modality: try modality(row),
                itemSHA256: row["sha256"], codec: row["codec"], parameters: row["params"],
                codecVersion: row["codec_version"], threads: row["threads"], blockByteCount: row["block_bytes"],
                rawByteCount: row["raw_bytes"], compressedByteCount: row["comp_bytes"],
                modelByteCount: row["model_bytes"], compression: direction("c", row),
                decompression: direction("d", row), yardstickSpeed: row["yardstick_mbps"],
                streamSHA256: row["stream_sha256"], status: try Self.status(row["status"]))
            return (row["id"], record)
        }
    }

    private func direction(_ letter: String, _ row: Row) -> DirectionRecord {
        DirectionRecord(
            speed: row["\(letter)_mbps"], minimumSpeed: row["\(letter)_mbps_min"],
            confidenceLow: row["\(letter)_mbps_ci_low"], confidenceHigh: row["\(letter)_mbps_ci_high"],
            cpuSeconds: row["\(letter)_cpu_s"], peakByteCount: row["\(letter)_peak_bytes"], runs: row["\(letter)_runs"])
    }

    private func samples(
        _ run: String, _ runID: Int64, _ trials: [Int64: TrialRecord]
    ) throws -> [SampleRecord] {
        let sql = """
            SELECT samples.* FROM samples JOIN trials ON trials.id = trial_id
            WHERE run_id = ? ORDER BY samples.position
            """
        return try Row.fetchAll(database, sql: sql, arguments: [runID]).compactMap { row in
            guard let trial = trials[row["trial_id"]],
                let direction = SampleRecord.Direction(rawValue: row["direction"])
            else { return nil }
            return SampleRecord(
                run: run, item: trial.item, spec: trial.spec, direction: direction, index: row["number"],
                passes: row["passes"], wallSeconds: row["wall_s"], cpuSeconds: row["cpu_s"],
                blockByteCount: trial.blockByteCount, round: row["round"], yardstickSpeed: row["yardstick_mbps"],
                peakByteCount: row["peak_bytes"], waitSeconds: row["wait_s"], baselineByteCount: row["baseline_bytes"],
                stretches: (row["stretches"] as String?).flatMap { StretchTimes($0) })
        }
    }

    private func items(_ run: String, _ runID: Int64) throws -> [ItemRecord] {
        let sql = "SELECT * FROM run_items JOIN items ON items.id = item_id WHERE run_id = ? ORDER BY position"
        return try Row.fetchAll(database, sql: sql, arguments: [runID]).map { row in
            ItemRecord(
                run: run, item: ExactText(row["item"] as String), modality: try modality(row), sha256: row["sha256"],
                rawByteCount: row["raw_bytes"], isGenerated: row["generated"], media: media(row))
        }
    }

    private func media(_ row: Row) -> MediaFacts? {
        guard let payload: Int = row["payload_bytes"], let channels: Int = row["channels"],
            let bits: Int = row["sample_bits"]
        else { return nil }
        let shape: MediaFacts.Shape
        if let width: Int = row["width"], let height: Int = row["height"] {
            shape = .picture(width: width, height: height)
        } else if let frames: Int = row["frames"], let rate: Int = row["sample_rate"] {
            shape = .sound(frameCount: frames, sampleRate: rate)
        } else {
            return nil
        }
        return MediaFacts(payloadByteCount: payload, channels: channels, bitsPerSample: bits, shape: shape)
    }

    private func curves(_ run: String, _ runID: Int64) throws -> [CurveRecord] {
        let sql = "SELECT * FROM curves WHERE run_id = ? ORDER BY number"
        return try Row.fetchAll(database, sql: sql, arguments: [runID]).map { row in
            CurveRecord(
                run: run, item: ExactText(row["item"] as String), codec: row["codec"], parameters: row["params"],
                position: row["position"], bits: row["bits"])
        }
    }

    private func modality(_ row: Row) throws -> Modality {
        let text: String = row["modality"]
        guard let modality = Modality(rawValue: text) else { throw Self.unknown("modality", text) }
        return modality
    }

    /// How a trial ended; what no build can have written is damage.
    static func status(_ text: String) throws -> TrialStatus {
        guard let status = TrialStatus(text) else { throw unknown("status", text) }
        return status
    }

    private static func unknown(_ column: String, _ value: String) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "'\(VisibleText.oneLine(value))' is no value of the column \(column)")
    }
}
