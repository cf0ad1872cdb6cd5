import OutsideText

/// How a trial ended; the `status` column.
public enum TrialStatus: Sendable, Hashable {
    case ok
    case timeout
    case outOfMemory
    /// The worker died of a signal, e.g. `SIGSEGV`; behind a colon what it said last.
    case crashed(signal: String)
    /// The codec reported an error.
    case failed(reason: String)
    /// The decompressed bytes differ from the original.
    case mismatch
    /// The codec does not take this kind of item; not an error.
    case unsupported(reason: String)

    /// No codec is to blame: the item's file had other bytes than when the run began, or was gone.
    package static let changedItem = TrialStatus.failed(reason: "the file changed during the run")
}

extension TrialStatus: CustomStringConvertible {
    /// The spelling in `results.csv`: `ok`, `timeout`, `out-of-memory`, `crashed(SIGSEGV)`, `failed(…)`, `mismatch`,
    /// `unsupported(…)`.
    public var description: String {
        switch self {
        case .ok: "ok"
        case .timeout: "timeout"
        case .outOfMemory: "out-of-memory"
        case .crashed(let signal): "crashed(\(signal))"
        case .failed(let reason): "failed(\(reason))"
        case .mismatch: "mismatch"
        case .unsupported(let reason): "unsupported(\(reason))"
        }
    }
}

extension TrialStatus: LosslessStringConvertible {
    /// Reads the spelling of `results.csv`; nil when it is none of them.
    public init?(_ text: String) {
        func argument(of name: String) -> String? {
            guard ExactText(text).hasPrefix(name + "("), ExactText(text).hasSuffix(")") else { return nil }
            return String(text.unicodeScalars.dropFirst(name.utf8.count + 1).dropLast())
        }
        switch text {
        case "ok": self = .ok
        case "timeout": self = .timeout
        case "out-of-memory": self = .outOfMemory
        case "mismatch": self = .mismatch
        default:
            if let signal = argument(of: "crashed") {
                self = .crashed(signal: signal)
            } else if let reason = argument(of: "failed") {
                self = .failed(reason: reason)
            } else if let reason = argument(of: "unsupported") {
                self = .unsupported(reason: reason)
            } else {
                return nil
            }
        }
    }
}
