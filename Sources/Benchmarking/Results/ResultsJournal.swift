import Foundation

/// Writes a run's rows as they come: each is appended, flushed and synced before the next trial begins, so that whatever
/// kills the run, the rows of finished trials are whole.
package final class ResultsJournal {
    private let results: AppendedFile
    private let samples: AppendedFile

    /// Begins a run's files in `folder`, which is created if need be.
    ///
    /// - Throws: ``RunFolderError``; nothing is left behind when the folder cannot be used.
    package init(_ folder: RunFolder, environment: RunEnvironment) throws(RunFolderError) {
        do {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        } catch {
            throw .cannotCreate(path: folder.path, reason: RunFolder.describe(error))
        }
        guard !FileManager.default.fileExists(atPath: folder.resultsPath) else { throw .occupied(path: folder.path) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(environment) + Data("\n".utf8)
            try data.write(to: URL(fileURLWithPath: folder.environmentPath), options: .atomic)
        } catch {
            throw .cannotWrite(path: folder.environmentPath, reason: RunFolder.describe(error))
        }
        results = try AppendedFile(path: folder.resultsPath, header: ResultsFile.header)
        samples = try AppendedFile(path: folder.samplesPath, header: SampleRecord.header)
    }

    /// Appends a finished trial and its samples.
    package func append(_ record: TrialRecord, samples records: [SampleRecord]) throws(RunFolderError) {
        // Samples first: a row in the results then always has its samples.
        if !records.isEmpty { try samples.append(records.map(\.row).joined()) }
        try results.append(ResultsFile.row(of: record))
    }
}

/// A file that only grows, and whose parts are on disk when ``append(_:)`` returns.
private final class AppendedFile {
    private let path: String
    private let descriptor: Int32

    init(path: String, header: String) throws(RunFolderError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: path)
        }
        do throws(RunFolderError) {
            try append(header)
        } catch {
            unlink(path)
            throw error
        }
    }

    deinit { close(descriptor) }

    func append(_ text: String) throws(RunFolderError) {
        let bytes = Array(text.utf8)
        let start = lseek(descriptor, 0, SEEK_END)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                let reason = String(cString: strerror(errno))
                // A full disk takes part of a row: cut it off again, so that the file ends with a whole one.
                _ = ftruncate(descriptor, start)
                throw .cannotWrite(path: path, reason: reason)
            }
        }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
