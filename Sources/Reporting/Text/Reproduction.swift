import Benchmarking

/// How to measure the same again.
enum Reproduction {
    /// The command line of the run, without the program's name, on one line.
    static func arguments(_ environment: RunEnvironment) -> String {
        let command = SafeText.oneLine(environment.command)
        return command.hasPrefix("ncbench ") ? String(command.dropFirst("ncbench ".count)) : command
    }
}
