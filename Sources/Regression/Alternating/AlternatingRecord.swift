package import Benchmarking
import Foundation
import OutsideText

/// The folder of `ncbench ab --output`: a run of each build, as `ncbench run` writes them, and `rounds.csv`.
package struct AlternatingRecord {
    package let folder: String
    private let journals: (base: ResultsJournal, new: ResultsJournal)

    private static let header = ["round", "end_s"]

    /// Begins both runs, so that a folder that cannot be used is found out before anything was measured.
    package init(
        folder: String, plan: RunPlan, budget: Double?, _ before: DrivenBuild, _ after: DrivenBuild
    ) throws(RunFailure) {
        guard (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty ?? true else {
            throw .failed("'\(folder)' holds other files; choose a folder with --output that is new or empty")
        }
        func begin(_ name: String, _ build: DrivenBuild) throws(RunFailure) -> ResultsJournal {
            do {
                return try ResultsJournal(
                    RunFolder(path: "\(folder)/\(name)"),
                    environment: build.environment(of: plan, run: name, budget: budget))
            } catch {
                throw .failed("\(error)")
            }
        }
        self.folder = folder
        journals = (try begin("base", before), try begin("new", after))
    }

    /// Writes what was measured, also of a run that was cancelled.
    package func write(_ outcome: AlternatingRunner.Outcome) throws(RunFailure) {
        let ends = outcome.roundEnds.enumerated().map { CSVText.row([String($0), NumberText.fixed(3)($1)]) }
        do {
            for (journal, side) in [(journals.base, outcome.base), (journals.new, outcome.new)] {
                for record in side.records {
                    try journal.append(
                        record,
                        samples: side.samples.filter {
                            $0.item == record.item && ExactText($0.spec) == ExactText(record.spec)
                                && $0.blockByteCount == record.blockByteCount
                        })
                }
            }
            try Data((CSVText.row(Self.header) + ends.joined()).utf8).write(
                to: URL(fileURLWithPath: Self.roundsPath(folder)), options: .atomic)
        } catch let error as RunFolderError {
            throw .failed("\(error)")
        } catch {
            throw .failed("cannot write '\(Self.roundsPath(folder))': \(RunFolder.describe(error))")
        }
    }

    /// Reads the ends of the rounds, seconds from the beginning; nil when there is no such file or it is damaged.
    package static func roundEnds(_ folder: String) -> [Double]? {
        guard let data = FileManager.default.contents(atPath: roundsPath(folder)) else { return nil }
        let rows = CSVText.rows(of: String(decoding: data, as: UTF8.self))
        guard rows.first?.fields == header else { return nil }
        let ends = rows.dropFirst().compactMap { row in
            row.isComplete && row.fields.count == header.count ? Double(row.fields[1]) : nil
        }
        return ends.isEmpty || ends.count != rows.count - 1 ? nil : ends
    }

    private static func roundsPath(_ folder: String) -> String { folder + "/rounds.csv" }
}
