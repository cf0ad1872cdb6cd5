import Corpora
import Foundation
import OutsideText

/// Writes a run's rows as they come: each is appended, flushed and synced before the next trial begins, so that whatever
/// kills the run, the rows of finished trials are whole.
package final class ResultsJournal {
    private let results: AppendedFile
    private let samples: AppendedFile
    private let folder: RunFolder
    /// Opened when the first curve comes: most runs take none.
    private var curves: AppendedFile?

    /// Begins a run's files in `folder`, which is created if need be.
    ///
    /// - Throws: ``RunFolderError``; nothing is left behind when the folder cannot be used.
    package init(_ folder: RunFolder, environment: RunEnvironment) throws(RunFolderError) {
        try RunFolder.create(folder.path)
        guard !FileManager.default.fileExists(atPath: folder.resultsPath) else { throw .occupied(path: folder.path) }
        // A run that was killed before its first row left these, which say nothing without results.
        unlink(folder.samplesPath)
        unlink(folder.curvesPath)
        try folder.write(environment)
        self.folder = folder
        results = try AppendedFile(path: folder.resultsPath, header: ResultsFile.header)
        do throws(RunFolderError) {
            samples = try AppendedFile(path: folder.samplesPath, header: SampleRecord.header)
        } catch {
            unlink(folder.resultsPath)
            throw error
        }
        folder.syncNames()
    }

    init(_ folder: RunFolder, results: AppendedFile, samples: AppendedFile) {
        self.folder = folder
        self.results = results
        self.samples = samples
    }

    /// Appends a learning curve, before its trial.
    package func append(_ curve: [CurveRecord]) throws(RunFolderError) {
        guard !curve.isEmpty else { return }
        let file: AppendedFile
        if let curves {
            file = curves
        } else if FileManager.default.fileExists(atPath: folder.curvesPath) {
            file = try AppendedFile(resuming: folder.curvesPath)
        } else {
            file = try AppendedFile(path: folder.curvesPath, header: CurveRecord.header)
        }
        curves = file
        try file.append(curve.map(\.row).joined())
    }

    /// Appends a finished trial and its samples.
    package func append(_ record: TrialRecord, samples records: [SampleRecord]) throws(RunFolderError) {
        // Samples first: a row in the results then always has its samples.
        if !records.isEmpty { try samples.append(records.map(\.row).joined()) }
        try results.append(ResultsFile.row(of: record))
    }

    /// Whether everything that was written is still in the folder: to be asked when the last row is written.
    ///
    /// - Throws: ``RunFolderError/recordGone(path:reason:)``.
    package func check() throws(RunFolderError) {
        try results.check()
        try samples.check()
        try curves?.check()
        for path in [folder.environmentPath, folder.itemsPath] where PathFile.status(of: path) == nil {
            throw .recordGone(path: path, reason: "it was removed or moved")
        }
    }
}
