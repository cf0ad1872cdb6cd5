import Foundation
import GRDB
import OutsideText

/// A run of a history, in a line.
package struct RunSummary: Sendable, Hashable {
    /// The identifier.
    package let run: String
    package let name: String
    /// When it began, ISO 8601 in UTC.
    package let date: String
    package let commit: String?
    package let machine: String
    package let trialCount: Int
    /// Trials that ended in neither `ok` nor `unsupported`.
    package let failedCount: Int

    /// The commit, short; `–` where it is not known. One that was changed says so.
    package var shortCommit: String {
        guard let commit else { return "–" }
        return String(commit.prefix(10))
            + (commit.utf8.count > 10 && commit.hasSuffix(Self.changedMark) ? Self.changedMark : "")
    }

    /// Behind the commit of a build from files that were changed since.
    static let changedMark = "-dirty"
}

extension HistoryDatabase {
    /// The runs, the oldest first.
    ///
    /// - Parameters:
    ///   - machine: only those of kinds of machine whose names have this in them, whatever the case.
    ///   - since: only those that began at this date or later: the beginning of an ISO date.
    package func runs(machine: String? = nil, since: String? = nil) throws(HistoryError) -> [RunSummary] {
        try read { database in
            let sql = """
                SELECT runs.run, name, date, commit_hash, machine, count(trials.id) AS trials,
                    coalesce(sum(status <> 'ok' AND status NOT LIKE 'unsupported(%'), 0) AS failed
                FROM runs LEFT JOIN trials ON trials.run_id = runs.id
                WHERE (?1 IS NULL OR instr(lower(machine), lower(?1)) > 0) AND (?2 IS NULL OR date >= ?2)
                GROUP BY runs.id ORDER BY date, runs.run
                """
            return try Row.fetchAll(database, sql: sql, arguments: [machine, since]).map { row in
                RunSummary(
                    run: row["run"], name: row["name"], date: row["date"], commit: row["commit_hash"],
                    machine: row["machine"], trialCount: row["trials"], failedCount: row["failed"])
            }
        }
    }

    /// A run with all that was recorded of it.
    package func run(_ run: String) throws(HistoryError) -> RecordedRun {
        guard let recorded = try read({ try RunReading(database: $0).run(run) }) else {
            throw .noRun(selector: run, reason: "the history has none of this identifier")
        }
        return recorded
    }
}
