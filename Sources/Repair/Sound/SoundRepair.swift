/// How the missing samples of a sound are found.
package enum SoundRepair: String, Sendable, CaseIterable {
    /// Several autoregressive models, each weighted by what it is worth nearby.
    case model
    /// One autoregressive model as Janssen, Veldhuis and Vries have it.
    case janssen
    /// The same with a larger model than theirs.
    case janssenLarge = "janssen-large"
    /// A straight line.
    case linear

    /// Fills the gaps of a channel.
    ///
    /// - Parameters:
    ///   - signal: with anything in the gaps.
    ///   - gaps: ascending, apart from each other, not empty, inside the signal.
    /// - Returns: for each gap its samples, not rounded.
    package func samples(of gaps: [Range<Int>], in signal: [Double]) -> [[Double]] {
        var signal = signal
        var isKnown = [Bool](repeating: true, count: signal.count)
        // What lies in other gaps should not disturb.
        for gap in gaps {
            for index in gap { isKnown[index] = false }
            let line = LinearInterpolation.samples(of: gap, in: signal)
            signal.replaceSubrange(gap, with: line)
        }
        return gaps.map { gap in
            let found =
                switch self {
                case .model: StackedInterpolation.standard.samples(of: gap, in: signal, isKnown: isKnown)
                case .janssen: JanssenInterpolation.original.samples(of: gap, in: signal)
                case .janssenLarge: JanssenInterpolation.large.samples(of: gap, in: signal)
                case .linear: LinearInterpolation.samples(of: gap, in: signal)
                }
            signal.replaceSubrange(gap, with: found)
            return found
        }
    }
}
