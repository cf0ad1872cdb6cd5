import Benchmarking
import OutsideText

/// How to measure the same again.
enum Reproduction {
    /// The command of the run on one line, for a shell in the folder it was given in. The program's name stands for the script of a
    /// checkout, which builds it; in front of it may stand what the environment has to say.
    static func command(_ environment: RunEnvironment) -> String {
        let program = "ncbench "
        let command = VisibleText.oneLine(environment.command)
        let words = command.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard let place = words.firstIndex(where: { $0.elementsEqual(program.utf8.dropLast()) }),
            words[..<place].allSatisfy({ $0.contains(UInt8(ascii: "=")) })
        else { return command }
        let before = words[..<place].map { String(Substring($0)) + " " }.joined()
        return before + "./run-bench.sh -- "
            + words[(place + 1)...].map { String(Substring($0)) }.joined(separator: " ")
    }
}
