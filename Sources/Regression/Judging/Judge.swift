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
        comparison.notes += Self.failedInBoth(trials) + Self.limitsForNothing(trials, limits)
        for run in [base, new] where run.supersededCount > 0 {
            let count = run.supersededCount
            comparison.notes.append(
                "\(count) row\(count == 1 ? "" : "s") of \(run.name) left out: the trial was measured again later")
        }
        for run in [base, new] where run.damagedSampleCount > 0 {
            let count = run.damagedSampleCount
            comparison.notes.append(
                "\(count) row\(count == 1 ? "" : "s") of \(run.name)'s samples.csv cannot be read or cannot be true: left out"
            )
        }
        for run in [base, new] where run.samples.isEmpty || run.samples.allSatisfy({ $0.round == nil }) {
            comparison.notes.append(
                run.samples.isEmpty
                    ? "\(run.name) has no samples: its times cannot be judged"
                    : "\(run.name) is from a version that did not note rounds in samples.csv: its times cannot be judged"
            )
        }
        for (run, other) in [(base, new), (new, base)] where run.hasStretches && !other.hasStretches {
            comparison.notes.append(
                "\(other.name) has no times of the stretches of passes: slow codecs are judged by whole passes, which finds less"
            )
        }
        ChanceJudge(trials: trials, limits: limits, alpha: alpha, isPaired: isPaired)
            .judge(into: &comparison, obstacles: obstacles)
        if comparison.hasNoVerdictOnTimes {
            comparison.notes.append(
                isPaired
                    ? "no time could be judged: too few rounds; allow more with --runs or --budget"
                    : "no time could be judged: that takes four items and four processes a side; 'ncbench ab' judges fewer"
            )
        }
        comparison.sort()
        return comparison
    }

    private static func failedInBoth(_ trials: [ComparedTrial]) -> [String] {
        let failed = trials.filter { !$0.base.status.isOrdinary && !$0.new.status.isOrdinary }
        guard let first = failed.first else { return [] }
        return [
            "\(failed.count) trial\(failed.count == 1 ? "" : "s") failed in both runs, so that nothing is known of them:"
                + " \(first.spec.label) on '\(first.item)': \(first.new.status)"
        ]
    }

    private static func limitsForNothing(_ trials: [ComparedTrial], _ limits: Limits) -> [String] {
        let idle = limits.rules.map(\.scope).filter { scope in
            !trials.contains { scope.covers(codec: $0.spec.codec, spec: $0.spec.spec, item: $0.item) }
        }
        return Set(idle.map(\.text)).sorted().map {
            "nothing that was compared is what a limit for '\($0)' speaks of"
        }
    }
}

extension TrialStatus {
    /// Whether it is how a trial may well end.
    fileprivate var isOrdinary: Bool {
        switch self {
        case .ok, .unsupported: true
        default: false
        }
    }
}

extension Comparison {
    /// Whether times were to be judged, and none could be.
    fileprivate var hasNoVerdictOnTimes: Bool {
        func areTimes(_ findings: [Finding]) -> Bool {
            findings.contains { finding in
                if case .measured(let metric) = finding.kind { metric.isTime } else { false }
            }
        }
        return areTimes(insufficient) && !areTimes(withinNoise + regressions + improvements)
    }

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
