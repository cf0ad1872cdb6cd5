import Benchmarking
import Corpora
import Foundation

/// Where a baseline is kept: a folder with one file a suite; or, of a single suite, its file, a pipe, or `-` for standard input.
package struct BaselineFolder: Sendable {
    /// Why a baseline cannot be read or written.
    package enum Problem: Error, Sendable, Equatable {
        case missing(path: String, reason: String)
        case damaged(BaselineFile.Malformation)
        case cannotWrite(path: String, reason: String)
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// The file of a suite in the folder.
    package func path(of suite: String) -> String { "\(path)/\(suite).csv" }

    /// Whether it is a folder, or nothing yet.
    package var isFolder: Bool {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return path != "-" && (!isThere || isFolder.boolValue)
    }

    /// The rows of a suite.
    package func rows(of suite: String) throws(Problem) -> [BaselineRow] {
        try Self.read(isFolder ? path(of: suite) : path, readsStandardInput: true)
    }

    /// The rows that an update replaces; none where the suite has no file yet.
    package func rowsToUpdate(of suite: String) throws(Problem) -> [BaselineRow] {
        let path = path(of: suite)
        do throws(Problem) {
            return try Self.read(path, readsStandardInput: false)
        } catch {
            if case .missing = error, !FileManager.default.fileExists(atPath: path) { return [] }
            throw error
        }
    }

    /// Writes the rows of a suite, whole or not at all.
    package func write(_ rows: [BaselineRow], of suite: String) throws(Problem) {
        let file = path(of: suite)
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(BaselineFile.text(rows).utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw .cannotWrite(path: file, reason: RunFolder.describe(error))
        }
    }

    private static func read(_ path: String, readsStandardInput: Bool) throws(Problem) -> [BaselineRow] {
        let data: Data
        do throws(FileProblem) {
            data = try PathFile.bytes(of: path, readsStandardInput: readsStandardInput)
        } catch {
            throw .missing(path: path, reason: error.reason)
        }
        do throws(BaselineFile.Malformation) {
            return try BaselineFile.read(data, path: path)
        } catch {
            throw .damaged(error)
        }
    }
}

extension BaselineFolder.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path, let reason):
            "there is no baseline '\(path)' to compare with: \(reason); 'ncbench baseline update' writes it"
        case .damaged(let malformation):
            "the baseline is damaged: \(malformation); restore it, or remove it and write it anew"
        case .cannotWrite(let path, let reason): "cannot write '\(path)': \(reason)"
        }
    }
}
