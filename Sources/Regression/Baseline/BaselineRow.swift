package import Benchmarking
package import OutsideText

/// What one spec made of one item, on some version of its library: a row of a baseline.
///
/// A stream of the project's own codecs is the same everywhere. That of a system library depends on its version, and for some on the
/// processor's architecture (compilers fuse multiplications and additions differently), so that both are part of the key.
package struct BaselineRow: Sendable, Hashable {
    package var codec: String
    package var parameters: String
    /// The library and its version; ``ownVersion`` for the project's own codecs, whose format may change and whose sizes must not.
    package var library: String
    package var item: ExactText
    package var itemSHA256: String
    package var rawByteCount: Int
    package var compressedByteCount: Int
    package var streamSHA256: String

    /// What the ``library`` column says of the project's own codecs.
    package static let ownVersion = "ncbench"

    package init(
        codec: String, parameters: String, library: String, item: ExactText, itemSHA256: String, rawByteCount: Int,
        compressedByteCount: Int, streamSHA256: String
    ) {
        self.codec = codec
        self.parameters = parameters
        self.library = library
        self.item = item
        self.itemSHA256 = itemSHA256
        self.rawByteCount = rawByteCount
        self.compressedByteCount = compressedByteCount
        self.streamSHA256 = streamSHA256
    }

    /// The row of a finished trial; nil when it has no stream. Weights that a decoder needs count as compressed bytes.
    package init?(_ record: TrialRecord, library: String) {
        guard record.status == .ok, let count = record.compressedByteCount, let stream = record.streamSHA256 else {
            return nil
        }
        self.init(
            codec: record.codec, parameters: record.parameters, library: library, item: record.item,
            itemSHA256: record.itemSHA256, rawByteCount: record.rawByteCount,
            compressedByteCount: count + record.modelByteCount, streamSHA256: stream)
    }

    /// `xz,9e`, as on the command line.
    package var spec: String { parameters.isEmpty ? codec : "\(codec),\(parameters)" }

    /// What makes it the same row in two baselines.
    package struct Key: Sendable, Hashable {
        package let spec: ExactText
        package let library: ExactText
        package let item: ExactText
    }

    /// Whether both are of one spec on one item, whatever the library.
    func isOfSameTrial(as other: BaselineRow) -> Bool { key.spec == other.key.spec && item == other.item }

    package var key: Key { Key(spec: ExactText(spec), library: ExactText(library), item: item) }
}
