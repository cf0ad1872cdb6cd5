import Benchmarking
import Foundation
import OutsideText

/// What `history add` takes: runs by their folders or results files, and whole histories in either form.
package enum HistoryInput {
    /// The runs at a path.
    ///
    /// - Throws: ``HistoryError`` when it cannot be read, or holds neither.
    package static func read(_ path: String) throws(HistoryError) -> RecordedRun.Reading {
        if HistoryDatabase.isFolder(path), !holdsResults(path), holdsHistories(path) {
            return RecordedRun.Reading(runs: try HistoryFolder(path: path).recordedRuns())
        }
        if isDatabase(path) {
            let database = try HistoryDatabase(path: path, creates: false)
            var runs: [RecordedRun] = []
            for summary in try database.runs() { runs.append(try database.run(summary.run)) }
            return RecordedRun.Reading(runs: runs)
        }
        do throws(RunFolderError) {
            let reading = try RecordedRun.read(path)
            guard !reading.runs.isEmpty else {
                throw RunFolderError.notResults(path: path, reason: "there is no row in it that can be read")
            }
            if let shard = reading.runs.lazy.compactMap(\.environment?.options?.shard?.shard).first {
                throw RunFolderError.cannotRead(
                    path: path, reason: "it is shard \(shard) of a run; 'ncbench merge' makes one run of all of them")
            }
            return reading
        } catch {
            guard case .cannotRead(let path, let reason) = error else {
                throw .cannotRead(path: path, reason: "\(error)")
            }
            throw .cannotRead(path: path, reason: reason)
        }
    }

    private static func holdsResults(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: RunFolder(path: path).resultsPath)
    }

    private static func holdsHistories(_ path: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.contains { $0.hasPrefix("run-") && $0.hasSuffix(".sqlite") }
    }

    /// SQLite's files say what they are (SQLite, "Database File Format", section 1.3.1).
    private static func isDatabase(_ path: String) -> Bool {
        guard !HistoryDatabase.isFolder(path), path != "-", let file = FileHandle(forReadingAtPath: path) else {
            return false
        }
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
    }
}
