/// What chooses between the rows of each set of weights.
enum SampleContexts {
    /// How many rows each set has.
    static let counts = [1, 48, 49, 12, 64, 7, 35]
    /// The most sets there are.
    static let most = 7

    /// - Parameters:
    ///   - averages: average errors of the best prediction, of falling rates.
    ///   - neighbour: the other channel's error at the same time.
    @inline(__always)
    static func choose<Set: SampleKernelSet>(
        into contexts: UnsafeMutablePointer<Int>, count: Int, scale: Float, averages: UnsafePointer<Float>,
        state: ChannelModel<Set>.State, neighbour: Float, predictions: UnsafePointer<Float>, predictorCount: Int
    ) {
        contexts[0] = 0
        guard count > 1 else { return }
        contexts[1] = min(halfOctaves(scale * 16), 47)
        guard count > 2 else { return }
        contexts[2] = 7 &* sevenths(state.errors.0) &+ sevenths(state.errors.1)
        guard count > 3 else { return }
        var least = predictions[0]
        var most = least
        for index in 1..<predictorCount {
            least = min(least, predictions[index])
            most = max(most, predictions[index])
        }
        contexts[3] = min(halfOctaves((most - least) / scale * 4), 11)
        guard count > 4 else { return }
        let fast = min(halfOctaves(averages[0] / (averages[4] + 0.05) * 8), 7)
        let slow = min(halfOctaves(averages[4] / (averages[7] + 0.05) * 4), 7)
        contexts[4] = 8 &* fast &+ slow
        guard count > 5 else { return }
        contexts[5] = sevenths(neighbour)
        guard count > 6 else { return }
        contexts[6] = 7 &* min(contexts[3] / 2, 4) &+ sevenths(neighbour - state.errors.0 * 0.5)
    }

    /// Twice the binary logarithm of `value`, at least 0.
    @inline(__always)
    static func halfOctaves(_ value: Float) -> Int {
        guard value > 1, value < 1e30 else { return value >= 1e30 ? 200 : 0 }
        // The exponent and the first bit after it: 1.0 and 1.5 begin a half octave, near enough.
        return Int(value.bitPattern >> 22) &- 254
    }

    /// 0...6 by the size and sign of an error in units of its scale.
    @inline(__always)
    static func sevenths(_ error: Float) -> Int {
        let size = error < 0 ? -error : error
        let step = size < 0.3 ? 0 : size < 1.2 ? 1 : size < 3 ? 2 : 3
        return error < 0 ? 3 &- step : 3 &+ step
    }
}
