import Benchmarking
import GRDB
import Regression

/// What a history keeps of the samples of each trial for its series of times.
struct FastestPasses {
    let database: Database

    /// Fills in the figures of a run's trials, in the order of its rows; none of a run on several types of machines, of which each
    /// trial was measured on one or another.
    func fill(_ run: RecordedRun, runID: Int64) throws {
        guard run.environment?.mixesMachines != true else { return }
        let index = SampleIndex(run.compared)
        let statement = try database.cachedStatement(
            sql: """
                UPDATE trials SET c_fastest_s = ?, d_fastest_s = ?, fastest_yardstick_mbps = ?
                WHERE run_id = ? AND position = ?
                """)
        for (position, record) in run.records.enumerated() {
            let values: [(any DatabaseValueConvertible)?] = [
                index.fastestSeconds(.compress, of: record), index.fastestSeconds(.decompress, of: record),
                index.yardstickSpeed(of: record), runID, position,
            ]
            try statement.execute(arguments: StatementArguments(values))
        }
    }

    /// The same for all runs of a database that is being updated.
    func fillAll() throws {
        for row in try Row.fetchAll(database, sql: "SELECT id, run FROM runs") {
            guard let run = try RunReading(database: database).run(row["run"]) else { continue }
            try fill(run, runID: row["id"])
        }
    }
}
