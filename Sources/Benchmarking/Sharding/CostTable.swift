package import CodecInterface
import OutsideText

/// What a pass of each spec is expected to cost: the same for every node that divides a plan, whatever its own speed.
///
/// Kept as `costs.csv`: a line for each spec, block size, kind of data and direction.
package struct CostTable: Sendable, Hashable {
    /// A pass takes `fixedSeconds`, and `secondsPerMegabyte` for each 10^6 bytes.
    package struct Line: Sendable, Hashable {
        /// Of a pass over nothing.
        package var fixedSeconds: Double
        package var secondsPerMegabyte: Double

        /// - Parameters: seconds, 0 or more.
        package init(fixedSeconds: Double, secondsPerMegabyte: Double) {
            self.fixedSeconds = fixedSeconds
            self.secondsPerMegabyte = secondsPerMegabyte
        }

        func seconds(for byteCount: Int) -> Double { fixedSeconds + secondsPerMegabyte * (Double(byteCount) / 1e6) }
    }

    struct Key: Hashable {
        let spec: ExactText
        /// 0 for items as a whole.
        let blockByteCount: Int
        let modality: Modality
        let direction: SampleRecord.Direction
    }

    var lines: [Key: Line] = [:]

    /// Nothing is known: all costs are rough ones.
    package init() {}

    /// What a short measurement of every spec showed.
    package init(_ model: CostModel, of plan: RunPlan) {
        for entry in plan.entries {
            for modality in Modality.allCases where entry.information.modalities.contains(modality) {
                for direction in SampleRecord.Direction.allCases {
                    guard
                        let none = model.passSeconds(entry, direction, modality: modality, byteCount: 0),
                        let megabyte = model.passSeconds(entry, direction, modality: modality, byteCount: 1_000_000)
                    else { continue }
                    lines[Key(entry, modality, direction)] = Line(
                        fixedSeconds: none, secondsPerMegabyte: max(0, megabyte - none))
                }
            }
        }
    }

    /// What an earlier run took: its median speeds over all bytes of a kind.
    package init(_ records: [TrialRecord]) {
        var sums: [Key: (bytes: Double, seconds: Double)] = [:]
        for record in records where record.status == .ok && record.rawByteCount > 0 {
            for (direction, speed) in [
                (SampleRecord.Direction.compress, record.compression.speed),
                (.decompress, record.decompression.speed),
            ] {
                guard let speed, speed > 0 else { continue }
                let key = Key(
                    spec: ExactText(record.spec), blockByteCount: record.blockByteCount ?? 0,
                    modality: record.modality, direction: direction)
                let megabytes = Double(record.rawByteCount) / 1e6
                sums[key, default: (0, 0)].bytes += megabytes
                sums[key, default: (0, 0)].seconds += megabytes / speed
            }
        }
        lines = sums.mapValues { Line(fixedSeconds: 0, secondsPerMegabyte: $0.seconds / $0.bytes) }
    }

    /// The line for a spec on a kind of data; a rough one where the table has none of this kind.
    package func line(_ entry: RunPlan.Entry, _ modality: Modality, _ direction: SampleRecord.Direction) -> Line {
        if let line = lines[Key(entry, modality, direction)] { return line }
        for other in Modality.allCases {
            if let line = lines[Key(entry, other, direction)] { return line }
        }
        return RoughSpeeds.line(entry, direction)
    }
}

extension CostTable.Key {
    init(_ entry: RunPlan.Entry, _ modality: Modality, _ direction: SampleRecord.Direction) {
        self.init(
            spec: ExactText(entry.effectiveSpec), blockByteCount: entry.blockByteCount ?? 0, modality: modality,
            direction: direction)
    }
}
