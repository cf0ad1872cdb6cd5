/// How much the machine's speed varies for reasons that are not ours.
package struct MachineNoise: Sendable, Hashable, Codable {
    /// How far apart the slow and the fast passes of the yardstick are: the range of the middle 90 %, as a share of the
    /// median.
    package var spread: Double
    /// Runnable processes over the last minute, divided by the number of processors; nil where the system does not say.
    package var loadPerProcessor: Double?

    /// - Parameters:
    ///   - spread: as ``spread``.
    ///   - loadPerProcessor: as ``loadPerProcessor``; nil where the system does not say.
    package init(spread: Double, loadPerProcessor: Double?) {
        self.spread = spread
        self.loadPerProcessor = loadPerProcessor
    }

    /// Above this the spread is worth a warning: differences between codecs below it mean little.
    static let spreadLimit = 0.05
    /// Above this load our processes may have to share a processor.
    static let loadLimit = 0.5

    /// Times the yardstick for about 50 ms.
    package static func measure(loadAverage: Double?, processors: Int) -> MachineNoise {
        MachineNoise(
            spread: spread(of: Yardstick.passSeconds(count: 60)),
            loadPerProcessor: loadAverage.map { $0 / Double(max(processors, 1)) })
    }

    /// The range of the middle 90 % as a share of the median; 0 for fewer than two values.
    package static func spread(of values: [Double]) -> Double {
        guard values.count >= 2, let median = OrderStatistics.median(values), median > 0 else { return 0 }
        let sorted = values.sorted()
        let cut = sorted.count / 20
        return (sorted[sorted.count - 1 - cut] - sorted[cut]) / median
    }

    /// What to tell the user; nil when the machine is quiet.
    package var warning: String? {
        var reasons: [String] = []
        if spread > Self.spreadLimit {
            reasons.append("the same work took times that are \(NumberText.fixed(0)(spread * 100)) % apart")
        }
        if let loadPerProcessor, loadPerProcessor > Self.loadLimit {
            reasons.append("the load is \(NumberText.fixed(1)(loadPerProcessor)) a processor")
        }
        guard !reasons.isEmpty else { return nil }
        return "this machine is noisy: \(reasons.joined(separator: ", and ")); differences in speed of that order mean"
            + " nothing"
    }
}
