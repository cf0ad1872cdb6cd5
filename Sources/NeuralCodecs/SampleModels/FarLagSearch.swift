internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Finds the distances, beyond the reach of filters, at which a sound repeats itself: echoes, loops, bars of a machine.
///
/// The sum of the channels is made white by a short least-squares fit and brought to an even loudness; what is left is
/// correlated with itself at all lags by Fourier transforms of overlapping pieces.
enum FarLagSearch {
    /// The shortest lag that is looked for, in frames.
    static let shortest = 1100
    /// At most so many lags are given.
    static let most = 2
    /// The least correlation that counts.
    private static let threshold = 0.04
    /// Lags of one repetition lie at least so far apart.
    private static let separation = 24

    static func lags(_ layout: SampleLayout, _ bytes: UnsafeRawBufferPointer, shift: Int) -> [Int] {
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
        let least = threshold * correlations[0]
        var candidates = (shortest..<reach - 64).filter { correlations[$0].magnitude > least }
        var lags: [Int] = []
        while lags.count < most {
            guard let best = candidates.max(by: { correlations[$0].magnitude < correlations[$1].magnitude }) else {
                break
            }
            lags.append(best)
            candidates.removeAll { ($0 - best).magnitude < separation }
        }
        return lags.sorted()
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
