import Benchmarking
import History
import OutsideText
import Regression
import Reporting

/// How small a step a check can see.
enum ResolutionText {
    /// The series that are too noisy to show a step of twice their limit; empty where there is none.
    static func text(_ resolutions: [SeriesResolution]) -> String {
        let coarse = resolutions.filter(\.isCoarse)
        guard !coarse.isEmpty else { return "" }
        let rows = coarse.map { each in
            let size = each.smallestChange.map { "from " + percent($0) } ?? "none"
            return [
                " " + subject(each), each.metric.title,
                "a step of \(percent(2 * each.limit)) is not seen within \(SeriesResolution.runCount) runs; \(size)",
            ]
        }
        return "\nToo noisy for small steps (\(coarse.count))\n" + AlignedTable.text(rows, numbers: [])
    }

    /// What the times over all items show; empty where none was judged.
    static func summary(_ resolutions: [SeriesResolution]) -> String {
        let times = resolutions.filter(\.metric.isTime)
        let seen = times.compactMap(\.smallestChange)
        guard let best = seen.min(), let worst = seen.max() else { return "" }
        let range = percent(best) == percent(worst) ? percent(best) : "\(percent(best)) to \(percent(worst))"
        let which = seen.count < times.count ? "\(seen.count) of \(times.count) codecs' times" : "the codecs' times"
        return "A step is seen in \(which) within \(SeriesResolution.runCount) runs from \(range) on\n"
    }

    private static func subject(_ resolution: SeriesResolution) -> String {
        HistoryFinding.subject(resolution.spec, resolution.span)
    }

    private static func percent(_ share: Double) -> String { NumberText.fixed(1)(100 * share) + " %" }

    /// As a check's JSON has it.
    struct Entry: Encodable {
        let spec: String
        let item: String?
        let items: Int?
        let metric: String
        let limit: Double
        let smallestChange: Double?
        let runs: Int

        init(_ resolution: SeriesResolution) {
            spec = resolution.spec.label
            (item, items) = resolution.span.parts
            metric = resolution.metric.rawValue
            (limit, smallestChange) = (resolution.limit, resolution.smallestChange)
            runs = SeriesResolution.runCount
        }
    }
}

extension HistoryFinding.Span {
    /// The item's name, or how many items there are.
    var parts: (item: String?, items: Int?) {
        switch self {
        case .item(let item): (item.text, nil)
        case .items(let count): (nil, count)
        }
    }
}
