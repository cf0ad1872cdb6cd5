/// One timed repetition: a row of `samples.csv`.
package struct SampleRecord: Sendable, Hashable {
    package var run: String
    package var item: String
    package var spec: String
    package var direction: Direction
    /// Number of the repetition within its trial and direction, from 0.
    package var index: Int
    /// Passes over the item that this repetition timed together.
    package var passes: Int
    /// Wall time of all passes, seconds.
    package var wallSeconds: Double
    /// CPU time (user and system) of all passes, seconds.
    package var cpuSeconds: Double

    /// Which way a trial goes.
    package enum Direction: String, Sendable, Hashable, Codable {
        case compress, decompress
    }

    static let header = CSVText.row([
        "run", "item", "spec", "direction", "index", "passes", "wall_s", "cpu_s",
    ])

    var row: String {
        CSVText.row([
            run, item, spec, direction.rawValue, String(index), String(passes), NumberText.fixed(9)(wallSeconds),
            NumberText.fixed(9)(cpuSeconds),
        ])
    }

    /// Reads `samples.csv`; rows that are not whole are left out.
    package static func read(_ text: String) -> [SampleRecord] {
        CSVText.rows(of: text).dropFirst().compactMap { row in
            guard row.isComplete, row.damage == nil, row.fields.count == 8,
                let direction = Direction(rawValue: row.fields[3]),
                let index = Int(row.fields[4]), let passes = Int(row.fields[5]), let wall = Double(row.fields[6]),
                let cpu = Double(row.fields[7])
            else { return nil }
            return SampleRecord(
                run: row.fields[0], item: row.fields[1], spec: row.fields[2], direction: direction, index: index,
                passes: passes, wallSeconds: wall, cpuSeconds: cpu)
        }
    }
}
