import Foundation

/// Where messages, progress and errors go; results go to standard output or files.
enum StandardError {
    /// Writes a line.
    @Sendable static func print(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
