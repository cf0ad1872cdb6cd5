import Foundation

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

    /// What a resumed run finds.
    package struct Begun {
        package let journal: ResultsJournal
        /// As it was written when the run began.
        package let environment: RunEnvironment
        /// The trials that are done.
        package let records: [TrialRecord]
        /// Rows that a killed run had left unfinished, and that are gone now.
        package let repairs: [String]
    }

    /// Goes on with the run in `folder`, after repairing what a killed run left unfinished at the end of its files.
    ///
    /// - Parameter check: looks at how the run was begun and throws if it is not to be gone on with; nothing has been
    ///   changed by then.
    /// - Returns: nil when there is no run in the folder.
    /// - Throws: ``RunFolderError``, also for damage elsewhere than in the last row, which no killed run leaves behind.
    package static func resume(
        _ folder: RunFolder, check: (RunEnvironment) throws(RunFolderError) -> Void
    ) throws(RunFolderError) -> Begun? {
        guard FileManager.default.fileExists(atPath: folder.resultsPath) else { return nil }
        let results = try AppendedFile(resuming: folder.resultsPath)
        let data = try folder.contents(of: folder.resultsPath)
        // Killed between creating the file and writing its first line: there was no run.
        guard data.contains(UInt8(ascii: "\n")) else {
            unlink(folder.resultsPath)
            return nil
        }
        guard let environment = folder.environment() else {
            throw .cannotResume(path: folder.path, reason: "environment.json is missing or not readable")
        }
        try check(environment)
        var repairs: [String] = []
        let whole = JournalRepair.wholeRowsByteCount(data)
        let text = String(decoding: data.prefix(whole), as: UTF8.self)
        let (records, damaged) = try ResultsFile.read(text, path: folder.resultsPath)
        if whole < data.count { repairs.append("results.csv: \(data.count - whole) bytes of an unfinished row") }
        if let row = damaged.first {
            throw .cannotResume(path: folder.path, reason: "results.csv is damaged: \(row)")
        }
        let samples = try repairedSamples(folder, of: records, &repairs)
        try repairCurves(folder, of: records, &repairs)
        if whole < data.count { try results.truncate(to: whole) }
        return Begun(
            journal: ResultsJournal(folder, results: results, samples: samples), environment: environment,
            records: records,
            repairs: repairs)
    }

    private init(_ folder: RunFolder, results: AppendedFile, samples: AppendedFile) {
        self.folder = folder
        self.results = results
        self.samples = samples
    }

    /// Samples come before their row. Those at the end that no row follows belong to a trial that will run again.
    private static func repairedSamples(
        _ folder: RunFolder, of records: [TrialRecord], _ repairs: inout [String]
    ) throws(RunFolderError) -> AppendedFile {
        guard FileManager.default.fileExists(atPath: folder.samplesPath) else {
            repairs.append("samples.csv: it was missing")
            return try AppendedFile(path: folder.samplesPath, header: SampleRecord.header)
        }
        let samples = try AppendedFile(resuming: folder.samplesPath)
        let data = try folder.contents(of: folder.samplesPath)
        let keep = JournalRepair.samplesByteCount(
            data,
            of: Set(
                records.map { "\($0.item)\0\($0.spec)\0\($0.blockByteCount.map(String.init) ?? "")" }))
        guard keep < data.count || keep == 0 else { return samples }
        repairs.append("samples.csv: \(data.count - keep) bytes of a trial that had not finished")
        try samples.truncate(to: keep)
        if keep == 0 { try samples.append(SampleRecord.header) }
        return samples
    }

    /// Curves come before their row as well, so that those without a row are of a trial that will run again.
    private static func repairCurves(
        _ folder: RunFolder, of records: [TrialRecord], _ repairs: inout [String]
    ) throws(RunFolderError) {
        guard FileManager.default.fileExists(atPath: folder.curvesPath) else { return }
        let (curves, damagedCount) = RunFolder.readCurves(folder.path)
        let finished = Set(records.filter { $0.blockByteCount == nil }.map { "\($0.item)\0\($0.spec)" })
        let kept = curves.filter { finished.contains("\($0.item)\0\($0.spec)") }
        guard kept.count < curves.count || damagedCount > 0 else { return }
        repairs.append(
            "curves.csv: \(curves.count - kept.count + damagedCount) points of a trial that had not finished")
        do {
            try Data((CurveRecord.header + kept.map(\.row).joined()).utf8).write(
                to: URL(fileURLWithPath: folder.curvesPath), options: .atomic)
        } catch {
            throw .cannotWrite(path: folder.curvesPath, reason: RunFolder.describe(error))
        }
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
}
