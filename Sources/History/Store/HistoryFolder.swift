import Corpora
import Foundation
import GRDB
import OutsideText

/// The folder form of a history: a file for each run, each a small history of its own, for file systems whose locks cannot be
/// trusted. A file appears by being renamed, whole; nobody ever writes into one that is there, unless its run was gone on with.
package struct HistoryFolder: Sendable {
    /// Without a `/` at its end.
    package let path: String

    /// - Parameter path: with or without a `/` at its end.
    package init(path: String) {
        self.path = path.count > 1 && path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
    }

    private static let suffix = ".sqlite"

    /// Adds runs; each that could be added stays, whatever becomes of those behind it.
    package func add(_ runs: [RecordedRun]) throws(HistoryError) -> [HistoryAddition] {
        do throws(FileProblem) {
            try FileProblem.createFolder(path)
        } catch {
            throw .cannotUse(path: path, reason: error.reason)
        }
        var additions: [HistoryAddition] = []
        for run in runs {
            let file = file(of: run.run)
            let known = PathFile.isNothing(at: file) ? nil : try Self.copy(of: file).run(run.run)
            let addition = try HistoryDatabase.addition(of: run, to: known)
            if addition != .known { try write(run, to: file) }
            additions.append(addition)
        }
        return additions
    }

    /// All runs, in memory.
    package func merged() throws(HistoryError) -> HistoryDatabase {
        let whole = try HistoryDatabase(inMemoryNamed: path)
        for run in try recordedRuns() { _ = try whole.add([run]) }
        return whole
    }

    /// The runs of all files, by the names of these.
    package func recordedRuns() throws(HistoryError) -> [RecordedRun] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(Self.suffix) }
        } catch {
            guard !PathFile.isNothing(at: path) else { throw .missing(path: path) }
            throw .cannotUse(path: path, reason: FileProblem.reason(error))
        }
        var runs: [RecordedRun] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let database = try Self.copy(of: path + "/" + name)
            for summary in try database.runs() { runs.append(try database.run(summary.run)) }
        }
        return runs
    }

    /// Identifiers may hold anything; file names get letters, digits and a few signs, other bytes as `%HH`.
    private func file(of run: String) -> String {
        let name = run.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(Unicode.Scalar(byte))
            default: "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
        return path + "/run-" + name.joined() + Self.suffix
    }

    /// Reads a file into memory and opens it there, so that no lock is asked of its file system.
    private static func copy(of file: String) throws(HistoryError) -> HistoryDatabase {
        let scratch = try ScratchFile()
        defer { scratch.remove() }
        do {
            try PathFile.bytes(of: file).write(to: scratch.url)
        } catch {
            throw .cannotRead(path: file, reason: FileProblem.reason(error))
        }
        do throws(HistoryError) {
            let source = try HistoryDatabase(path: scratch.url.path, creates: false)
            let copy = try HistoryDatabase(inMemoryNamed: file)
            do { try source.queue.backup(to: copy.queue) } catch { throw HistoryError(error, path: file) }
            return copy
        } catch {
            throw error.named(file)
        }
    }

    private func write(_ run: RecordedRun, to file: String) throws(HistoryError) {
        let scratch = try ScratchFile()
        defer { scratch.remove() }
        do throws(HistoryError) {
            _ = try HistoryDatabase(path: scratch.url.path, creates: true).add([run])
        } catch {
            throw error.named(file)
        }
        do {
            try Data(contentsOf: scratch.url).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw .cannotUse(path: file, reason: FileProblem.reason(error))
        }
    }
}

/// A file on a local disk that nobody else knows.
private struct ScratchFile {
    let folder: URL
    var url: URL { folder.appendingPathComponent("run.sqlite") }

    init() throws(HistoryError) {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench-history-\(UUID().uuidString)")
        do throws(FileProblem) {
            try FileProblem.createFolder(folder.path)
        } catch {
            throw .cannotUse(path: folder.path, reason: error.reason)
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
