import Corpora
import Foundation

/// A folder for what a command leaves beside its output: it holds nothing yet, or its files may be replaced, but never those
/// that the command reads.
package struct KeptFolder {
    private let path: String

    /// Nothing is made yet.
    ///
    /// - Parameters:
    ///   - overwrites: whether the folder may hold something.
    ///   - inputs: files that must not lie in it, under whatever name.
    /// - Throws: ``MediaFileError`` where it does not suit.
    package init(path: String, overwrites: Bool, inputs: [MediaFile]) throws(MediaFileError) {
        self.path = path
        // What is no folder is told when it is to be made.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names {
            var status = stat()
            guard stat("\(path)/\(name)", &status) == 0 else { continue }
            if let input = inputs.first(where: { $0.file.isFile(status) }) {
                throw MediaFileError(
                    path: input.path, reason: "lies in the folder to keep results in; name another one")
            }
        }
        guard overwrites || names.isEmpty else {
            throw MediaFileError(path: path, reason: "holds something; --force replaces files there")
        }
    }

    /// Makes the folder.
    package func create() throws(MediaFileError) {
        do throws(FileProblem) {
            try FileProblem.createFolder(path)
        } catch {
            throw MediaFileError(path: path, reason: error.reason)
        }
    }

    /// Puts a file there, all at once.
    package func save(_ bytes: [UInt8], as name: String) throws(MediaFileError) {
        let file = "\(path)/\(name)"
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw MediaFileError(path: file, reason: FileProblem.reason(error))
        }
    }
}
