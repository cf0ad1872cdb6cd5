import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// The documentation of the formats against what is written.
struct DocumentedFormatTests {
    private static let documentation = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")

    /// The first cells of the tables of a page: the words in code there.
    private static func entries(_ page: String) throws -> Set<String> {
        let text = String(decoding: try Data(contentsOf: documentation.appendingPathComponent(page)), as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let cells = rows.compactMap { $0.split(separator: "|").first }
        return Set(cells.flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.1) } })
    }

    /// The paths of all values of a document: `runs[].totals[].lines[].ratio`.
    private static func paths(_ value: Any, _ path: String = "") -> Set<String> {
        if let object = value as? [String: Any] {
            return object.reduce(into: []) { paths, entry in
                paths.formUnion(Self.paths(entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)"))
            }
        }
        guard let list = value as? [Any] else { return [path] }
        return list.isEmpty ? [] : list.reduce(into: []) { $0.formUnion(paths($1, path + "[]")) }
    }

    /// A report with every key there is.
    private var fullReport: Report {
        var run = Fixture.run
        run.records.append(
            Fixture.record("novel", .text, "cmd", "x", size: nil, block: 4096, status: .failed(reason: "it broke")))
        run.damaged = [DamagedRow(line: 9, column: "ratio", reason: "'x' is not a value of this column")]
        run.supersededCount = 1
        return Report(runs: [run])
    }

    @Test func everyKeyOfTheJSONIsDocumentedAndNoOther() throws {
        let documented = try Self.entries("report-json.md")
        let document = try JSONSerialization.jsonObject(with: try JSONReport.data(of: fullReport))
        // The other direction and the environment are documented as wholes.
        let wholes = [
            "runs[].environment", "runs[].totals[].lines[].decompression", "runs[].trials[].decompression",
        ]
        let written = Set(
            Self.paths(document).map { path in
                wholes.first { path.hasPrefix($0 + ".") } ?? path
            })
        let unlisted = written.subtracting(documented).sorted()
        #expect(unlisted == [])
        // The fixture has no item that only some settings managed.
        let unwritten = documented.subtracting(written).subtracting(["runs[].totals[].otherItems[]"]).sorted()
        #expect(unwritten == [])
    }

    @Test func everyColumnIsDocumented() throws {
        let documented = try Self.entries("results-csv.md")
        for text in [ResultsFile.header, TotalsFile.text(of: Report(runs: []))] {
            let columns = text.trimmingCharacters(in: .newlines).split(separator: ",").map(String.init)
            #expect(columns.count > 20)
            for column in columns { #expect(documented.contains(column), "\(column)") }
        }
    }
}
