internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Finds the distances, beyond the reach of filters, at which a sound repeats itself: echoes, loops, bars of a machine.
///
/// The sum of the channels is made white by a short least-squares fit and brought to an even loudness; what is left is
/// correlated with itself at all lags by Fourier transforms of overlapping pieces.
enum FarLagSearch {
    /// The shortest lag that is looked for, in frames.
    static let shortest = 1100
    /// The least correlation that is looked at.
    private static let leastCorrelation = 0.02
    /// How many lags are looked at, at most.
    private static let mostCandidates = 24
    /// Lags of one repetition lie closer than this.
    private static let separation = 24
    /// A repetition stands out by ``sharpness`` among the lags so near; the multiples of a pitch do not.
    private static let neighbourhood = 1500
    private static let sharpness = 1.5
    /// The bits a frame that the best lag must save on its own, by its correlation in each block, and each further one:
    /// the unknowns around a lag cost about as much as half of that.
    private static let leastSaving = 0.022
    private static let leastFurtherSaving = 0.01
    private static let block = 2048

    /// At most `most` lags at which the sound repeats itself, rising.
    static func lags(
        _ layout: SampleLayout, _ bytes: UnsafeRawBufferPointer, shift: Int, most: Int
    ) -> [Int] {
        let frames = bytes.count / layout.bytesPerFrame
        guard let base = bytes.baseAddress, frames > 4 * shortest else { return [] }
        let signal =
            switch KernelBuild.fastest {
            case .portable: whitened(layout, base, frames: frames, shift: shift, NeuralKernels.Kernels.self)
            case .avx2: whitened(layout, base, frames: frames, shift: shift, NeuralKernelsAVX2.Kernels.self)
            }
        var reach = 1 << 12
        while reach < frames && reach < SampleParameters.longestLag { reach *= 2 }
        let correlations = LagCorrelation.correlations(signal, reach: reach)
        guard correlations[0] > 0 else { return [] }
        var lags: [(lag: Int, saving: Double)] = []
        for candidate in candidates(correlations, upTo: reach - 64) {
            let saving = saving(of: candidate, in: signal)
            if saving > leastFurtherSaving * Double(frames) { lags.append((candidate, saving)) }
        }
        lags.sort { $0.saving > $1.saving }
        guard let best = lags.first, best.saving > leastSaving * Double(frames) else { return [] }
        return lags.prefix(most).map { $0.lag }.sorted()
    }

    /// The lags whose correlation is large, and larger than that of all lags near them.
    private static func candidates(_ correlations: [Double], upTo end: Int) -> [Int] {
        let least = leastCorrelation * correlations[0]
        var rest = (shortest..<end).filter { correlations[$0].magnitude > least }
        rest.sort { correlations[$0].magnitude > correlations[$1].magnitude }
        var candidates: [Int] = []
        var taken: [Int] = []
        for lag in rest where !taken.contains(where: { ($0 - lag).magnitude < separation }) {
            taken.append(lag)
            let near = max(shortest, lag - neighbourhood)..<min(end, lag + neighbourhood)
            let others = near.lazy.filter { ($0 - lag).magnitude >= separation }.map { correlations[$0].magnitude }
            if correlations[lag].magnitude > sharpness * (others.max() ?? 0) { candidates.append(lag) }
            if taken.count == 4 * mostCandidates || candidates.count == mostCandidates { break }
        }
        return candidates
    }

    /// About how many bits are saved by predicting each frame from the one `lag` before it, block by block.
    private static func saving(of lag: Int, in signal: [Float]) -> Double {
        var saving = 0.0
        var begin = lag
        while begin + block <= signal.count {
            var product: Float = 0
            var energy: Float = 1
            var farEnergy: Float = 1
            for index in begin..<begin + block {
                product += signal[index] * signal[index - lag]
                energy += signal[index] * signal[index]
                farEnergy += signal[index - lag] * signal[index - lag]
            }
            // What independent noise would show is taken off; -ln(1 - share) / 2 by its series, up to where it holds.
            let share = min(Double(product) * Double(product) / (Double(energy) * Double(farEnergy)), 0.99)
            let excess = share - 4 / Double(block)
            if excess > 0 {
                let series =
                    excess * (1 + excess * (1.0 / 2 + excess * (1.0 / 3 + excess * (1.0 / 4 + excess * excess))))
                saving += 0.5 * 1.442_695 * series * Double(block)
            }
            begin += block
        }
        return saving
    }

    /// The sum of the channels without what its short past tells of it, at an even loudness.
    private static func whitened<Set: SampleKernelSet>(
        _ layout: SampleLayout, _ base: UnsafeRawPointer, frames: Int, shift: Int, _: Set.Type
    ) -> [Float] {
        let arena = Arena()
        let history = SignalHistory<Double>(length: 64, in: arena)
        let fits = LagFits<Set>(
            [LagFitSettings(own: 16, others: [], memory: 2000, period: 4)], of: history, others: [], ridge: 1,
            in: arena)
        let prediction = arena.allocate(1, of: Double.self)
        var average = 1.0
        return (0..<frames).map { frame in
            var sum = 0
            for channel in 0..<layout.channels {
                let place = base + frame * layout.bytesPerFrame + channel * layout.bytesPerSample
                sum += layout.sample(at: place) >> shift
            }
            let value = Double(sum)
            fits.predict(at: frame, into: prediction)
            history.set(value, at: frame)
            if (frame + 1) % LagFits<Set>.block == 0 {
                fits.endBlock(before: frame + 1, weight: 1 / (average * average))
            }
            let error = value - prediction[0]
            let even = error / average
            average += (error.magnitude - average) * (1 / 256.0)
            if !(average > 1) { average = 1 }
            return even > -4 ? (even < 4 ? Float(even) : 4) : -4
        }
    }
}
