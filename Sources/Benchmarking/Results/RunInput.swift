package import Corpora
package import Foundation
import OutsideText

/// The record of a run by the path that a user gives: its folder, a results file, a pipe with one, or `-` for standard input.
///
/// A pipe gives its bytes once, so that what it holds is told from those bytes.
package struct RunInput: Sendable {
    package let path: String
    /// The bytes of the results file, or of whatever else the path names.
    package let data: Data
    private let folder: RunFolder
    private let resultsPath: String

    /// Reads it.
    package init(_ path: String) throws(RunFolderError) {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        self.path = path
        folder = RunFolder(path: isFolder.boolValue ? path : PathText.folder(of: path))
        resultsPath = isFolder.boolValue ? folder.resultsPath : path
        do throws(FileProblem) {
            data = try PathFile.bytes(of: resultsPath, readsStandardInput: true)
        } catch {
            guard isThere || path == "-" || !PathText.isUTF8(path) else {
                throw .cannotRead(path: path, reason: "no such file or folder")
            }
            throw .cannotRead(path: resultsPath, reason: error.reason)
        }
    }

    /// Whether the bytes are a JSON document rather than rows.
    package var isJSON: Bool {
        data.dropFirst(ByteOrderMark.byteCount(in: data)).first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    }

    /// What to call the run: its folder's name, or that of its file.
    package var name: String {
        if path == "-" { return "standard input" }
        // A pipe of the shell's has a number there, which says nothing.
        if path.utf8.starts(with: "/dev/".utf8) || path.utf8.starts(with: "/proc/".utf8) { return path }
        let url = URL(fileURLWithPath: path)
        return (url.lastPathComponent == "results.csv" ? url.deletingLastPathComponent() : url).lastPathComponent
    }

    /// The rows, and the environment beside them.
    package func contents() throws(RunFolderError) -> RunFolder.Contents {
        let (records, damaged) = try ResultsFile.read(data, path: resultsPath)
        return RunFolder.Contents(records: records, damaged: damaged, environment: folder.environment())
    }
}
