import Benchmarking
import Console
import Corpora
import Foundation
import OutsideText
import Reporting
import Training

/// The curves of trainings among what `ncbench report` is given.
enum TrainingCurveFiles {
    /// The report of them; nil where the first path is none.
    ///
    /// - Throws: the status to end with, after a message: a report is of curves or of runs.
    static func report(_ paths: [String]) throws -> TrainingReport? {
        guard let first = paths.first, isCurve(first) else { return nil }
        var curves: [(name: String, curve: TrainingCurve)] = []
        for path in paths {
            let input: RunInput
            do throws(RunFolderError) {
                input = try RunInput(path)
            } catch {
                StandardError.print("ncbench: \(error)")
                throw ExitStatus.failure
            }
            guard TrainingCurve.begins(input.data) else {
                StandardError.print(
                    "ncbench: '\(VisibleText.path(path))' is no curve of a training, as '\(VisibleText.path(first))' is;"
                        + " runs and trainings are reported apart")
                throw ExitStatus.usage
            }
            guard let curve = TrainingCurve(csv: String(decoding: input.data, as: UTF8.self)) else {
                StandardError.print("ncbench: '\(VisibleText.path(path))' is damaged: a line is no epoch of a training")
                throw ExitStatus.failure
            }
            curves.append((input.name, curve))
        }
        return TrainingReport(curves)
    }

    /// Whether a file begins as a curve does. What can be read only once is none.
    private static func isCurve(_ path: String) -> Bool {
        guard let file = try? PathFile.regular(path), let head = try? file.read(upToCount: 128) else { return false }
        try? file.close()
        return TrainingCurve.begins(head)
    }
}
