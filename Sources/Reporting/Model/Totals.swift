import Benchmarking
import Corpora
import Foundation
package import OutsideText

/// The rows of one group of items, summed up by variant over the items that all of its variants managed.
package struct Totals: Sendable {
    package let group: ItemGroup
    /// Best ratio first.
    package var lines: [Line]
    /// The items that every line sums up.
    package let commonItems: [ExactText]
    /// The items of the group that are in no sum: some line's variant did not manage them, or they are empty.
    package let otherItems: [ExactText]
    /// Of each item in `otherItems` the variants that have no result on it; none for an empty item.
    package let missing: [[Variant]]
    /// The variants that managed too few items to be summed up.
    package let leftOut: [LeftOut]

    /// The lines without those that only differ from another by smaller blocks: a sweep has a plot of its own.
    var withoutSweeps: [Line] {
        var largest: [ExactText: Int] = [:]
        func spec(_ line: Line) -> ExactText { "\(line.variant.spec)\n\(line.variant.threads)" }
        func size(_ line: Line) -> Int { line.variant.blockByteCount ?? .max }
        for line in lines { largest[spec(line)] = max(largest[spec(line)] ?? 0, size(line)) }
        return lines.filter { largest[spec($0)] == size($0) }
    }

    package var itemCount: Int { commonItems.count + otherItems.count }
    package var rawByteCount: Int { lines.first?.rawByteCount ?? 0 }

    /// A variant that is in no sum.
    package struct LeftOut: Sendable {
        package let variant: Variant
        /// How many items it did manage.
        package let itemCount: Int
        /// Whether it takes no item of the group at all, by its own word.
        package let isUnsupported: Bool
    }

    /// One variant over the common items.
    package struct Line: Sendable {
        package let variant: Variant
        package let rawByteCount: Int
        package let compressedByteCount: Int
        /// Weights that a decoder needs, counted once for all items, unless each has its own.
        package let modelByteCount: Int
        /// Geometric mean of the items' ratios.
        package let meanRatio: Double
        package let compression: Speed
        package let decompression: Speed
        /// The largest over the items, bytes.
        package let compressionPeak: Int?
        /// Compressed bits per pixel, all channels together, and per sample of every channel; nil unless all items have such.
        package let bitsPerPixel: Double?
        package let bitsPerSample: Double?
        package let decompressionPeak: Int?
        /// Whether no other line is smaller and faster: at least as good in both, and better in one.
        package fileprivate(set) var isCompressionOptimal = false
        package fileprivate(set) var isDecompressionOptimal = false

        package var ratio: Double { Double(rawByteCount) / Double(compressedByteCount) }
        package var adjustedRatio: Double {
            Double(rawByteCount) / (Double(compressedByteCount) + Double(modelByteCount))
        }
        package var bitsPerByte: Double { 8 * Double(compressedByteCount) / Double(rawByteCount) }
    }

    /// Speed over all items together, MB/s: raw bytes over the sum of the times.
    package struct Speed: Sendable {
        package let value: Double?
        /// From the sums of the items' interval bounds: at least as wide as a 95 % interval of the sum.
        package let low: Double?
        package let high: Double?
        /// Threads that were busy on average, where they are clearly more than asked for.
        let busyThreads: Double?

        /// Seconds for so many bytes.
        func seconds(for byteCount: Int) -> Double? { value.map { Double(byteCount) / 1e6 / $0 } }
    }

    /// The totals of every group of a run that has at least one successful row.
    package static func all(of run: ReportedRun) -> [Totals] {
        let media = run.media
        let records = Dictionary(grouping: run.summableRecords) { ItemGroup($0, in: run) }
        return ItemGroup.all(of: run).compactMap { of(records[$0] ?? [], group: $0, media: media) }
    }

    /// A variant that managed fewer than half of the items is left out, lest the items common to all dwindle; so is, one by
    /// one, the variant that managed the fewest, where no item is common to all.
    static func of(_ records: [TrialRecord], group: ItemGroup, media: [ExactText: ItemRecord]) -> Totals? {
        let items = unique(records.map(\.item))
        var rows: [Variant: [ExactText: TrialRecord]] = [:]
        for record in records where record.isComparable { rows[Variant(record), default: [:]][record.item] = record }
        guard !rows.isEmpty else { return nil }
        let measurableCount = Set(rows.values.flatMap(\.keys)).count
        var listed = unique(records.map(Variant.init)).filter { 2 * (rows[$0]?.count ?? 0) >= measurableCount }
        func common() -> [ExactText] { items.filter { item in listed.allSatisfy { rows[$0]?[item] != nil } } }
        while common().isEmpty, listed.count > 1,
            let fewest = listed.min(by: { (rows[$0]?.count ?? 0) < (rows[$1]?.count ?? 0) })
        {
            listed.removeAll { $0 == fewest }
        }
        let commonItems = common()
        guard !commonItems.isEmpty, !listed.isEmpty else { return nil }
        var lines = listed.map { variant in line(variant, commonItems.compactMap { rows[variant]?[$0] }, media) }
        markOptimal(&lines)
        lines.sort { left, right in
            left.compressedByteCount != right.compressedByteCount
                ? left.compressedByteCount < right.compressedByteCount
                : Variant.precedes(left.variant, right.variant)
        }
        let leftOut = unique(records.map(Variant.init)).filter { !listed.contains($0) }.map { variant in
            LeftOut(
                variant: variant, itemCount: rows[variant]?.count ?? 0,
                isUnsupported: records.allSatisfy { Variant($0) != variant || $0.isUnsupported })
        }
        let isCommon = Set(commonItems)
        let otherItems = items.filter { !isCommon.contains($0) }
        let isEmpty = Set(records.filter { $0.rawByteCount == 0 }.map(\.item))
        let missing = otherItems.map { item in
            isEmpty.contains(item) ? [] : listed.filter { rows[$0]?[item] == nil }
        }
        return Totals(
            group: group, lines: lines, commonItems: commonItems, otherItems: otherItems, missing: missing,
            leftOut: leftOut)
    }

    private static func line(_ variant: Variant, _ rows: [TrialRecord], _ media: [ExactText: ItemRecord]) -> Line {
        /// Bits per so many of something; nil as soon as one item has none of it.
        func bits(per count: (ItemRecord) -> Int?) -> Double? {
            let counts = rows.map { row in media[row.item].flatMap { $0.sha256 == row.itemSHA256 ? count($0) : nil } }
            let all = saturatingSum(counts.compactMap(\.self))
            guard counts.allSatisfy({ $0 != nil }), all > 0 else { return nil }
            return 8 * Double(saturatingSum(rows.compactMap(\.compressedByteCount))) / Double(all)
        }
        let logarithms = rows.compactMap(\.ratio).map { log($0) }
        return Line(
            variant: variant, rawByteCount: saturatingSum(rows.map(\.rawByteCount)),
            compressedByteCount: saturatingSum(rows.compactMap(\.compressedByteCount)),
            modelByteCount: variant.hasFileOfEachItem
                ? saturatingSum(rows.map(\.modelByteCount)) : rows.map(\.modelByteCount).max() ?? 0,
            meanRatio: exp(logarithms.reduce(0, +) / Double(max(logarithms.count, 1))),
            compression: speed(rows, \.compression), decompression: speed(rows, \.decompression),
            compressionPeak: rows.compactMap(\.compression.peakByteCount).max(),
            bitsPerPixel: bits { $0.media?.pixelCount }, bitsPerSample: bits { $0.media?.sampleCount },
            decompressionPeak: rows.compactMap(\.decompression.peakByteCount).max())
    }

    static func speed(_ rows: [TrialRecord], _ direction: KeyPath<TrialRecord, DirectionRecord>) -> Speed {
        /// Nil as soon as one item has no such value: a sum over some of the items would not be of the same data.
        func total(_ value: KeyPath<DirectionRecord, Double?>) -> Double? {
            var seconds = 0.0
            for row in rows {
                guard let speed = row[keyPath: direction][keyPath: value], speed.isFinite, speed > 0 else { return nil }
                seconds += Double(row.rawByteCount) / 1e6 / speed
            }
            let speed = Double(saturatingSum(rows.map(\.rawByteCount))) / 1e6 / seconds
            return speed.isFinite ? speed : nil
        }
        let times = rows.compactMap { row -> (wall: Double, processor: Double)? in
            let record = row[keyPath: direction]
            guard let wall = record.passSeconds(for: row.rawByteCount), let cpu = record.cpuSeconds else { return nil }
            return (wall, cpu)
        }
        let busy = ThreadUse.excess(
            threads: rows.first?.threads ?? 1, wallSeconds: times.reduce(0) { $0 + $1.wall },
            processorSeconds: times.reduce(0) { $0 + $1.processor })
        return Speed(
            value: total(\.speed), low: total(\.confidenceLow), high: total(\.confidenceHigh), busyThreads: busy)
    }

    private static func markOptimal(_ lines: inout [Line]) {
        func isOptimal(_ line: Line, _ speed: (Line) -> Double?) -> Bool {
            guard let own = speed(line) else { return false }
            return !lines.contains { other in
                guard let otherSpeed = speed(other) else { return false }
                let isAsGood = otherSpeed >= own && other.compressedByteCount <= line.compressedByteCount
                return isAsGood && (otherSpeed > own || other.compressedByteCount < line.compressedByteCount)
            }
        }
        let compression = lines.map { isOptimal($0, { $0.compression.value }) }
        let decompression = lines.map { isOptimal($0, { $0.decompression.value }) }
        for index in lines.indices {
            lines[index].isCompressionOptimal = compression[index]
            lines[index].isDecompressionOptimal = decompression[index]
        }
    }

    /// The sum, or the largest number there is: file contents are not to be trusted.
    static func saturatingSum(_ values: [Int]) -> Int {
        values.reduce(0) { sum, value in
            let (result, overflow) = sum.addingReportingOverflow(value)
            return overflow ? .max : result
        }
    }
}

extension ReportedRun {
    /// The rows as they may be summed up: without times where those are of several types of machines, and say nothing together.
    var summableRecords: [TrialRecord] {
        environment?.mixesMachines == true ? records.map(\.withoutSpeeds) : records
    }
}

extension TrialRecord {
    /// Whether the row can be part of a sum: it succeeded, on an item that has bytes.
    var isComparable: Bool { status == .ok && ratio != nil }

    /// The row without its times.
    fileprivate var withoutSpeeds: TrialRecord {
        var record = self
        record.compression = DirectionRecord(peakByteCount: compression.peakByteCount)
        record.decompression = DirectionRecord(peakByteCount: decompression.peakByteCount)
        return record
    }

    /// Whether the codec does not take this kind of item.
    var isUnsupported: Bool {
        if case .unsupported = status { true } else { false }
    }
}
