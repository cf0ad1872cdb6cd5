import Benchmarking
package import OutsideText
package import Regression

/// Something that changed in the course of a history.
package struct HistoryFinding: Sendable, Hashable {
    /// What kind of change it is.
    package enum Kind: Sendable, Hashable {
        /// The decompressed bytes are not the original's.
        case roundTrip
        /// The trial ended otherwise than in the run before; the texts are the two statuses.
        case status(before: String, after: String)
        case changed(HistoryMetric)
    }

    /// What it is found on.
    package enum Span: Sendable, Hashable {
        case item(ExactText)
        case items(count: Int)
    }

    /// What changed.
    package let kind: Kind
    package let spec: SeriesSpec
    package let span: Span
    /// The levels, in the unit of the metric; nil for statuses.
    package var before: Double?
    package var after: Double?
    /// Growth as a share.
    package var change: Double?
    /// What the series' own noise explains, as a share; 0 for exact metrics.
    package var threshold: Double?
    /// The first run after the step, and the last one before it.
    package let firstRun: RunSummary
    package let lastRunBefore: RunSummary?
    /// How many runs have had the new level, that one included, and how many the level before.
    package var runCount = 1
    package var runCountBefore = 1

    /// Whether it is for the worse.
    package var isWorse: Bool {
        switch kind {
        case .roundTrip, .status: true
        case .changed(let metric): ((change ?? 0) > 0) != metric.risesForTheBetter
        }
    }

    /// `xz,9e on 7 items`.
    package var subject: String { Self.subject(spec, span) }

    /// The same of a spec and what it was measured on.
    package static func subject(_ spec: SeriesSpec, _ span: Span) -> String {
        switch span {
        case .item(let item): "\(spec.label) on \(item)"
        case .items(let count): "\(spec.label) on \(count) items"
        }
    }
}

/// Whether the newest run of a kind of machine departs from its past.
package struct HistoryVerdict: Sendable {
    /// The kind of machine.
    package let machine: String
    package let newest: RunSummary
    /// The runs that it was judged by, the newest included.
    package let runCount: Int
    package internal(set) var regressions: [HistoryFinding] = []
    package internal(set) var improvements: [HistoryFinding] = []
    /// A single run that departs, which the next one has to confirm.
    package internal(set) var suspected: [HistoryFinding] = []
    /// How many series of times and memory were judged, and how many had too few runs.
    package internal(set) var judgedCount = 0
    package internal(set) var tooShortCount = 0
    package internal(set) var notes: [String] = []

    /// The gravest of all that was found.
    package var verdict: Comparison.Verdict {
        if regressions.contains(where: { $0.kind == .roundTrip }) { return .mismatch }
        return regressions.isEmpty ? .fine : .regression
    }
}
