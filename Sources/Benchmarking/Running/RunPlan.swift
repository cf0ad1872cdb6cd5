package import CodecInterface
package import Corpora

/// What a run does: every spec on every item.
package struct RunPlan: Sendable {
    /// One spec, checked and with the codec's own words about itself.
    package struct Entry: Sendable {
        package var spec: CodecSpec
        package var information: CodecInformation
        /// The parameters in effect, the default spelled out.
        package var parameters: String

        package init(spec: CodecSpec, information: CodecInformation, parameters: String) {
            self.spec = spec
            self.information = information
            self.parameters = parameters
        }
    }

    package var items: [Item]
    package var entries: [Entry]
    package var threads = 1
    package var blockByteCount: Int?
    package var repetitions = RepetitionPolicy()
    /// Seconds that one direction may take; nil for no limit.
    package var timeout: Double?
    /// Bytes of memory that one direction may use; nil for no limit.
    package var memoryLimit: Int?
    package var pinnedCPU: Int?

    package init(items: [Item], entries: [Entry]) {
        self.items = items
        self.entries = entries
    }
}
