/// How often a direction is repeated.
///
/// Repetitions go on until there are at least ``minimumRuns`` and they took at least ``minimumSeconds`` together. A codec
/// so slow that its first pass alone takes ``slowPassSeconds`` is not repeated: that one pass is its sample.
package struct RepetitionPolicy: Sendable, Hashable, Codable {
    /// Repetitions that there are at least.
    package var minimumRuns: Int
    /// Wall time that all repetitions take together at least.
    package var minimumSeconds: Double
    /// Passes before the first timed one; slow codecs do without.
    package var warmups: Int
    /// Wall time of a first pass after which there is no second one.
    package var slowPassSeconds: Double

    /// - Parameters: as the properties of these names; spans are in seconds.
    package init(minimumRuns: Int = 6, minimumSeconds: Double = 0.5, warmups: Int = 1, slowPassSeconds: Double = 1) {
        self.minimumRuns = minimumRuns
        self.minimumSeconds = minimumSeconds
        self.warmups = warmups
        self.slowPassSeconds = slowPassSeconds
    }

    /// One pass, timed: what a probe of a codec's speed wants.
    package static let single = RepetitionPolicy(minimumRuns: 1, minimumSeconds: 0, warmups: 0, slowPassSeconds: 0)

    /// The shortest time one sample spans, so that clock and call overhead (well below a microsecond) stay below a
    /// thousandth: small items are passed over several times a sample.
    static let shortestSampleSeconds = 0.002

    /// How often the number of passes in a sample is tried out.
    private static let trials = 3

    /// The share of one round, counted from 0: all rounds together do what the whole policy asks.
    package func share(ofRound round: Int, of rounds: Int) -> RepetitionPolicy {
        var share = self
        share.minimumRuns = minimumRuns * (round + 1) / rounds - minimumRuns * round / rounds
        share.minimumSeconds = minimumSeconds / Double(rounds)
        return share
    }

    /// How long one direction takes when a pass takes `passSeconds`.
    package func expectedSeconds(passSeconds: Double) -> Double {
        if passSeconds >= slowPassSeconds { return passSeconds }
        let isLooped = passSeconds < Self.shortestSampleSeconds
        let sample = isLooped ? Double(Self.passCount(for: passSeconds)) * passSeconds : passSeconds
        // The first pass is a warm-up; where there is none, it is the first sample.
        let before = Double(warmups) * passSeconds + (isLooped ? Double(Self.trials) * sample : 0)
        return before + max(Double(minimumRuns), (minimumSeconds / sample).rounded(.up)) * sample
    }

    /// Whether these samples are all a direction needs.
    package func isSatisfied(by samples: [TimedSample]) -> Bool {
        if samples.count == 1, samples[0].passes == 1, samples[0].wallSeconds >= slowPassSeconds { return true }
        return samples.count >= minimumRuns && samples.reduce(0) { $0 + $1.wallSeconds } >= minimumSeconds
    }
}

/// One timed repetition.
package struct TimedSample: Sendable, Hashable, Codable {
    /// Passes over the item that were timed together.
    package var passes: Int
    /// Of all passes.
    package var wallSeconds: Double
    /// User and system time of all passes.
    package var cpuSeconds: Double
    /// The part of the wall time for which the thread was ready and the system ran others; nil where it does not say.
    package var waitSeconds: Double?
    /// How long each stretch of the pass took, where there is only one and the codec told how far it was.
    package var stretches: StretchTimes?

    /// - Parameters: as the properties of these names; times are those of all passes together, in seconds.
    package init(passes: Int, wallSeconds: Double, cpuSeconds: Double, waitSeconds: Double? = nil) {
        self.passes = passes
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.waitSeconds = waitSeconds
    }

    /// Wall time of one pass, seconds.
    package var passSeconds: Double { wallSeconds / Double(max(passes, 1)) }
}

extension RepetitionPolicy {
    /// Times `pass` as the policy says; the first error ends it.
    ///
    /// - Parameter clock: what to time it by.
    package func measure<Failure: Error>(
        by clock: (PassClock.Moment) -> PassClock = PassClock.ofThisProcess, _ pass: () throws(Failure) -> Void
    ) throws(Failure) -> [TimedSample] {
        try measure(by: clock, nil, pass)
    }

    /// - Parameters:
    ///   - clock: what to time it by.
    ///   - stretchClock: what `pass` tells how far it is; nil where it does not.
    func measure<Failure: Error>(
        by clock: (PassClock.Moment) -> PassClock, _ stretchClock: StretchClock?, _ pass: () throws(Failure) -> Void
    ) throws(Failure) -> [TimedSample] {
        func sample(passes: Int) throws(Failure) -> TimedSample {
            stretchClock?.beginPass()
            let start = clock(.start)
            for _ in 0..<passes { try pass() }
            let end = clock(.end)
            var sample = TimedSample(
                passes: passes, wallSeconds: end.wallSeconds - start.wallSeconds,
                cpuSeconds: end.cpuSeconds - start.cpuSeconds)
            if let before = start.waitSeconds, let after = end.waitSeconds {
                sample.waitSeconds = min(max(0, after - before), max(0, sample.wallSeconds))
            }
            if passes == 1 { sample.stretches = stretchClock?.times(from: start.wallSeconds, to: end.wallSeconds) }
            return sample
        }
        // The first pass decides whether the codec is slow; for others it is the first of the warm-ups.
        let first = try sample(passes: 1)
        if first.wallSeconds >= slowPassSeconds { return [first] }
        var fastest = first.wallSeconds
        for _ in 1..<max(1, warmups) { fastest = min(fastest, try sample(passes: 1).wallSeconds) }
        var passes = 1
        if fastest < Self.shortestSampleSeconds {
            // A cold pass is slower than those to come, so the count it suggests is too small: try, and correct it. More
            // than once, since a try that the system interrupts suggests too small a count as well.
            passes = Self.passCount(for: fastest)
            for _ in 0..<Self.trials {
                passes = max(passes, Self.passCount(for: try sample(passes: passes).passSeconds))
            }
        }
        var samples = warmups == 0 && passes == 1 ? [first] : []
        var total = samples.reduce(0) { $0 + $1.wallSeconds }
        while samples.count < minimumRuns || total < minimumSeconds {
            let next = try sample(passes: passes)
            if next.wallSeconds < Self.shortestSampleSeconds / 2 {
                // The passes that the count was taken from were held up by something else.
                passes = max(passes * 2, Self.passCount(for: next.passSeconds))
                continue
            }
            samples.append(next)
            total += next.wallSeconds
        }
        return samples.isEmpty ? [try sample(passes: passes)] : samples
    }

    private static func passCount(for passSeconds: Double) -> Int {
        Int((shortestSampleSeconds / max(passSeconds, 1e-9)).rounded(.up))
    }
}
