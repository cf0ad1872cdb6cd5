package import Benchmarking
package import CodecInterface
import Foundation

/// The rows of one kind of item, summed up by spec.
package struct ModalityTable: Sendable {
    /// One spec over the items that all listed specs managed.
    package struct Line: Sendable {
        package var spec: String
        package var codec: String
        package var rawByteCount: Int
        package var compressedByteCount: Int
        package var modelByteCount: Int
        /// Geometric mean over the items.
        package var meanRatio: Double
        /// Of all items together: raw bytes over time, MB/s.
        package var compressionSpeed: Double?
        package var decompressionSpeed: Double?
        /// The largest over the items.
        package var compressionPeak: Int?
        package var decompressionPeak: Int?
        /// Whether no other spec is both smaller and faster, compressing.
        package var isParetoOptimal = false

        package var ratio: Double { Double(rawByteCount) / Double(max(compressedByteCount, 1)) }
        package var adjustedRatio: Double {
            Double(rawByteCount) / Double(max(compressedByteCount + modelByteCount, 1))
        }
        package var bitsPerByte: Double { 8 * Double(compressedByteCount) / Double(max(rawByteCount, 1)) }
    }

    package var modality: Modality
    /// Best ratio first.
    package var lines: [Line]
    /// The items that the lines sum up: those that every line's spec managed.
    package var commonItems: [String]
    /// The items of this kind that some spec did not manage, which are in no sum.
    package var otherItems: [String]

    /// Sums up every kind that has successful rows, in the order text, image, audio, binary.
    ///
    /// A spec that managed fewer than half of a kind's items is left out, lest the items common to all dwindle.
    package static func tables(of records: [TrialRecord]) -> [ModalityTable] {
        Modality.allCases.compactMap { modality in
            let rows = records.filter { $0.modality == modality }
            let fine = rows.filter { $0.status == .ok && $0.compressedByteCount != nil && $0.rawByteCount > 0 }
            guard !fine.isEmpty else { return nil }
            let items = unique(rows.filter { $0.rawByteCount > 0 }.map(\.item))
            let specs = unique(fine.map(\.spec)).filter { spec in
                2 * Set(fine.filter { $0.spec == spec }.map(\.item)).count >= items.count
            }
            let common = items.filter { item in
                specs.allSatisfy { spec in fine.contains { $0.item == item && $0.spec == spec } }
            }
            guard !common.isEmpty else { return nil }
            var lines = specs.map { spec in
                line(spec, fine.filter { $0.spec == spec && common.contains($0.item) })
            }
            for index in lines.indices { lines[index].isParetoOptimal = isParetoOptimal(lines[index], lines) }
            lines.sort { ($0.compressedByteCount, $0.spec) < ($1.compressedByteCount, $1.spec) }
            return ModalityTable(
                modality: modality, lines: lines, commonItems: common,
                otherItems: items.filter { !common.contains($0) })
        }
    }

    private static func line(_ spec: String, _ rows: [TrialRecord]) -> Line {
        let raw = rows.reduce(0) { $0 + $1.rawByteCount }
        func speed(_ path: KeyPath<TrialRecord, Double?>) -> Double? {
            var seconds = 0.0
            for row in rows {
                guard let speed = row[keyPath: path], speed > 0 else { return nil }
                seconds += Double(row.rawByteCount) / 1e6 / speed
            }
            return seconds > 0 ? Double(raw) / 1e6 / seconds : nil
        }
        let logarithms = rows.compactMap(\.ratio).map { log($0) }
        return Line(
            spec: spec, codec: rows.first?.codec ?? "", rawByteCount: raw,
            compressedByteCount: rows.reduce(0) { $0 + ($1.compressedByteCount ?? 0) },
            modelByteCount: rows.map(\.modelByteCount).max() ?? 0,
            meanRatio: exp(logarithms.reduce(0, +) / Double(max(logarithms.count, 1))),
            compressionSpeed: speed(\.compression.speed), decompressionSpeed: speed(\.decompression.speed),
            compressionPeak: rows.compactMap(\.compression.peakByteCount).max(),
            decompressionPeak: rows.compactMap(\.decompression.peakByteCount).max())
    }

    private static func isParetoOptimal(_ line: Line, _ lines: [Line]) -> Bool {
        !lines.contains { other in
            let isFaster = (other.compressionSpeed ?? 0) >= (line.compressionSpeed ?? 0)
            let isSmaller = other.compressedByteCount <= line.compressedByteCount
            let isBetter =
                (other.compressionSpeed ?? 0) > (line.compressionSpeed ?? 0)
                || other.compressedByteCount < line.compressedByteCount
            return isFaster && isSmaller && isBetter
        }
    }
}

/// The distinct values in order of first appearance.
func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
}
