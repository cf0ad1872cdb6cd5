import Benchmarking
import OutsideText

/// How to measure the same again.
enum Reproduction {
    /// The command of the run on one line, for a shell in the folder it was given in.
    static func command(_ environment: RunEnvironment) -> String { VisibleText.oneLine(environment.command) }
}
