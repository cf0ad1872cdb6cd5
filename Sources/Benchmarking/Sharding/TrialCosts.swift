import CodecInterface
import Corpora

/// What the trials of a plan are expected to take, by a table: the same on every node.
///
/// Plain arithmetic alone (no powers, no logarithms), whose results are the same wherever IEEE 754 is.
package struct TrialCosts: Sendable {
    /// What starting a worker and reading and checking an item takes, seconds, and for each 10^6 bytes of it.
    private static let overhead = CostTable.Line(fixedSeconds: 0.02, secondsPerMegabyte: 0.005)

    private let plan: RunPlan
    /// By entry, kind of data and direction.
    private let lines: [[[CostTable.Line]]]
    private let prefixByteCount: Int

    /// - Parameter prefixByteCount: items longer than this will be cut to it.
    package init(_ table: CostTable, of plan: RunPlan, prefixByteCount: Int?) {
        self.plan = plan
        self.prefixByteCount = prefixByteCount ?? .max
        lines = plan.entries.map { entry in
            Modality.allCases.map { modality in
                SampleRecord.Direction.allCases.map { table.line(entry, modality, $0) }
            }
        }
    }

    /// Seconds of one pass of an entry over an item, the slower direction.
    func passSeconds(_ entry: Int, on item: Item) -> Double {
        passes(entry, on: item).max() ?? 0
    }

    /// Seconds of the whole trial.
    func trialSeconds(_ entry: Int, on item: Item) -> Double {
        guard plan.isSupported(plan.entries[entry], on: item) else { return 0 }
        let byteCount = min(item.byteCount, prefixByteCount)
        let rounds = plan.effectiveRounds
        var seconds = 0.0
        for pass in passes(entry, on: item) {
            let pass = min(pass, plan.timeout ?? .infinity)
            // A slow pass is not repeated in later rounds.
            for round in 0..<(pass < plan.repetitions.slowPassSeconds ? rounds : 1) {
                seconds += plan.repetitions.share(ofRound: round, of: rounds).expectedSeconds(passSeconds: pass)
                seconds += Self.overhead.seconds(for: byteCount)
            }
        }
        if plan.recordsCurves, plan.entries[entry].blockByteCount == nil {
            // Other codecs compress beginnings, which takes some four times as long as once.
            seconds += passes(entry, on: item)[0] * (plan.entries[entry].tellsStretchCosts ? 1 : 4)
        }
        return seconds
    }

    private func passes(_ entry: Int, on item: Item) -> [Double] {
        let byteCount = min(item.byteCount, prefixByteCount)
        let place = Modality.allCases.firstIndex(of: item.modality) ?? 0
        return lines[entry][place].map { $0.seconds(for: byteCount) }
    }
}
