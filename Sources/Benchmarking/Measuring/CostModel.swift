package import CodecInterface

/// What a run will take, learned from what it took so far.
///
/// A pass of one spec takes a fixed time and a time per byte; both are fitted by least squares over the passes seen, kinds
/// of data apart where they were seen. Codecs are 10,000 times apart, so that nothing is ever said of one from another.
package struct CostModel: Sendable {
    private struct Key: Hashable {
        let spec: String
        let direction: SampleRecord.Direction
        let modality: Modality?
    }

    /// Sums of the least-squares fit.
    private struct Passes {
        var count = 0.0
        var bytes = 0.0
        var seconds = 0.0
        var bytesSquared = 0.0
        var product = 0.0

        mutating func add(_ byteCount: Double, _ passSeconds: Double) {
            count += 1
            bytes += byteCount
            seconds += passSeconds
            bytesSquared += byteCount * byteCount
            product += byteCount * passSeconds
        }

        func seconds(for byteCount: Double) -> Double {
            let proportional = bytes > 0 ? seconds / bytes * byteCount : seconds / count
            let spread = count * bytesSquared - bytes * bytes
            guard count > 1, spread > 1e-6 * bytes * bytes else { return proportional }
            let slope = (count * product - bytes * seconds) / spread
            let fixed = (seconds - slope * bytes) / count
            // A line that slopes down or starts below zero is noise.
            return slope > 0 && fixed >= 0 ? fixed + slope * byteCount : proportional
        }
    }

    private var passes: [Key: Passes] = [:]
    private var overhead = (seconds: 0.0, count: 0.0)

    package init() {}

    /// Notes one pass.
    package mutating func learn(
        spec: CodecSpec, direction: SampleRecord.Direction, modality: Modality, byteCount: Int, passSeconds: Double
    ) {
        for modality in [modality, nil] {
            let key = Key(spec: spec.description, direction: direction, modality: modality)
            passes[key, default: Passes()].add(Double(byteCount), passSeconds)
        }
    }

    /// Notes what one direction took beyond its repetitions: starting a process, reading, comparing.
    package mutating func learn(overheadSeconds: Double) {
        overhead.seconds += max(0, overheadSeconds)
        overhead.count += 1
    }

    /// What one direction takes beyond its repetitions, seconds.
    package var overheadSeconds: Double { overhead.count > 0 ? overhead.seconds / overhead.count : 0 }

    /// Seconds of one pass; nil when the spec never ran in this direction.
    package func passSeconds(
        spec: CodecSpec, direction: SampleRecord.Direction, modality: Modality, byteCount: Int
    ) -> Double? {
        let known =
            passes[Key(spec: spec.description, direction: direction, modality: modality)]
            ?? passes[Key(spec: spec.description, direction: direction, modality: nil)]
        return known?.seconds(for: Double(byteCount))
    }

    /// Seconds that `rounds` (counted from 0) of a trial take in both directions; nil when the spec never ran.
    package func trialSeconds(
        spec: CodecSpec, modality: Modality, byteCount: Int, policy: RepetitionPolicy, rounds: Range<Int>, of all: Int
    ) -> Double? {
        var seconds = 0.0
        for direction in [SampleRecord.Direction.compress, .decompress] {
            guard
                let pass = passSeconds(spec: spec, direction: direction, modality: modality, byteCount: byteCount)
            else { return nil }
            for round in rounds {
                // A slow pass is not repeated in later rounds.
                if pass >= policy.slowPassSeconds && round > 0 { break }
                seconds += policy.share(ofRound: round, of: all).expectedSeconds(passSeconds: pass) + overheadSeconds
            }
        }
        return seconds
    }
}
