import ArgumentParser
import Reporting

/// The options of `report` that sum up rows anew.
struct PivotOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Columns, separated by commas: \(PivotColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "columns"), transform: { try Self.list($0, "a column") })
    var columns: [PivotColumn]?

    @Option(
        help: ArgumentHelp(
            "Sort lines by a column, the best first, or by 'codec'. A minus in front, as in --sort=-ratio, turns them round.",
            valueName: "column"), transform: Self.order)
    var sort: PivotChoice.Order?

    @Option(
        help: ArgumentHelp(
            "A table for each: \(PivotDimension.allCases.map(\.rawValue).joined(separator: ", ")); several are joined by commas."
                + " Otherwise by modality and corpus, as reports have it.",
            valueName: "what"), transform: { try Self.list($0, "what tables are made by") })
    var groupBy: [PivotDimension]?

    /// Whether any of them was given.
    var isAskedFor: Bool { columns != nil || sort != nil || groupBy != nil }

    var choice: PivotChoice {
        var choice = PivotChoice()
        if let columns { choice.columns = columns }
        if let sort { choice.order = sort }
        if let groupBy { choice.grouping = groupBy }
        return choice
    }

    private static func list<Name: RawRepresentable<String> & CaseIterable & Hashable>(
        _ text: String, _ what: String
    ) throws -> [Name] {
        let names = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let name = Name(rawValue: String(word)) else {
                throw ValidationError(
                    "'\(word)' is not \(what); there are \(Name.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return name
        }
        guard Set(names).count == names.count else { throw ValidationError("'\(text)' names something twice") }
        return names
    }

    private static func order(_ text: String) throws -> PivotChoice.Order {
        let isReversed = text.hasPrefix("-")
        let name = isReversed ? String(text.dropFirst()) : text
        if name == "codec" { return .codec(isReversed: isReversed) }
        let columns: [PivotColumn] = try list(name, "a column to sort by, nor 'codec'")
        guard let column = columns.first, columns.count == 1 else {
            throw ValidationError("lines are sorted by one column")
        }
        return .column(column, isReversed: isReversed)
    }
}
