package import Regression

/// The smallest step that a check would find in a series.
package struct SeriesResolution: Sendable, Hashable {
    /// The codec with its parameters.
    package let spec: SeriesSpec
    package let span: HistoryFinding.Span
    package let metric: HistoryMetric
    /// Growth as a share that is allowed: nothing below it is told.
    package let limit: Double
    /// Growth as a share; nil where even the double would not be told.
    package let smallestChange: Double?

    /// - Parameters: as the properties of these names.
    package init(
        spec: SeriesSpec, span: HistoryFinding.Span, metric: HistoryMetric, limit: Double, smallestChange: Double?
    ) {
        self.spec = spec
        self.span = span
        self.metric = metric
        self.limit = limit
        self.smallestChange = smallestChange
    }

    /// After how many runs of the new level it would be told.
    package static let runCount = 5

    /// Whether the series varies so much that a step of twice the limit is not seen.
    package var isCoarse: Bool { smallestChange.map { $0 > 2 * limit } ?? true }
}

extension HistoryCheck {
    /// What the check can see of the times and the memory of each spec over its items, or on the only one that it has.
    ///
    /// Takes a multiple of the time of a verdict.
    package func resolutions(_ history: MachineHistory) -> [SeriesResolution] {
        let last = history.runs.count - 1
        let lines = history.lines.filter { $0.figures.last?.run == last }
        let judged = noisySeries(lines, history).filter(\.isLongEnough)
        let wide = Set(judged.filter { $0.series.items.count > 1 }.map(\.series.spec))
        return judged.filter { $0.series.items.count > 1 || !wide.contains($0.series.spec) }.map { each in
            SeriesResolution(
                spec: each.series.spec, span: each.span, metric: each.series.metric, limit: each.limit,
                smallestChange: each.series.newest(Self.longestPast).resolution(
                    smallestChange: each.limit, seriesCount: judged.count, after: SeriesResolution.runCount))
        }
    }
}
