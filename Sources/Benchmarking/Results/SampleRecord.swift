package import OutsideText

/// One timed repetition: a row of `samples.csv`.
package struct SampleRecord: Sendable, Hashable {
    /// Identifier of the run, as in `results.csv`.
    package var run: String
    /// The item's name.
    package var item: ExactText
    /// Codec and parameters in effect, e.g. `xz,6`.
    package var spec: String
    /// Compression or decompression.
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
    /// The round it belongs to, from 0: all repetitions of one round were timed in one process. Nil in runs that are older
    /// than the column.
    package var round: Int?
    /// Speed of the yardstick in that process, MB/s.
    package var yardstickSpeed: Double?
    /// Peak memory of that process, less what it held before, bytes.
    package var peakByteCount: Int?
    /// The part of ``wallSeconds`` for which the codec's thread was ready and the system ran something else, seconds.
    package var waitSeconds: Double?
    /// What that process held before its first pass: program, item and the buffers for input and output, bytes. 0 where
    /// another program did the work, whose memory counts whole.
    package var baselineByteCount: Int?
    /// How long each stretch of the pass took; nil where there are several passes, for codecs that do not tell how far they are, and
    /// in runs that are older than the column.
    package var stretches: StretchTimes?

    package init(
        run: String, item: ExactText, spec: String, direction: Direction, index: Int, passes: Int, wallSeconds: Double,
        cpuSeconds: Double, blockByteCount: Int? = nil, round: Int? = nil, yardstickSpeed: Double? = nil,
        peakByteCount: Int? = nil, waitSeconds: Double? = nil, baselineByteCount: Int? = nil,
        stretches: StretchTimes? = nil
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
        self.round = round
        self.yardstickSpeed = yardstickSpeed
        self.peakByteCount = peakByteCount
        self.waitSeconds = waitSeconds
        self.baselineByteCount = baselineByteCount
        self.stretches = stretches
    }

    /// Which way a trial goes.
    package enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
        case compress, decompress
    }

    /// Wall time of one pass, seconds.
    package var passSeconds: Double { wallSeconds / Double(max(passes, 1)) }

    private static let firstColumns = ["run", "item", "spec", "direction", "index", "passes", "wall_s", "cpu_s"]

    /// Those that files of older versions lack.
    private static let laterColumns = [
        "block_bytes", "round", "yardstick_mbps", "peak_bytes", "wait_s", "baseline_bytes", "stretches",
    ]

    package static let header = CSVText.row(firstColumns + laterColumns)

    package var row: String {
        CSVText.row([
            run, item.text, spec, direction.rawValue, String(index), String(passes), NumberText.fixed(9)(wallSeconds),
            NumberText.fixed(9)(cpuSeconds), blockByteCount.map(String.init) ?? "", round.map(String.init) ?? "",
            yardstickSpeed.map(NumberText.significant) ?? "", peakByteCount.map(String.init) ?? "",
            waitSeconds.map(NumberText.fixed(9)) ?? "", baselineByteCount.map(String.init) ?? "",
            stretches?.text ?? "",
        ])
    }

    /// Reads `samples.csv`; rows that are not whole, or hold numbers no sample can have, are left out. Files from before the
    /// columns that came later are read as well.
    package static func read(_ text: String) -> [SampleRecord] { readCounting(text.utf8).records }

    /// The longest that a repetition is believed to have taken, seconds: some thirty years.
    private static let longestSeconds = 1e9
    /// Speeds that a yardstick is believed to have had, MB/s: from a millionth of what machines have to a million times it.
    private static let plausibleSpeeds = 1e-4...1e9

    /// The same, with the number of rows that were left out.
    package static func readCounting(_ bytes: some Collection<UInt8>) -> (records: [SampleRecord], damagedCount: Int) {
        let rows = CSVText.rows(of: bytes)
        let records: [SampleRecord] = rows.dropFirst().compactMap { row in
            func later(_ place: Int) -> String { place < row.fields.count ? row.fields[place] : "" }
            func number(_ place: Int) -> Double? { NumberText.value(of: later(place)) }
            func isEmptyOrSpeed(_ place: Int) -> Bool {
                later(place).isEmpty || number(place).map(plausibleSpeeds.contains) == true
            }
            guard row.isComplete, row.damage == nil, row.fields.count >= firstColumns.count,
                let direction = Direction(rawValue: row.fields[3]),
                let index = Int(row.fields[4]), let passes = Int(row.fields[5]), passes > 0,
                let wall = number(6), wall > 0, wall <= longestSeconds, let cpu = number(7),
                cpu >= 0, cpu <= longestSeconds, isEmptyOrSpeed(10),
                later(11).isEmpty || Int(later(11)).map({ $0 >= 0 }) == true
            else { return nil }
            let stretches = StretchTimes(later(14))
            guard later(14).isEmpty || stretches.map({ passes == 1 && $0.fit(wall) }) == true else { return nil }
            return SampleRecord(
                run: row.fields[0], item: ExactText(row.fields[1]), spec: row.fields[2], direction: direction,
                index: index,
                passes: passes, wallSeconds: wall, cpuSeconds: cpu, blockByteCount: Int(later(8)),
                round: Int(later(9)),
                yardstickSpeed: number(10),
                peakByteCount: Int(later(11)),
                waitSeconds: number(12).flatMap { (0...wall).contains($0) ? $0 : nil },
                baselineByteCount: Int(later(13)), stretches: stretches)
        }
        // Without a header line it is no such file, and all of it is damaged.
        let rowCount = rows.first?.fields.first == firstColumns[0] ? rows.count - 1 : rows.count
        return (records, rowCount - records.count)
    }
}

extension StretchTimes {
    /// Whether they are those of a pass that took so long, but for what rounding leaves.
    fileprivate func fit(_ passSeconds: Double) -> Bool {
        abs(sum - passSeconds) <= 1e-3 * passSeconds + 1e-7 * Double(seconds.count)
    }
}
