import Benchmarking
package import Foundation
import OutsideText

/// `report.json`: the rows, their totals and the environment for programs. The layout is that of `docs/report-json.md`;
/// reading what was written gives the same rows.
package enum JSONReport {
    /// Version of the layout: it goes up when a key changes its meaning or goes away; new keys may join at any time.
    package static let schema = 1

    /// - Throws: only what `JSONEncoder` throws, which no report makes it do: numbers that JSON cannot hold are null.
    package static func data(of report: Report) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(JSONDocument(report)) + Data("\n".utf8)
    }

    /// Reads a report that ``data(of:)`` wrote.
    ///
    /// - Parameter path: the file's name, for messages.
    /// - Throws: ``JSONReportError``.
    package static func read(_ data: Data, path: String) throws(JSONReportError) -> Report {
        let data = data.dropFirst(ByteOrderMark.byteCount(in: data))
        struct Version: Decodable { let schema: Int }
        let document: JSONDocument
        do {
            let version = try JSONDecoder().decode(Version.self, from: data).schema
            guard version <= schema else { throw JSONReportError.newerSchema(path: path, found: version) }
            document = try JSONDecoder().decode(JSONDocument.self, from: data)
        } catch let error as JSONReportError {
            throw error
        } catch let error as DecodingError {
            throw .notReport(path: path, reason: Self.describe(error))
        } catch {
            throw .notReport(path: path, reason: "\(error)")
        }
        var runs: [ReportedRun] = []
        for run in document.runs {
            var records: [TrialRecord] = []
            var damaged = (run.damagedRows ?? []).map(\.row)
            var items = ItemAgreement()
            for (index, trial) in run.trials.enumerated() {
                guard let record = trial.record else {
                    throw .notReport(
                        path: path,
                        reason:
                            "trial \(index + 1) of run '\(run.name)' has a modality or status this build does not know")
                }
                if let contradiction = record.contradiction(derived: trial.derived) ?? items.contradiction(of: record) {
                    damaged.append(
                        DamagedRow(line: index + 1, column: contradiction.column, reason: contradiction.reason))
                } else {
                    records.append(record)
                }
            }
            var reported = ReportedRun(
                name: run.name, records: records, environment: run.environment,
                damaged: damaged, curves: run.curves.map(\.record),
                items: (run.items ?? []).compactMap(\.record))
            reported.supersededCount = run.supersededRows ?? 0
            runs.append(reported)
        }
        return Report(runs: runs)
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
            return path.isEmpty ? context.debugDescription : "at \(path): \(context.debugDescription)"
        }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return place(context)
        case .keyNotFound(let key, let context):
            return "the key '\(key.stringValue)' is missing; \(place(context))"
        @unknown default: return "\(error)"
        }
    }
}

/// Why a file is not a report that can be read.
package enum JSONReportError: Error, Sendable, Equatable, CustomStringConvertible {
    case notReport(path: String, reason: String)
    case newerSchema(path: String, found: Int)

    package var description: String {
        switch self {
        case .notReport(let path, let reason): "'\(path)' is not a JSON report: \(reason)"
        case .newerSchema(let path, let found):
            "'\(path)' has schema \(found), this build reads up to \(JSONReport.schema); use a newer ncbench"
        }
    }
}
