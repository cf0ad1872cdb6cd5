import Benchmarking
package import CodecInterface
package import OutsideText

/// Something that changed between two runs, or may have.
package struct Finding: Sendable, Hashable {
    /// What kind of thing, the gravest first.
    package enum Kind: Sendable, Hashable {
        /// The decompressed bytes are not the original's.
        case roundTrip
        /// A row of the base that the new run does not have.
        case lostRow
        /// A row that only the new run has.
        case newRow
        /// The trial ended otherwise; the texts are the two statuses.
        case status(base: String, new: String)
        case measured(Metric)
    }

    /// The items that it is about.
    package enum Span: Sendable, Hashable {
        case item(ExactText)
        case modality(Modality, itemCount: Int)
        case items(count: Int)
    }

    package let kind: Kind
    package let spec: ComparedSpec
    package let span: Span
    /// The figure in the base and in the new run: bytes, MB/s for times, nil for statuses. Over several items nil.
    package var base: Double?
    package var new: Double?
    /// Growth as a share; above 0 is worse.
    package var change: Double?
    package var limit: Double?
    /// The chance of as much when nothing changed, for this alone, and with all others of the comparison considered.
    package var probability: Double?
    package var adjustedProbability: Double?
    /// Values behind it, one a process.
    package var baseCount: Int?
    package var newCount: Int?
    /// Versions of the codec's library, where they differ.
    package var versions: String?

    /// What it says of, as in `xz,6 on piano`.
    package var subject: String {
        switch span {
        case .item(let item): "\(spec.label) on \(item)"
        case .modality(let modality, let count): "\(spec.label) on \(count) \(modality.rawValue) items"
        case .items(let count): "\(spec.label) on \(count) items"
        }
    }
}

/// What became of a comparison.
package struct Comparison: Sendable {
    package enum Verdict: String, Sendable, Codable {
        case fine, regression
        /// A round trip failed, which is worse than any other regression.
        case mismatch
    }

    package var base: ComparedRun
    package var new: ComparedRun
    package var limits: Limits
    package var alpha: Double
    /// Whether the two runs alternated, so that rounds are pairs.
    package var isPaired: Bool
    package var regressions: [Finding] = []
    package var improvements: [Finding] = []
    /// Rows that only the new run has.
    package var newRows: [Finding] = []
    /// Judged and neither worse nor better, by figure.
    package var unchanged: [Metric: Int] = [:]
    /// What the unchanged ones came to, where that is a matter of chance.
    package var withinNoise: [Finding] = []
    /// Too few values for a verdict.
    package var insufficient: [Finding] = []
    /// Figures that are shown and not judged, because they come from different machines.
    package var information: [Finding] = []
    package var notes: [String] = []
    /// Number of tests that shared the chance of a false alarm.
    package var testCount = 0

    package var verdict: Verdict {
        if new.records.contains(where: { $0.status == .mismatch }) { return .mismatch }
        return regressions.isEmpty ? .fine : .regression
    }
}
