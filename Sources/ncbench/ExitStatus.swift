import ArgumentParser

/// What the process tells its caller; one number a cause, so that wrappers and CI can tell them apart.
enum ExitStatus {
    /// Everything ran; improvements and `unsupported` rows included.
    static let success = ExitCode(0)
    /// Something failed at run time, or a row is `timeout`, `out-of-memory`, `crashed` or `failed`.
    static let failure = ExitCode(1)
    /// A comparison found a regression.
    static let regression = ExitCode(3)
    /// A round trip did not give back the original bytes.
    static let mismatch = ExitCode(4)
    /// The baseline is missing, or the two runs cannot be compared.
    static let notComparable = ExitCode(5)
    /// The command line is wrong (`EX_USAGE` of sysexits.h).
    static let usage = ExitCode(64)
}
