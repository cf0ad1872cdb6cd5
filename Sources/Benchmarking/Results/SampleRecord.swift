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
    /// Bytes per independently compressed block; nil when the item was compressed whole.
    package var blockByteCount: Int?

    package init(
        run: String, item: String, spec: String, direction: Direction, index: Int, passes: Int, wallSeconds: Double,
        cpuSeconds: Double, blockByteCount: Int? = nil
    ) {
        self.run = run
        self.item = item
        self.spec = spec
        self.direction = direction
        self.index = index
        self.passes = passes
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.blockByteCount = blockByteCount
    }

    /// Which way a trial goes.
    package enum Direction: String, Sendable, Hashable, Codable {
        case compress, decompress
    }

    static let header = CSVText.row([
        "run", "item", "spec", "direction", "index", "passes", "wall_s", "cpu_s", "block_bytes",
    ])

    var row: String {
        CSVText.row([
            run, item, spec, direction.rawValue, String(index), String(passes), NumberText.fixed(9)(wallSeconds),
            NumberText.fixed(9)(cpuSeconds), blockByteCount.map(String.init) ?? "",
        ])
    }

    /// Reads `samples.csv`; rows that are not whole are left out.
    package static func read(_ text: String) -> [SampleRecord] {
        CSVText.rows(of: text).dropFirst().compactMap { row in
            guard row.isComplete, row.damage == nil, (8...9).contains(row.fields.count),
                let direction = Direction(rawValue: row.fields[3]),
                let index = Int(row.fields[4]), let passes = Int(row.fields[5]), let wall = Double(row.fields[6]),
                let cpu = Double(row.fields[7])
            else { return nil }
            return SampleRecord(
                run: row.fields[0], item: row.fields[1], spec: row.fields[2], direction: direction, index: index,
                passes: passes, wallSeconds: wall, cpuSeconds: cpu,
                blockByteCount: row.fields.count > 8 ? Int(row.fields[8]) : nil)
        }
    }
}
