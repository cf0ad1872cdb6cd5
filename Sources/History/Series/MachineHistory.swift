import Benchmarking
import CodecInterface
import Foundation
import GRDB
import OutsideText

/// All runs of one kind of machine, with what every trial came to. Runs of different machines are never in one.
package struct MachineHistory: Sendable {
    /// The kind of machine.
    package let machine: String
    /// The oldest first.
    package let runs: [RunSummary]
    /// In the order in which the newest runs have them.
    package let lines: [TrialLine]

    /// The specs, in the order of the lines.
    package var specs: [SeriesSpec] {
        var seen: Set<SeriesSpec> = []
        return lines.map(\.subject.spec).filter { seen.insert($0).inserted }
    }

    /// The lines of each spec.
    package func lines(of spec: SeriesSpec) -> [TrialLine] { lines.filter { $0.subject.spec == spec } }
}

extension HistoryDatabase {
    /// The history of one kind of machine.
    ///
    /// - Parameters:
    ///   - runs: of that machine, the oldest first.
    package func history(of runs: [RunSummary]) throws(HistoryError) -> MachineHistory {
        let places = Dictionary(runs.enumerated().map { ($1.run, $0) }) { first, _ in first }
        let (subjects, figures) = try read { database in
            (try Self.subjects(database), try Self.figures(database, places, since: runs.first?.date ?? ""))
        }
        let order = figures.keys.sorted { left, right in
            let (a, b) = (figures[left]?.last, figures[right]?.last)
            let (x, y) = (a?.figures.run ?? 0, b?.figures.run ?? 0)
            return x != y ? x > y : (a?.position ?? 0) < (b?.position ?? 0)
        }
        let lines = order.compactMap { key -> TrialLine? in
            guard let subject = subjects.subject(key), let figures = figures[key] else { return nil }
            return TrialLine(subject: subject, figures: figures.map(\.figures))
        }
        return MachineHistory(machine: runs.last?.machine ?? "", runs: runs, lines: lines)
    }

    private struct Key: Hashable {
        let item: Int64
        let spec: Int64
    }

    private struct Subjects {
        var items: [Int64: (item: ExactText, modality: Modality, sha256: String, byteCount: Int)] = [:]
        var specs: [Int64: SeriesSpec] = [:]

        func subject(_ key: Key) -> TrialLine.Subject? {
            guard let item = items[key.item], let spec = specs[key.spec] else { return nil }
            return TrialLine.Subject(
                spec: spec, item: item.item, modality: item.modality, sha256: item.sha256,
                rawByteCount: item.byteCount)
        }
    }

    private static func subjects(_ database: Database) throws -> Subjects {
        var subjects = Subjects()
        for row in try Row.fetchAll(database, sql: "SELECT * FROM items") {
            guard let modality = Modality(rawValue: row["modality"]) else { continue }
            subjects.items[row["id"]] = (ExactText(row["item"] as String), modality, row["sha256"], row["raw_bytes"])
        }
        for row in try Row.fetchAll(database, sql: "SELECT * FROM specs") {
            subjects.specs[row["id"]] = SeriesSpec(
                codec: row["codec"], parameters: row["params"], threads: row["threads"],
                blockByteCount: row["block_bytes"])
        }
        return subjects
    }

    /// By place of columns, since a history may have a million of these rows.
    private static func figures(
        _ database: Database, _ places: [String: Int], since: String
    ) throws -> [Key: [(figures: TrialLine.Figures, position: Int)]] {
        let sql = """
            SELECT runs.run, item_id, spec_id, status, comp_bytes + model_bytes, c_fastest_s, d_fastest_s,
                fastest_yardstick_mbps, max(coalesce(c_peak_bytes, d_peak_bytes), coalesce(d_peak_bytes, c_peak_bytes)),
                c_mbps, d_mbps, position
            FROM trials JOIN runs ON runs.id = run_id WHERE date >= ? ORDER BY date, runs.run, position
            """
        var figures: [Key: [(figures: TrialLine.Figures, position: Int)]] = [:]
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [since])
        while let row = try rows.next() {
            guard let place = places[row[0]] else { continue }
            let status: String = row[3]
            let values = TrialLine.Figures(
                run: place, status: status == "ok" ? .ok : try RunReading.status(status), byteCount: row[4],
                compressionSeconds: row[5], decompressionSeconds: row[6], yardstickSpeed: row[7],
                peakByteCount: row[8], compressionSpeed: row[9], decompressionSpeed: row[10])
            figures[Key(item: row[1], spec: row[2]), default: []].append((values, row[11]))
        }
        return figures
    }
}

extension HistoryDatabase {
    /// The histories of all kinds of machines, that of the newest run first.
    ///
    /// - Parameters:
    ///   - machine: only those of kinds whose names have this in them.
    ///   - since: only runs that began then or later.
    package func histories(machine: String? = nil, since: String? = nil) throws(HistoryError) -> [MachineHistory] {
        let runs = try runs(machine: machine, since: since)
        var seen: Set<ExactText> = []
        let machines = runs.reversed().map { ExactText($0.machine) }.filter { seen.insert($0).inserted }
        var histories: [MachineHistory] = []
        for machine in machines {
            histories.append(try history(of: runs.filter { ExactText($0.machine) == machine }))
        }
        return histories
    }
}
