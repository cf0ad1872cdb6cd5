import Benchmarking
import OutsideText

/// `pivot.json`; the layout is that of `docs/pivot.md`.
struct PivotDocument: Encodable {
    private struct Table: Encodable {
        let run: String
        let group: [String: String]
        let items: [String]
        let rows: [[String: Cell]]
    }

    private enum Cell: Encodable {
        case text(String)
        case integer(Int)
        case number(Double)

        /// - Returns: nil for what is missing, which has no key.
        init?(_ value: PivotValue) {
            guard
                let cell = value.text.map({ Cell.text($0) }) ?? value.integer.map({ .integer($0) })
                    ?? value.number.map({ .number($0) })
            else { return nil }
            self = cell
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .integer(let integer): try container.encode(integer)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private let schema = 1
    private let kind = "pivot"
    private let groupBy: [String]
    private let columns: [String]
    private let notes: [String]
    private let tables: [Table]

    init(_ pivot: Pivot) {
        groupBy = pivot.choice.grouping.map(\.rawValue)
        columns = pivot.choice.columns.map(\.rawValue)
        var noted: Set<ExactText> = []
        notes = pivot.tables.flatMap { table in
            noted.insert(ExactText(table.run.name)).inserted ? Guide.notes(table.run) : []
        }
        tables = pivot.tables.map { table in
            Table(
                run: table.run.records.first?.run ?? "",
                group: Dictionary(
                    table.keys.map { ($0.dimension.rawValue, $0.text.text) }, uniquingKeysWith: { first, _ in first }),
                items: table.totals?.commonItems.map(\.text) ?? [],
                rows: table.lines.map { line in
                    let variant = line.variant
                    var row: [String: Cell] = [
                        "codec": .text(variant.codec), "params": .text(variant.parameters),
                        "threads": .integer(variant.threads),
                    ]
                    row["block_bytes"] = variant.blockByteCount.map { .integer($0) }
                    guard let totals = table.totals else { return row }
                    for column in pivot.choice.columns {
                        row[column.rawValue] = Cell(column.value(of: line, in: totals))
                    }
                    return row
                })
        }
    }

    private enum CodingKeys: String, CodingKey {
        case schema, kind, columns, notes, tables
        case groupBy = "group_by"
    }
}
