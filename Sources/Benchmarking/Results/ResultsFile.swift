import CodecInterface
import Foundation
import OutsideText

/// A row of a results file that could not be used.
package struct DamagedRow: Sendable, Hashable, CustomStringConvertible {
    /// Line of the file, counted from 1.
    package let line: Int
    /// The column at fault, where one is.
    package let column: String?
    package let reason: String
    /// Whether the row only lacks its end, as the last row of a killed run does.
    package var isUnfinished = false

    package init(line: Int, column: String?, reason: String, isUnfinished: Bool = false) {
        self.line = line
        self.column = column
        self.reason = reason
        self.isUnfinished = isUnfinished
    }

    package var description: String {
        "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(reason)"
    }
}

/// `results.csv`: one row a trial, the record that every report renders from. The columns are those of `docs/results-csv.md`.
package enum ResultsFile {
    /// The first line.
    package static let header = CSVText.row(TrialColumns.names)

    /// The row of one trial, with its line end.
    package static func row(of record: TrialRecord) -> String {
        CSVText.row(TrialColumns.all.map { $0.write(record) })
    }

    /// The whole file.
    package static func text(of records: [TrialRecord]) -> String {
        header + records.map(row).joined()
    }

    /// Reads a file. Good rows are kept whatever is wrong with others.
    ///
    /// - Returns: the trials in order, and what could not be used. A last row that a killed run left unfinished is among
    ///   the damaged ones.
    /// - Throws: ``RunFolderError/notResults(path:reason:)`` when the first line is not a header this build knows.
    package static func read(_ bytes: some Collection<UInt8>, path: String) throws(RunFolderError) -> (
        records: [TrialRecord], damaged: [DamagedRow]
    ) {
        let rows = CSVText.rows(of: bytes)
        guard let header = rows.first else {
            throw .notResults(path: path, reason: "the file is empty; a results file begins with its column names")
        }
        let positions = Dictionary(header.fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        if let missing = TrialColumns.names.first(where: { positions[$0] == nil }) {
            throw .notResults(path: path, reason: "the first line has no column '\(missing)'")
        }
        var records: [TrialRecord] = []
        var damaged: [DamagedRow] = []
        var items = ItemAgreement()
        for row in rows.dropFirst() {
            do throws(RowError) {
                let record = try record(of: row, positions: positions, header: header.fields)
                if let contradiction = items.contradiction(of: record) {
                    throw RowError(
                        row: DamagedRow(line: row.line, column: contradiction.column, reason: contradiction.reason))
                }
                records.append(record)
            } catch {
                damaged.append(error.row)
            }
        }
        return (records, damaged)
    }

    /// The same of a text.
    package static func read(_ text: String, path: String) throws(RunFolderError) -> (
        records: [TrialRecord], damaged: [DamagedRow]
    ) {
        try read(text.utf8, path: path)
    }

    private struct RowError: Error { var row: DamagedRow }

    private static func record(
        of row: CSVText.Row, positions: [String: Int], header: [String]
    ) throws(RowError) -> TrialRecord {
        func fail(_ column: String?, _ reason: String) -> RowError {
            RowError(row: DamagedRow(line: row.line, column: column, reason: reason))
        }
        if let damage = row.damage {
            throw fail(damage.field < header.count ? header[damage.field] : nil, damage.reason)
        }
        guard row.isComplete else {
            var error = fail(nil, "the row is not finished; the run was probably interrupted")
            error.row.isUnfinished = true
            throw error
        }
        guard row.fields.count == header.count else {
            throw fail(nil, "\(row.fields.count) fields where the header has \(header.count)")
        }
        var record = TrialRecord(
            run: "", item: "", modality: .binary, itemSHA256: "", codec: "", parameters: "", codecVersion: "",
            rawByteCount: 0, status: .ok)
        for column in TrialColumns.all {
            guard let position = positions[column.name] else { continue }
            let text = row.fields[position]
            guard column.read(&record, text) else { throw fail(column.name, "'\(text)' is not a value of this column") }
        }
        guard record.schema <= TrialRecord.currentSchema else {
            throw fail(
                "schema",
                "written by schema \(record.schema), this build reads up to \(TrialRecord.currentSchema);"
                    + " use a newer ncbench")
        }
        let figures = TrialColumns.derivedNames.compactMap { name in
            positions[name].flatMap { NumberText.value(of: row.fields[$0]) }.map { (name, $0) }
        }
        let derived = Dictionary(figures) { first, _ in first }
        if let contradiction = record.contradiction(derived: derived) {
            throw fail(contradiction.column, contradiction.reason)
        }
        return record
    }
}
