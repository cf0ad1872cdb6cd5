package import Benchmarking
import CodecInterface
import OutsideText

/// What a pivot makes tables by.
package enum PivotDimension: String, Sendable, CaseIterable {
    case item, corpus, modality, codec, family
}

/// How a pivot is to be made.
package struct PivotChoice: Sendable {
    /// What lines are sorted by: the best first, or the other way round.
    package enum Order: Sendable, Hashable {
        case codec(isReversed: Bool)
        case column(PivotColumn, isReversed: Bool)
    }

    package var columns: [PivotColumn]
    package var order: Order
    package var grouping: [PivotDimension]

    package init(
        columns: [PivotColumn] = PivotColumn.usual, order: Order = .column(.compressedBytes, isReversed: false),
        grouping: [PivotDimension] = [.modality, .corpus]
    ) {
        self.columns = columns
        self.order = order
        self.grouping = grouping
    }
}

/// The rows of runs, summed up anew: a table for each value of what they are grouped by, a line in it for each variant, over the
/// items of the group that all of its variants managed, as in ``Totals``.
package struct Pivot: Sendable {
    package let choice: PivotChoice
    package let tables: [PivotTable]

    package init(of report: Report, _ choice: PivotChoice) {
        self.choice = choice
        tables = report.runs.flatMap { Self.tables(of: $0, choice) }
    }

    private static func tables(of run: ReportedRun, _ choice: PivotChoice) -> [PivotTable] {
        let media = run.media
        let positions = Dictionary(
            unique(run.records.map(\.item)).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func keys(_ record: TrialRecord) -> [PivotKey] {
            choice.grouping.map { PivotKey($0, record, in: run, position: positions[record.item] ?? 0) }
        }
        let groups = Dictionary(grouping: run.summableRecords, by: keys)
        return groups.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { keys in
            let records = groups[keys] ?? []
            let group = ItemGroup(records[0], in: run)
            let totals = Totals.of(records, group: group, media: media)
            return PivotTable(
                run: run, records: records, keys: keys, totals: totals,
                lines: totals.map { sorted($0, by: choice.order) } ?? [])
        }
    }

    private static func sorted(_ totals: Totals, by order: PivotChoice.Order) -> [Totals.Line] {
        let lines = totals.lines.sorted { Variant.precedes($0.variant, $1.variant) }
        switch order {
        case .codec(let isReversed): return isReversed ? lines.reversed() : lines
        case .column(let column, let isReversed):
            let valued = lines.map { (line: $0, value: column.value(of: $0, in: totals)) }
            // What has no value comes last, whichever way round.
            let missing = valued.filter { $0.value.number == nil && $0.value.text == nil }
            let present = valued.enumerated().filter { $0.element.value.number != nil || $0.element.value.text != nil }
            let isFalling = column.isLargerBetter != isReversed
            let ordered = present.sorted { left, right in
                let (a, b) = (left.element.value, right.element.value)
                if let x = a.number, let y = b.number, x != y { return isFalling ? x > y : x < y }
                if let x = a.text, let y = b.text, x != y { return isReversed ? x > y : x < y }
                return left.offset < right.offset
            }
            return ordered.map(\.element.line) + missing.map(\.line)
        }
    }
}

/// One table of a pivot.
package struct PivotTable: Sendable {
    let run: ReportedRun
    /// The rows of the group.
    let records: [TrialRecord]
    let keys: [PivotKey]
    /// Nil where no item of the group was managed by all.
    let totals: Totals?
    /// The totals' lines in the order that was asked for.
    let lines: [Totals.Line]

    /// `modality image, corpus kodak`.
    var title: String { keys.map { "\($0.dimension.rawValue) \($0.text.text)" }.joined(separator: ", ") }
}

/// A value of a dimension, and where it stands among the others.
struct PivotKey: Sendable, Hashable, Comparable {
    let dimension: PivotDimension
    let text: ExactText
    /// Kinds in the order of reports, items in that of the run; codecs by name.
    private let rank: Int

    init(_ dimension: PivotDimension, _ record: TrialRecord, in run: ReportedRun, position: Int) {
        self.dimension = dimension
        switch dimension {
        case .item:
            text = record.item
            rank = position
        case .corpus:
            let group = ItemGroup(record, in: run)
            text = ExactText(group.corpusName)
            rank = group.corpus == .mixed ? 0 : group.isGenerated ? 2 : 1
        case .modality:
            text = ExactText(record.modality.rawValue)
            rank = Modality.allCases.firstIndex(of: record.modality) ?? 0
        case .codec:
            text = ExactText(Variant(record).codecName)
            rank = 0
        case .family:
            let family = Variant(record).family
            text = ExactText(family.rawValue)
            rank = Family.listed.firstIndex(of: family) ?? 0
        }
    }

    static func < (left: PivotKey, right: PivotKey) -> Bool {
        left.rank != right.rank ? left.rank < right.rank : left.text < right.text
    }
}
