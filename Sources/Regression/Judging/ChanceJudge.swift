import Benchmarking
import CodecInterface
import OutsideText

/// Judges times and memory, where chance is involved: a finding needs a change beyond the limit that chance does not
/// explain, all tests of the comparison considered together.
///
/// A spec is tested over all items at once, over those of each modality, and on each item. Most of the power lies in the
/// first: a few processes an item say little, those of all items together much. A change found in a wider span is not
/// told again for the narrower ones.
package struct ChanceJudge {
    let trials: [ComparedTrial]
    let limits: Limits
    let alpha: Double
    let isPaired: Bool

    static let metrics = Metric.allCases.filter { $0 != .size }

    package init(trials: [ComparedTrial], limits: Limits, alpha: Double, isPaired: Bool) {
        self.trials = trials
        self.limits = limits
        self.alpha = alpha
        self.isPaired = isPaired
    }

    /// - Parameter obstacles: why the figures are shown and not judged; none where they are judged.
    package func judge(into comparison: inout Comparison, obstacles: [String]) {
        let all = hypotheses(comparison)
        let judged = obstacles.isEmpty ? all.filter { $0.limit != nil } : []
        var tested: [(hypothesis: Hypothesis, probabilities: Hypothesis.Probabilities)] = []
        for hypothesis in judged {
            if let probabilities = hypothesis.probabilities {
                tested.append((hypothesis, probabilities))
            } else {
                comparison.insufficient.append(finding(hypothesis))
            }
        }
        let smallest = tested.map(\.probabilities.smallest)
        let worse = MultipleTests(tested.map(\.probabilities.worse), smallest: smallest, alpha: alpha)
        let better = MultipleTests(tested.map(\.probabilities.better), smallest: smallest, alpha: alpha)
        comparison.testCount = worse.testableCount
        var told: [Finding] = []
        for (index, (hypothesis, probabilities)) in tested.enumerated() {
            var finding = finding(hypothesis)
            let change = finding.change ?? 0
            let isTestable = worse.isTestable[index]
            // Where all would do but for equal values, what differs is too seldom to be anything.
            let isOftenTheSame =
                probabilities.smallestWithoutTies <= alpha / Double(comparison.testCount + 1)
                && !hypothesis.isBeyondLimit(change)
            guard isTestable || isOftenTheSame else {
                comparison.insufficient.append(finding)
                continue
            }
            finding.probability = change > 0 ? probabilities.worse : probabilities.better
            finding.adjustedProbability = change > 0 ? worse.adjusted[index] : better.adjusted[index]
            let isFound =
                isTestable && hypothesis.isBeyondLimit(change) && (finding.adjustedProbability ?? 1) <= alpha
            // The order is from wide to narrow.
            if told.contains(where: { $0.covers(finding, items: hypothesis) }) { continue }
            if isFound {
                told.append(finding)
                if change > 0 {
                    comparison.regressions.append(finding)
                } else {
                    comparison.improvements.append(finding)
                }
            } else {
                comparison.unchanged[hypothesis.metric, default: 0] += 1
                comparison.withinNoise.append(finding)
            }
        }
        let shown = obstacles.isEmpty ? all.filter { $0.limit == nil } : all
        for hypothesis in shown where hypothesis.span.isWhole && hypothesis.change != nil {
            comparison.information.append(finding(hypothesis))
        }
    }

    private func finding(_ hypothesis: Hypothesis) -> Finding {
        var finding = Finding(kind: .measured(hypothesis.metric), spec: hypothesis.spec, span: hypothesis.span)
        finding.change = hypothesis.change
        finding.limit = hypothesis.limit
        finding.baseCount = hypothesis.counts.base
        finding.newCount = hypothesis.counts.new
        let own = trials.filter { $0.spec == hypothesis.spec }
        finding.versions = own.lazy.compactMap(\.versions).first
        if case .item(let item) = hypothesis.span, let trial = own.first(where: { $0.item == item }) {
            let fastest = hypothesis.parts.first?.fastestSeconds
            finding.base = figure(hypothesis, fastest?.base, trial.base)
            finding.new = figure(hypothesis, fastest?.new, trial.new)
        }
        return finding
    }

    /// What the change is one of: of times the speed of the fastest pass, or of the fastest stretches, MB/s.
    private func figure(_ hypothesis: Hypothesis, _ fastestSeconds: Double?, _ record: TrialRecord) -> Double? {
        switch hypothesis.metric {
        case .size: nil
        case .compressionTime, .decompressionTime:
            fastestSeconds.map { Double(record.rawByteCount) / $0 / 1e6 }
        case .compressionMemory: record.compression.peakByteCount.map(Double.init)
        case .decompressionMemory: record.decompression.peakByteCount.map(Double.init)
        }
    }

    /// From wide to narrow for each spec and figure.
    private func hypotheses(_ comparison: Comparison) -> [Hypothesis] {
        let (base, new) = (SampleIndex(comparison.base), SampleIndex(comparison.new))
        var specs: [ComparedSpec] = []
        var bySpec: [ComparedSpec: [ComparedTrial]] = [:]
        for trial in trials where trial.areFine {
            if bySpec[trial.spec] == nil { specs.append(trial.spec) }
            bySpec[trial.spec, default: []].append(trial)
        }
        return specs.flatMap { spec in
            Self.metrics.flatMap { metric in
                hypotheses(spec, metric, bySpec[spec] ?? [], base, new)
            }
        }
    }

    private func hypotheses(
        _ spec: ComparedSpec, _ metric: Metric, _ trials: [ComparedTrial], _ base: SampleIndex, _ new: SampleIndex
    ) -> [Hypothesis] {
        func part(_ trial: ComparedTrial) -> Hypothesis.Part {
            var (before, after) = (1.0, 1.0)
            // Times that are relative to nothing on one side can only be compared as they are.
            if let speed = base.yardstickSpeed(of: trial.base), let other = new.yardstickSpeed(of: trial.new) {
                (before, after) = (speed, other)
            }
            return Hypothesis.Part(
                item: trial.item, base: base.values(metric, of: trial.base, yardstickSpeed: before),
                new: new.values(metric, of: trial.new, yardstickSpeed: after), isPaired: isPaired)
        }
        func hypothesis(_ span: Finding.Span, _ parts: [Hypothesis.Part], item: ExactText? = nil) -> Hypothesis {
            Hypothesis(
                spec: spec, span: span, metric: metric, parts: parts,
                limit: limits.limit(metric, codec: spec.codec, spec: spec.spec, item: item), isPaired: isPaired,
                isNamed: item.map { limits.namesItem(metric, codec: spec.codec, spec: spec.spec, item: $0) } ?? false)
        }
        let parts = trials.map { (modality: $0.base.modality, part: part($0)) }
        // An item with a limit of its own is judged by that alone.
        let shared = parts.filter {
            !limits.namesItem(metric, codec: spec.codec, spec: spec.spec, item: $0.part.item)
        }
        var result: [Hypothesis] = []
        if shared.count > 1 {
            result.append(hypothesis(.items(count: shared.count), shared.map(\.part)))
            let kinds = Modality.allCases.map { kind in shared.filter { $0.modality == kind } }.filter { $0.count > 1 }
            if kinds.count > 1 || kinds.first.map({ $0.count < shared.count }) == true {
                for kind in kinds {
                    result.append(
                        hypothesis(.modality(kind[0].modality, itemCount: kind.count), kind.map(\.part)))
                }
            }
        }
        result += parts.map { hypothesis(.item($0.part.item), [$0.part], item: $0.part.item) }
        // Other programs have no memory to judge.
        result = result.filter { $0.change != nil }
        // What is too narrow for a verdict is told only where nothing wider has one.
        let isWide = result.contains { $0.span.isWhole && $0.hasEnoughItems }
        return isWide ? result.filter(\.hasEnoughItems) : result
    }
}

extension Finding.Span {
    /// Whether it is not a part of a wider one, as far as can be told without it.
    fileprivate var isWhole: Bool {
        if case .items = self { return true }
        return false
    }
}

extension Finding {
    /// Whether a narrower finding is but a part of this one.
    fileprivate func covers(_ other: Finding, items hypothesis: Hypothesis) -> Bool {
        guard kind == other.kind, spec == other.spec else { return false }
        switch span {
        case .items: return true
        case .modality, .item: return false
        }
    }
}
