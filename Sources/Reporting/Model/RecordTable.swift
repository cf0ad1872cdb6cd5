import Benchmarking
import CodecInterface
import OutsideText

/// What codecs make of one item's records, by how many of them are compressed together: ratios, and after how many records a file that was
/// known beforehand has paid for itself.
struct RecordTable: Sendable {
    struct Cell: Sendable {
        let ratio: Double
        /// Nil for codecs that know nothing beforehand.
        let payback: Payback?
    }

    enum Payback: Sendable, Equatable {
        /// So many records like these save as much as the file has, against the smallest codec that knew nothing.
        case after(Int)
        case never

        var text: String {
            switch self {
            case .after(let count): Quantity.bytes(count)
            case .never: "never"
            }
        }
    }

    struct Line: Sendable {
        let variant: Variant
        let modelByteCount: Int
        /// One for each of the table's sizes; nil where there is no result.
        let cells: [Cell?]
    }

    let item: ExactText
    let recordCount: Int
    let rawByteCount: Int
    /// Block sizes, 1 for single records.
    let sizes: [Int]
    /// Smallest first, at the smallest size.
    let lines: [Line]

    var meanByteCount: Double { Double(rawByteCount) / Double(recordCount) }

    /// One for each item of a run of records; none for other runs, and for those that do not say how many records there are.
    static func all(of run: ReportedRun) -> [RecordTable] {
        guard let counts = run.environment?.recordCounts else { return [] }
        let rows = Dictionary(
            grouping: run.records.filter { $0.cutsAtLines && $0.isComparable && $0.blockByteCount != nil }, by: \.item)
        return unique(run.records.map(\.item)).compactMap { item in
            guard let count = counts[item.text], count > 0, let rows = rows[item] else { return nil }
            return RecordTable(item, count, rows)
        }
    }

    private init?(_ item: ExactText, _ recordCount: Int, _ rows: [TrialRecord]) {
        guard let rawByteCount = rows.first?.rawByteCount else { return nil }
        self.item = item
        self.recordCount = recordCount
        self.rawByteCount = rawByteCount
        let sizes = Set(rows.compactMap(\.blockByteCount)).sorted()
        self.sizes = sizes
        func bytes(_ row: TrialRecord) -> Int { row.compressedByteCount ?? .max }
        let unknowing = Dictionary(grouping: rows.filter { !Variant($0).knowsFile }, by: \.blockByteCount)
            .compactMapValues { $0.map(bytes).min() }
        func cell(_ row: TrialRecord) -> Cell? {
            guard let ratio = row.ratio else { return nil }
            guard Variant(row).knowsFile, let plain = unknowing[row.blockByteCount] else {
                return Cell(ratio: ratio, payback: nil)
            }
            let saved = (Double(plain) - Double(bytes(row))) / Double(recordCount)
            let count = (Double(row.modelByteCount) / saved).rounded(.up)
            return Cell(ratio: ratio, payback: saved > 0 && count < 1e15 ? .after(Int(count)) : .never)
        }
        func key(_ row: TrialRecord) -> ExactText { ExactText("\(row.spec)\n\(row.threads)") }
        let bySpec = Dictionary(grouping: rows, by: key)
        lines = bySpec.values.map { own in
            let own = own.sorted { ($0.blockByteCount ?? 0) < ($1.blockByteCount ?? 0) }
            return (
                size: own.first { $0.blockByteCount == sizes.first }.map(bytes) ?? .max,
                line: Line(
                    variant: Variant(own[0]), modelByteCount: own[0].modelByteCount,
                    cells: sizes.map { size in own.first { $0.blockByteCount == size }.flatMap(cell) })
            )
        }.sorted {
            $0.size != $1.size ? $0.size < $1.size : Variant.precedes($0.line.variant, $1.line.variant)
        }.map(\.line)
    }
}

extension RecordTable {
    static let heading = "Small records"

    static let explanation = """
        Ratios of records compressed by themselves, or as many whole ones together as fit, each with all its headers. In brackets \
        stands after how many such records the file that the codec knew beforehand has paid for itself: saved as many bytes as it \
        has, against the smallest of the codecs that knew nothing.
        """

    /// `921 records of 71.2 bytes in the mean`.
    var summary: String {
        "\(Guide.count(recordCount, "record")) of \(Quantity.short(meanByteCount)) bytes in the mean"
    }

    var columns: [String] { ["file, bytes"] + sizes.map { Quantity.recordSize($0) } }
}
