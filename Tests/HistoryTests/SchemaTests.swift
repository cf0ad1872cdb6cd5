import Foundation
import GRDB
import History
import HistorySamples
import Testing

/// Histories of earlier builds, as SQLite's own program dumped them, become histories of this one.
struct SchemaTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let earlier = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Earlier")

    /// What the tables and views of a database are made by, by their names.
    private func shape(_ queue: DatabaseQueue) throws -> [String: String] {
        try queue.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] as String, $0["sql"] as String) })
        }
    }

    @Test(arguments: 1...Schema.currentVersion)
    func everyEarlierVersionIsUpdated(_ version: Int) throws {
        let dump = try String(
            contentsOf: Self.earlier.appendingPathComponent("version-\(version).sql"), encoding: .utf8)
        try DatabaseQueue(path: scratch.database).writeWithoutTransaction { try $0.execute(sql: dump) }
        let updated = try HistoryDatabase(path: scratch.database, creates: false)
        #expect(try updated.queue.read(Schema.kind) == .history(version: Schema.currentVersion))
        #expect(try shape(updated.queue) == shape(HistoryDatabase(inMemoryNamed: "new").queue))
        // It holds the runs that made it, and is as if they had been added today.
        let runs = try [SampleRuns.run(1), SampleRuns.run(2, cpu: "Another")]
        for run in runs { #expect(try updated.run(run.run) == run) }
        let fresh = try HistoryDatabase(inMemoryNamed: "new")
        _ = try fresh.add(runs)
        for table in ["trials", "samples", "run_items", "curves", "items", "specs"] {
            let sql = "SELECT * FROM \(table)"
            let (found, expected) = (
                try updated.queue.read { try Row.fetchAll($0, sql: sql) },
                try fresh.queue.read { try Row.fetchAll($0, sql: sql) }
            )
            #expect(found == expected, "\(table)")
        }
        try updated.queue.read { try #expect($0.foreignKeyViolations().next() == nil) }
    }

    @Test func viewsAnswerByHand() throws {
        let database = try HistoryDatabase(path: scratch.database, creates: true)
        _ = try database.add([try SampleRuns.run(1), try SampleRuns.run(2)])
        try database.queue.read { database in
            let speeds = try Row.fetchAll(
                database, sql: "SELECT spec, items, ratio, c_mbps FROM speeds WHERE spec = 'xz,9e'")
            #expect(speeds.count == 2 && speeds[0]["items"] == 2 && speeds[0]["ratio"] == 2.5)
            #expect(abs((speeds[0]["c_mbps"] as Double) - 12.3457) < 1e-9)
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM results") == 8)
            #expect(try Double.fetchOne(database, sql: "SELECT bpb FROM sizes LIMIT 1") == 3.2)
        }
    }
}
