import ArgumentParser
import Benchmarking
import Foundation
import Regression
import Reporting

/// Reads the two runs of a comparison. A base that is not whole is none: what is missing from it could not be judged.
enum ComparisonSource {
    static func readBase(_ path: String) throws -> ComparedRun {
        let input: RunInput
        let contents: RunFolder.Contents
        do {
            input = try RunInput(path)
            contents = try input.contents()
        } catch {
            StandardError.print("ncbench: there is no base to compare against: \(error)")
            throw ExitStatus.notComparable
        }
        guard contents.damaged.isEmpty, !contents.records.isEmpty else {
            for line in Damage.lines(contents.damaged) { StandardError.print("ncbench: \(path): \(line)") }
            StandardError.print(
                "ncbench: the base '\(path)' is \(contents.damaged.isEmpty ? "empty" : "damaged"); record it again")
            throw ExitStatus.notComparable
        }
        return run(input, contents)
    }

    /// Rows that cannot be read count as lost.
    static func readNew(_ path: String) throws -> ComparedRun {
        let input: RunInput
        let contents: RunFolder.Contents
        do {
            input = try RunInput(path)
            contents = try input.contents()
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        for line in Damage.lines(contents.damaged) { StandardError.print("ncbench: left out: \(path): \(line)") }
        guard !contents.damaged.contains(where: { $0.column == "schema" }) else {
            StandardError.print("ncbench: the runs cannot be compared: '\(path)' is of another schema")
            throw ExitStatus.notComparable
        }
        return run(input, contents)
    }

    private static func run(_ input: RunInput, _ contents: RunFolder.Contents) -> ComparedRun {
        let (samples, damagedCount) = RunFolder.readSamplesCounting(input.path)
        return ComparedRun(
            name: input.name, records: contents.records, samples: samples,
            environment: contents.environment, damagedSampleCount: damagedCount)
    }
}
