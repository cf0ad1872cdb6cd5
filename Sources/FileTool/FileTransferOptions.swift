package import Console
import Foundation
import OutsideText

/// Which files are converted, and what becomes of them.
package struct FileTransferOptions: Sendable {
    /// Where bytes come from.
    package enum Input: Sendable, Equatable {
        case standardInput
        case file(path: String)
    }

    /// Where they go.
    package enum Output: Sendable, Equatable {
        /// To a file named after the input; to standard output from standard input.
        case derived
        case standardOutput
        case file(path: String)
    }

    package var inputs: [Input]
    package var output: Output
    /// Files that are read besides the inputs, and so must not be the output either.
    package var companions: [String]
    /// Whether an input is removed once its output is safely written.
    package var removesInputs: Bool
    /// Whether files are overwritten, and compressed data goes to and comes from a terminal.
    package var overwrites: Bool
    package var threads: Int
    package var verbosity: Verbosity

    package init(
        inputs: [Input], output: Output = .derived, companions: [String] = [], removesInputs: Bool = false,
        overwrites: Bool = false,
        threads: Int = 1, verbosity: Verbosity = .normal
    ) {
        self.inputs = inputs
        self.output = output
        self.companions = companions
        self.removesInputs = removesInputs
        self.overwrites = overwrites
        self.threads = threads
        self.verbosity = verbosity
    }
}

extension FileTransferOptions.Input {
    /// For messages.
    var name: String {
        switch self {
        case .standardInput: "standard input"
        case .file(let path): VisibleText.path(path)
        }
    }

    func open() throws(FileToolError) -> InputFile {
        switch self {
        case .standardInput: InputFile()
        case .file(let path): try InputFile(path: path)
        }
    }

    var isTerminal: Bool { self == .standardInput && isatty(STDIN_FILENO) == 1 }
}
