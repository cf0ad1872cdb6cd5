import Corpora
import Foundation
import OutsideText

extension HistoryDatabase {
    /// Where the history is when nothing else is said: what `NCBENCH_HISTORY` names, or `reports/history.sqlite`.
    package static var standardPath: String {
        let named = ProcessInfo.processInfo.environment["NCBENCH_HISTORY"] ?? ""
        return named.isEmpty ? "reports/history.sqlite" : named
    }

    /// Whether a path means the folder form: a folder that is there, or a path that says so by its last character.
    package static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isThere ? isFolder.boolValue : path.utf8.last == UInt8(ascii: "/")
    }

    static func createFolder(above path: String) throws(HistoryError) {
        do throws(FileProblem) {
            try FileProblem.createFolder(PathText.folder(of: path))
        } catch {
            throw .cannotUse(path: path, reason: error.reason)
        }
    }

    /// The history at a path, to be read: a database, or all runs of the folder form.
    package static func reading(_ path: String) throws(HistoryError) -> HistoryDatabase {
        isFolder(path) ? try HistoryFolder(path: path).merged() : try HistoryDatabase(path: path, creates: false)
    }
}
