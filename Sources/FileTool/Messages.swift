import Console

/// What the file tool says to people, on standard error.
enum Messages {
    static func error(_ text: String) { note("ncbench: \(text)") }

    static func note(_ text: String) { StandardError.print(text) }
}
