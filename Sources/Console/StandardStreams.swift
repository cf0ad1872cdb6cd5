package import Foundation
import OutsideText
import Synchronization

/// Where messages, progress and errors go; results go to standard output or files.
package enum StandardError {
    /// Writes a line; what names in it hold that would act on a terminal is written as escapes.
    @Sendable package static func print(_ line: String) { write(VisibleText.lines(line) + "\n") }

    /// Writes over the terminal's line, with a text that is made fit for it.
    package static func rewriteLine(_ text: String) {
        // Carriage return, the line, and "erase to the end of the line".
        write("\r\(VisibleText.oneLine(text))\u{1B}[K")
    }

    /// Writes text as it is. Nobody may be there to read it, and the disk of a log may be full: neither may end a run.
    private static func write(_ text: String) { _ = StandardStreams.write(Data(text.utf8), to: STDERR_FILENO) }

    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Where results go that have no file of their own.
package enum StandardOutput {
    /// The first `errno` of a write, 0 for none.
    private static let failure = Atomic<Int32>(0)

    /// Writes text at once; bytes of paths that are not UTF-8 are written as escapes. What cannot be written is told when the program
    /// ends, by its message and its status.
    package static func print(_ text: String, terminator: String = "\n") {
        write(Data((VisibleText.unescaped(text) + terminator).utf8))
    }

    /// Writes the bytes of a text at once. On a terminal, what would act on it is written as escapes: nothing that a name holds
    /// reaches it raw. Files and pipes get the bytes as they are.
    package static func write(_ data: Data) {
        let data =
            isatty(STDOUT_FILENO) == 1 ? Data(VisibleText.lines(String(decoding: data, as: UTF8.self)).utf8) : data
        let code = StandardStreams.write(data, to: STDOUT_FILENO)
        if code != 0 { _ = failure.compareExchange(expected: 0, desired: code, ordering: .relaxed) }
    }

    /// Why some of it could not be written; nil when all was, or when its reader wanted no more (`| head`).
    package static var failureReason: String? {
        let code = failure.load(ordering: .relaxed)
        guard code != 0, code != EPIPE else { return nil }
        return code == EBADF ? "it is closed" : String(cString: strerror(code))
    }
}

/// The three files that every program starts with.
package enum StandardStreams {
    /// Sees to it that all three are there: were one closed, the next file that is opened would take its place and get what
    /// is meant for people. What stands in for a closed standard output cannot be written to, so that results that
    /// nobody gets are noticed.
    package static func prepare() {
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is the one that is missing.
            _ = open("/dev/null", mode)
        }
    }

    fileprivate static func write(_ data: Data, to descriptor: Int32) -> Int32 {
        data.withUnsafeBytes { writeAll($0, to: descriptor) }
    }
}

/// Writes all of the bytes; returns 0, or the `errno` of what went wrong.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
            guard errno == EINTR else { return errno }
            continue
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
}
