import Benchmarking
import Console
import Foundation

/// A file that a result goes to, at a path that the user chose; `-` is standard output.
package struct ResultFile {
    package let path: String

    package init(path: String) { self.path = path }

    package var isStandardOutput: Bool { path == "-" }

    /// Why it cannot be written.
    package struct Problem: Error, CustomStringConvertible {
        package let path: String
        package let reason: String

        package var description: String { "cannot write '\(path)': \(reason)" }
    }

    /// Where a link leads; the path itself when it is none, or leads nowhere.
    private var target: String {
        realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        } ?? path
    }

    /// Nil where there is nothing yet.
    private var kind: mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Whether the file could be written, as far as can be told without doing so.
    ///
    /// - Throws: ``Problem``.
    package func check() throws(Problem) {
        guard !isStandardOutput else { return }
        let kind = kind
        guard kind != S_IFDIR else { throw Problem(path: path, reason: "it is a folder") }
        let needed =
            kind == nil || kind == S_IFREG ? URL(fileURLWithPath: target).deletingLastPathComponent().path : path
        guard access(needed, W_OK) == 0 else { throw Problem(path: path, reason: String(cString: strerror(errno))) }
    }

    /// Writes the text: a file whole or not at all, a pipe or a device as it is.
    ///
    /// - Throws: ``Problem``.
    package func write(_ text: String) throws(Problem) {
        let data = Data(text.utf8)
        guard !isStandardOutput else { return StandardOutput.write(data) }
        do {
            if let kind, kind != S_IFREG {
                guard let handle = FileHandle(forWritingAtPath: path) else {
                    throw Problem(path: path, reason: String(cString: strerror(errno)))
                }
                defer { try? handle.close() }
                try handle.write(contentsOf: data)
            } else {
                try data.write(to: URL(fileURLWithPath: target), options: .atomic)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(path: path, reason: RunFolder.describe(error))
        }
    }
}
