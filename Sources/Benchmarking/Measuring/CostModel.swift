package import CodecInterface

/// What trials will take, learned from what others took.
///
/// For each spec, direction and block size: a pass takes a fixed time and a time per byte, kinds of data apart where they were
/// seen; so does what goes by beside the passes. Codecs are 10,000 times apart, so that nothing is said of the passes of one
/// from another.
package struct CostModel: Sendable {
    private struct Key: Hashable {
        let spec: String
        let blockByteCount: Int?
        let direction: SampleRecord.Direction
        let modality: Modality?

        init(_ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, _ modality: Modality?) {
            spec = entry.spec.description
            blockByteCount = entry.blockByteCount
            self.direction = direction
            self.modality = modality
        }
    }

    private var passes: [Key: LineFit] = [:]
    private var failures: [Key: LineFit] = [:]
    private var overheads: [Key: LineFit] = [:]
    private var anyOverhead = LineFit(.constant)
    /// What curves took, and what their passes were expected to.
    private var curves: [Key: (seconds: Double, expected: Double)] = [:]

    /// Knows nothing yet.
    package init() {}

    /// Notes one pass.
    package mutating func learn(
        _ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, modality: Modality, byteCount: Int,
        passSeconds: Double
    ) {
        for modality in [modality, nil] {
            passes[Key(entry, direction, modality), default: LineFit(.proportional)]
                .add(byteCount: byteCount, seconds: passSeconds)
        }
    }

    /// Notes what one direction took beside its repetitions: starting a process, reading, comparing.
    package mutating func learn(
        _ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, byteCount: Int, overheadSeconds: Double
    ) {
        let seconds = max(0, overheadSeconds)
        overheads[Key(entry, direction, nil), default: LineFit(.constant)].add(byteCount: byteCount, seconds: seconds)
        anyOverhead.add(byteCount: byteCount, seconds: seconds)
    }

    /// Notes how long it took until one direction failed.
    package mutating func learn(
        _ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, byteCount: Int, failureSeconds: Double
    ) {
        failures[Key(entry, direction, nil), default: LineFit(.constant)]
            .add(byteCount: byteCount, seconds: failureSeconds)
    }

    /// Notes what taking a learning curve took.
    package mutating func learn(
        _ entry: RunPlan.Entry, modality: Modality, byteCount: Int, curveSeconds: Double
    ) {
        guard let expected = passesOfCurve(entry, modality: modality, byteCount: byteCount), expected > 0 else {
            return
        }
        let before = curves[Key(entry, .compress, nil)] ?? (0, 0)
        curves[Key(entry, .compress, nil)] = (before.seconds + curveSeconds, before.expected + expected)
    }

    /// Seconds of one pass; nil when the spec never came to an end in this direction.
    package func passSeconds(
        _ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, modality: Modality, byteCount: Int
    ) -> Double? {
        (passes[Key(entry, direction, modality)] ?? passes[Key(entry, direction, nil)])?.seconds(for: byteCount)
    }

    /// What one direction takes beside its repetitions, seconds; 0 before any was seen.
    package func overheadSeconds(
        _ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, byteCount: Int
    ) -> Double {
        (overheads[Key(entry, direction, nil)] ?? anyOverhead).seconds(for: byteCount) ?? 0
    }

    /// Seconds that `rounds` (counted from 0) of a trial take in both directions; nil when the spec never ran.
    ///
    /// - Parameter isCautious: whether to take the worst where a codec may be slow enough not to be repeated, or not quite.
    package func trialSeconds(
        _ entry: RunPlan.Entry, on item: (modality: Modality, byteCount: Int), plan: RunPlan, rounds: Range<Int>,
        of all: Int, isCautious: Bool = false
    ) -> Double? {
        var seconds = 0.0
        for direction in [SampleRecord.Direction.compress, .decompress] {
            let pass = passSeconds(entry, direction, modality: item.modality, byteCount: item.byteCount)
            guard let pass else {
                // What always failed so far will fail again, and be over then.
                guard let failure = failures[Key(entry, direction, nil)]?.seconds(for: item.byteCount) else {
                    return nil
                }
                return seconds + min(failure, plan.timeout ?? .infinity)
            }
            let overhead = overheadSeconds(entry, direction, byteCount: item.byteCount)
            func directionSeconds(_ pass: Double) -> Double {
                rounds.reduce(0) { sum, round in
                    // A slow pass is not repeated in later rounds.
                    guard pass < plan.repetitions.slowPassSeconds || round == 0 else { return sum }
                    let share = plan.repetitions.share(ofRound: round, of: all)
                    return sum + share.expectedSeconds(passSeconds: pass) + overhead
                }
            }
            if let timeout = plan.timeout, pass >= timeout { return seconds + timeout }
            // A little quicker, and the pass is repeated; a little slower, and it is not: which, is not known beforehand.
            let isUnsure = abs(pass / plan.repetitions.slowPassSeconds - 1) < Self.uncertainty
            guard isUnsure else {
                seconds += directionSeconds(pass)
                continue
            }
            let spans = [1 - Self.uncertainty, 1, 1 + Self.uncertainty].map { directionSeconds(pass * $0) }
            seconds += isCautious ? spans.max() ?? 0 : spans.reduce(0, +) / Double(spans.count)
        }
        return seconds
    }

    /// How far passes may be from what is expected of them, as a share.
    private static let uncertainty = 0.15

    /// Seconds that taking the learning curve of a trial takes; nil when the spec never ran.
    package func curveSeconds(_ entry: RunPlan.Entry, modality: Modality, byteCount: Int) -> Double? {
        guard let expected = passesOfCurve(entry, modality: modality, byteCount: byteCount) else {
            return failures[Key(entry, .compress, nil)] == nil ? nil : 0
        }
        let known = curves[Key(entry, .compress, nil)]
        return known.map { expected * $0.seconds / $0.expected } ?? expected
    }

    /// What a curve's passes take, and the process around them: one, or one for each beginning.
    private func passesOfCurve(_ entry: RunPlan.Entry, modality: Modality, byteCount: Int) -> Double? {
        let beginnings = entry.tellsStretchCosts ? [byteCount] : CurvePositions.positions(of: byteCount)
        var seconds = overheadSeconds(entry, .compress, byteCount: byteCount)
        for beginning in beginnings {
            guard let pass = passSeconds(entry, .compress, modality: modality, byteCount: beginning) else { return nil }
            seconds += pass
        }
        return seconds
    }
}
