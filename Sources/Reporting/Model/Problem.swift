import Benchmarking
import OutsideText

/// What gave no result, as a report lists it: each trial that failed by itself; of a codec that does not take a kind of
/// item, all items together, and together with the codecs that do not take the same ones.
struct Problem: Sendable {
    let variants: [Variant]
    let items: [ExactText]
    let status: TrialStatus

    static func all(of run: ReportedRun) -> [Problem] {
        let failures = run.records.filter { $0.status != .ok && !$0.isUnsupported }.map {
            Problem(variants: [Variant($0)], items: [$0.item], status: $0.status)
        }
        return failures + unsupported(run.records.filter(\.isUnsupported))
    }

    private static func unsupported(_ records: [TrialRecord]) -> [Problem] {
        struct Refusal: Hashable {
            let variant: Variant
            let status: TrialStatus
        }
        struct Reach: Hashable {
            let items: [ExactText]
            let status: TrialStatus
        }
        let refusals = unique(records.map { Refusal(variant: Variant($0), status: $0.status) })
        let items = Dictionary(grouping: records) { Refusal(variant: Variant($0), status: $0.status) }
            .mapValues { unique($0.map(\.item)) }
        let reaches = refusals.map { Reach(items: items[$0] ?? [], status: $0.status) }
        return unique(reaches).map { reach in
            Problem(
                variants: zip(refusals, reaches).filter { $0.1 == reach }.map(\.0.variant), items: reach.items,
                status: reach.status)
        }
    }
}
