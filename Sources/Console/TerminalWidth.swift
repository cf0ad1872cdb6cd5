import Foundation

/// The width to fit text to: the terminal's, or 120 columns where there is none.
package enum TerminalWidth {
    /// Of standard output, columns.
    package static var current: Int { of(STDOUT_FILENO) }

    /// Of the terminal behind a descriptor, columns.
    package static func of(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 120
        }
        return Int(size.ws_col)
    }
}
