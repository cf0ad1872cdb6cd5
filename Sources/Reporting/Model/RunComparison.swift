import Benchmarking
import OutsideText

/// Two runs side by side: the variants that both have, over the items that both managed and that are the same bytes.
struct RunComparison: Sendable {
    struct Line: Sendable {
        let variant: Variant
        let itemCount: Int
        let rawByteCount: Int
        let baseByteCount: Int
        let newByteCount: Int
        let base: (compression: Double?, decompression: Double?)
        let new: (compression: Double?, decompression: Double?)

        var sizeChange: Double { Double(newByteCount) / Double(baseByteCount) - 1 }
        var compressionChange: Double? { Self.change(base.compression, new.compression) }
        var decompressionChange: Double? { Self.change(base.decompression, new.decompression) }

        private static func change(_ base: Double?, _ new: Double?) -> Double? {
            guard let base, let new, base > 0 else { return nil }
            return new / base - 1
        }
    }

    let group: ItemGroup
    let lines: [Line]
    /// Items of the same name whose bytes differ between the runs; they are in no line.
    let differingItems: [ExactText]
    /// Codecs of the lines whose version is not the same in both runs.
    let differingVersions: [(codec: String, base: String, new: String)]
    /// What only one of the runs has a result of.
    let onlyInBase: [Variant]
    let onlyInNew: [Variant]

    static func all(base: ReportedRun, new: ReportedRun) -> [RunComparison] {
        unique(ItemGroup.all(of: base) + ItemGroup.all(of: new)).compactMap { group in
            of(group, base: base, new: new)
        }
    }

    private static func of(_ group: ItemGroup, base: ReportedRun, new: ReportedRun) -> RunComparison? {
        struct Key: Hashable {
            let variant: Variant
            let item: ExactText
        }
        func rows(_ run: ReportedRun) -> [TrialRecord] { run.records.filter { ItemGroup($0, in: run) == group } }
        let newRows = Dictionary(
            rows(new).map { (Key(variant: Variant($0), item: $0.item), $0) }, uniquingKeysWith: { _, last in last })
        var pairs: [Variant: [(base: TrialRecord, new: TrialRecord)]] = [:]
        var differing: [ExactText] = []
        var versions: [ExactText: (base: String, new: String)] = [:]
        for record in rows(base) {
            let variant = Variant(record)
            guard let other = newRows[Key(variant: variant, item: record.item)] else { continue }
            guard other.itemSHA256 == record.itemSHA256, other.rawByteCount == record.rawByteCount else {
                differing.append(record.item)
                continue
            }
            guard record.isComparable, other.isComparable else { continue }
            pairs[variant, default: []].append((record, other))
            if record.codecVersion != other.codecVersion {
                versions[ExactText(record.codec)] = (record.codecVersion, other.codecVersion)
            }
        }
        func only(_ own: ReportedRun, _ other: ReportedRun) -> [Variant] {
            let others = Set(rows(other).filter(\.isComparable).map(Variant.init))
            return unique(rows(own).filter(\.isComparable).map(Variant.init)).filter { !others.contains($0) }
        }
        let lines = pairs.map { variant, pairs in
            Line(
                variant: variant, itemCount: pairs.count,
                rawByteCount: Totals.saturatingSum(pairs.map(\.base.rawByteCount)),
                baseByteCount: Totals.saturatingSum(pairs.compactMap(\.base.compressedByteCount)),
                newByteCount: Totals.saturatingSum(pairs.compactMap(\.new.compressedByteCount)),
                base: (speed(pairs.map(\.base), \.compression), speed(pairs.map(\.base), \.decompression)),
                new: (speed(pairs.map(\.new), \.compression), speed(pairs.map(\.new), \.decompression)))
        }
        guard !lines.isEmpty || !differing.isEmpty else { return nil }
        return RunComparison(
            group: group, lines: lines.sorted { Variant.precedes($0.variant, $1.variant) },
            differingItems: unique(differing),
            differingVersions: versions.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value.base, $0.value.new) },
            onlyInBase: only(base, new), onlyInNew: only(new, base))
    }

    private static func speed(
        _ rows: [TrialRecord], _ direction: KeyPath<TrialRecord, DirectionRecord>
    ) -> Double? {
        Totals.speed(rows, direction).value
    }
}
