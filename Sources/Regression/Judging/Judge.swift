import Benchmarking

/// Compares two runs.
package enum Judge {
    /// - Parameters:
    ///   - limits: how much worse each figure may get.
    ///   - alpha: the chance of any false alarm about times and memory in the whole comparison that is accepted.
    ///   - isPaired: whether the rounds of the two runs alternated.
    /// - Throws: ``NotComparable`` when the runs did not measure the same.
    package static func compare(
        _ base: ComparedRun, _ new: ComparedRun, limits: Limits, alpha: Double, isPaired: Bool = false
    ) throws(NotComparable) -> Comparison {
        let trials = try Comparability.trials(base, new)
        var comparison = Comparison(base: base, new: new, limits: limits, alpha: alpha, isPaired: isPaired)
        StatusJudge.judgeRows(trials, into: &comparison)
        StatusJudge.judge(trials, into: &comparison)
        SizeJudge.judge(trials, into: &comparison)
        let obstacles = Comparability.obstaclesToSpeed(base, new)
        comparison.notes += obstacles.map { "times and memory are shown and not judged: \($0)" }
        let changed = Set(trials.compactMap { trial in trial.versions.map { "\(trial.base.codec) \($0)" } })
        comparison.notes += changed.sorted().map { "another version of a codec's library (rows marked *): \($0)" }
        for run in [base, new] where run.samples.isEmpty || run.samples.allSatisfy({ $0.round == nil }) {
            comparison.notes.append(
                run.samples.isEmpty
                    ? "\(run.name) has no samples.csv: its times cannot be judged"
                    : "\(run.name) is from a version that did not note rounds in samples.csv: its times cannot be judged"
            )
        }
        ChanceJudge(trials: trials, limits: limits, alpha: alpha, isPaired: isPaired)
            .judge(into: &comparison, obstacles: obstacles)
        comparison.sort()
        return comparison
    }
}

extension Comparison {
    /// The gravest first, then the largest change.
    fileprivate mutating func sort() {
        func rank(_ finding: Finding) -> Int {
            switch finding.kind {
            case .roundTrip: 0
            case .lostRow: 1
            case .status: 2
            case .newRow: 3
            case .measured(let metric): 4 + (Metric.allCases.firstIndex(of: metric) ?? 0)
            }
        }
        func sorted(_ findings: [Finding]) -> [Finding] {
            findings.enumerated().sorted { left, right in
                let (first, second) = (rank(left.element), rank(right.element))
                if first != second { return first < second }
                let (large, small) = (abs(left.element.change ?? 0), abs(right.element.change ?? 0))
                return large != small ? large > small : left.offset < right.offset
            }.map(\.element)
        }
        regressions = sorted(regressions)
        improvements = sorted(improvements)
    }
}
