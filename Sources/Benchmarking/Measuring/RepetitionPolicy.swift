/// How often a direction is repeated.
///
/// Repetitions go on until there are at least ``minimumRuns`` and they took at least ``minimumSeconds`` together. A codec
/// so slow that its first pass alone takes ``slowPassSeconds`` is not repeated: that one pass is its sample.
package struct RepetitionPolicy: Sendable, Hashable, Codable {
    package var minimumRuns: Int
    package var minimumSeconds: Double
    /// Passes before the first timed one; slow codecs do without.
    package var warmups: Int
    package var slowPassSeconds: Double

    package init(minimumRuns: Int = 6, minimumSeconds: Double = 0.5, warmups: Int = 1, slowPassSeconds: Double = 1) {
        self.minimumRuns = minimumRuns
        self.minimumSeconds = minimumSeconds
        self.warmups = warmups
        self.slowPassSeconds = slowPassSeconds
    }

    /// The shortest time one sample spans, so that clock and call overhead (well below a microsecond) stay below a
    /// thousandth: small items are passed over several times a sample.
    static let shortestSampleSeconds = 0.002
}

/// One timed repetition.
package struct TimedSample: Sendable, Hashable, Codable {
    package var passes: Int
    package var wallSeconds: Double
    package var cpuSeconds: Double
}

extension RepetitionPolicy {
    /// Times `pass` as the policy says; the first error ends it.
    func measure<Failure: Error>(_ pass: () throws(Failure) -> Void) throws(Failure) -> [TimedSample] {
        func sample(passes: Int) throws(Failure) -> TimedSample {
            let cpu = ProcessUsage.cpuSeconds
            let wall = ProcessUsage.monotonicSeconds
            for _ in 0..<passes { try pass() }
            return TimedSample(
                passes: passes, wallSeconds: ProcessUsage.monotonicSeconds - wall,
                cpuSeconds: ProcessUsage.cpuSeconds - cpu)
        }
        // The first pass decides whether the codec is slow; for others it is the first of the warm-ups.
        let first = try sample(passes: 1)
        if first.wallSeconds >= slowPassSeconds || (warmups == 0 && minimumRuns <= 1) { return [first] }
        var fastest = first.wallSeconds
        for _ in 1..<max(1, warmups) { fastest = min(fastest, try sample(passes: 1).wallSeconds) }
        let passes = max(1, Int((Self.shortestSampleSeconds / max(fastest, 1e-9)).rounded(.up)))
        var samples = warmups == 0 && passes == 1 ? [first] : []
        var total = samples.reduce(0) { $0 + $1.wallSeconds }
        while samples.count < minimumRuns || total < minimumSeconds {
            let next = try sample(passes: passes)
            samples.append(next)
            total += next.wallSeconds
        }
        return samples
    }
}
