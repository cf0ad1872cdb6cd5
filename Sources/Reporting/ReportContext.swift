package import Benchmarking

/// What a report knows beside the rows.
package struct ReportContext: Sendable {
    /// Nil when a results file is rendered by itself.
    package var environment: RunEnvironment?

    package init(environment: RunEnvironment?) { self.environment = environment }

    /// Whether an item was generated rather than real: by its name, so that the CSV alone tells.
    package func isGenerated(_ item: String) -> Bool { item.hasPrefix("generated/") }

    /// Whether a codec is a neural one: by its name, so that the CSV alone tells. Neural codecs' names begin with the
    /// network's kind.
    package func isNeural(_ codec: String) -> Bool {
        ["lstm", "gru", "transformer", "nncp", "cmix"].contains { codec == $0 || codec.hasPrefix($0 + "-") }
    }
}
