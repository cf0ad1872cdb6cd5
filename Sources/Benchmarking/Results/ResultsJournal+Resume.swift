package import Corpora
import Foundation
import OutsideText

extension ResultsJournal {
    /// What a resumed run finds.
    package struct Begun {
        package let journal: ResultsJournal
        /// As it was written when the run began.
        package let environment: RunEnvironment
        /// The trials that are done.
        package let records: [TrialRecord]
        /// What is gone from the files now: rows that a killed run had left unfinished, and rows of trials that are to be measured again.
        package let repairs: [String]
    }

    /// Goes on with the run in `folder`, after repairing what a killed run left unfinished at the end of its files.
    ///
    /// A trial is done when its row is whole, its samples are there, and its item was what it is now. Everything else is taken out.
    ///
    /// - Parameters:
    ///   - items: those to be measured now; a trial on another item stays as it is.
    ///   - check: looks at how the run was begun and how far it came, and throws if it is not to be gone on with; nothing has been
    ///     changed by then.
    /// - Returns: nil when there is no run in the folder.
    /// - Throws: ``RunFolderError``, also for damage elsewhere than in the last row, which no killed run leaves behind.
    package static func resume(
        _ folder: RunFolder, items: [Item] = [],
        check: (RunEnvironment, [TrialRecord]) throws(RunFolderError) -> Void
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
        let whole = JournalRepair.wholeRowsByteCount(data)
        let (records, damaged) = try ResultsFile.read(data.prefix(whole), path: folder.resultsPath)
        try check(environment, records)
        if let row = damaged.first {
            throw .damagedRecord(path: folder.path, row: "\(row)")
        }
        var repairs: [String] = []
        if whole < data.count { repairs.append("results.csv: \(data.count - whole) bytes of an unfinished row") }
        let repair = JournalRepair(
            records: records, samples: RunFolder.readSamples(folder.path), hashes: items.map { ($0.id, $0.sha256) })
        for (count, reason) in [
            (repair.changedCount, "whose items changed"), (repair.bereftCount, "whose samples are missing"),
        ] where count > 0 {
            repairs.append("results.csv: \(count) row\(count == 1 ? "" : "s") \(reason), to be measured again")
        }
        // Samples and curves first: a row then never lacks them for longer than a run that is killed here notices.
        let samples = try repairedSamples(folder, of: repair.kept, &repairs)
        try repairCurves(folder, of: repair.kept, &repairs)
        if repair.kept.count < records.count {
            try results.replaceContents(by: ResultsFile.text(of: repair.kept))
        } else if whole < data.count {
            try results.truncate(to: whole)
        }
        return Begun(
            journal: ResultsJournal(folder, results: results, samples: samples), environment: environment,
            records: repair.kept, repairs: repairs)
    }

    /// Samples come before their row, so that some may be of a trial that has none yet and will run again.
    private static func repairedSamples(
        _ folder: RunFolder, of records: [TrialRecord], _ repairs: inout [String]
    ) throws(RunFolderError) -> AppendedFile {
        guard FileManager.default.fileExists(atPath: folder.samplesPath) else {
            return try AppendedFile(path: folder.samplesPath, header: SampleRecord.header)
        }
        let samples = try AppendedFile(resuming: folder.samplesPath)
        let data = try folder.contents(of: folder.samplesPath)
        let kept = JournalRepair.samples(data, of: records)
        guard kept.utf8.count < data.count || kept.isEmpty else { return samples }
        repairs.append("samples.csv: \(data.count - kept.utf8.count) bytes that are not whole rows of finished trials")
        try samples.replaceContents(by: kept.isEmpty ? SampleRecord.header : kept)
        return samples
    }

    /// Curves come before their row as well.
    private static func repairCurves(
        _ folder: RunFolder, of records: [TrialRecord], _ repairs: inout [String]
    ) throws(RunFolderError) {
        guard FileManager.default.fileExists(atPath: folder.curvesPath) else { return }
        let (curves, damagedCount) = RunFolder.readCurves(folder.path)
        let finished = Set(records.filter { $0.blockByteCount == nil }.map { ExactText("\($0.item)\0\($0.spec)") })
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
}
