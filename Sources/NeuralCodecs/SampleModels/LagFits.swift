/// One least-squares fit of a signal to its own past and to other signals.
struct LagFitSettings: Equatable {
    /// How many lags of the signal itself.
    var own: Int
    /// How many lags of each of the other signals.
    var others: [Int]
    /// How many of the other signals' first lags are left out, for each of them.
    var skips: [Int] = []
    /// After how many samples an equation's weight has fallen to 1/e.
    var memory: Int
    /// After how many blocks it is solved again.
    var period: Int
}

/// Least-squares fits that predict one signal, with exponential windows, in double precision.
///
/// Samples come in blocks. The correlations of a block at all pairs of lags are shared by all fits; each has its own memory.
/// The solutions are as old as the last block, which costs next to nothing.
struct LagFits<Set: SampleKernelSet> {
    /// Samples in a block.
    static var block: Int { 8 }

    private struct Fit {
        let own: Int
        let others: [Int]
        let skips: [Int]
        let unknowns: Int
        let decay: Double
        let period: Int
        let phase: Int
        let matrix: UnsafeMutablePointer<Double>
        let weights: UnsafeMutablePointer<Double>
    }

    private struct Other {
        let lags: Int
        let history: SignalHistory<Double>
        /// How much later than the signal's last value the other's first lag lies: 1 where its current value is known.
        let lead: Int
        let backwards: UnsafeMutablePointer<Double>
    }

    private let history: SignalHistory<Double>
    private let lags: Int
    private let backwards: UnsafeMutablePointer<Double>
    private let others: [Other]
    private let fits: [Fit]
    /// Of each pair of signals, the signal itself first: `pairs[a][b]` for b ≥ a.
    private let pairs: [[UnsafeMutablePointer<Double>]]
    private let stride: Int
    private let column: UnsafeMutablePointer<Double>
    private let factors: UnsafeMutablePointer<Double>
    private let reciprocals: UnsafeMutablePointer<Double>
    private let solution: UnsafeMutablePointer<Double>
    private let ridge: Double

    /// - Parameters:
    ///   - history: the signal to be predicted.
    ///   - others: the other signals, each with how far ahead it is.
    init(
        _ settings: [LagFitSettings], of history: SignalHistory<Double>,
        others: [(history: SignalHistory<Double>, lead: Int)], ridge: Double, in arena: Arena
    ) {
        self.history = history
        self.ridge = ridge
        let lags = settings.map { $0.own }.max() ?? 0
        self.lags = lags
        backwards = arena.allocate(lags + 1 + Self.block + 8, of: Double.self)
        self.others = others.indices.map { index in
            let most = settings.map { $0.others[index] + ($0.skips.isEmpty ? 0 : $0.skips[index]) }.max() ?? 0
            return Other(
                lags: most, history: others[index].history, lead: others[index].lead,
                backwards: arena.allocate(most + Self.block + 8, of: Double.self))
        }
        let counts = [lags + 1] + self.others.map { $0.lags }
        let stride = ((counts.max() ?? 0) + 3 & ~3) + 4
        self.stride = stride
        pairs = counts.indices.map { a in
            counts.indices.map { b in
                b < a ? arena.allocate(1, of: Double.self) : arena.allocate(counts[a] * stride + 8, of: Double.self)
            }
        }
        column = arena.allocate(stride + 4, of: Double.self)
        fits = settings.enumerated().map { index, fit in
            let unknowns = fit.own + fit.others.reduce(0, +)
            var decay = 1.0
            for _ in 0..<Self.block { decay *= 1 - 1 / Double(fit.memory) }
            return Fit(
                own: fit.own, others: fit.others,
                skips: fit.skips.isEmpty ? fit.others.map { _ in 0 } : fit.skips, unknowns: unknowns, decay: decay,
                period: fit.period,
                phase: index % fit.period, matrix: arena.allocate(unknowns * (unknowns + 4), of: Double.self),
                weights: arena.allocate(unknowns, of: Double.self))
        }
        let most = fits.map { $0.unknowns }.max() ?? 0
        factors = arena.allocate(most * (most + 4), of: Double.self)
        reciprocals = arena.allocate(2 * most, of: Double.self)
        solution = arena.allocate(most + 4, of: Double.self)
    }

    /// An upper bound of what fits take of their arena, in bytes.
    static func byteCount(_ settings: [LagFitSettings], signals: Int) -> Int {
        var most = 0
        var values = 0
        var widest = 1
        for fit in settings {
            let unknowns = fit.own + fit.others.reduce(0, +)
            most = max(most, unknowns)
            values += unknowns * (unknowns + 5) + 16
            widest = max(widest, fit.own + 1)
            for (count, skip) in zip(fit.others, fit.skips) { widest = max(widest, count + skip) }
        }
        values += most * (most + 8) + 32
        values += (signals + 1) * (signals + 2) / 2 * (widest * (widest + 8) + 16)
        values += (signals + 2) * (widest + block + 24) + signals * signals * 8
        return 8 * values
    }

    /// How many predictions there are.
    var count: Int { fits.count }

    /// Predicts the signal's value at `time`.
    @inline(__always) func predict(at time: Int, into predictions: UnsafeMutablePointer<Double>) {
        for (index, fit) in fits.enumerated() {
            var sum = Set.doubleDotProduct(
                fit.weights, history.newest(fit.own, before: time), length: fit.own)
            var weights = fit.weights + fit.own
            for index in 0..<others.count {
                let count = fit.others[index]
                let end = time &+ others[index].lead &- fit.skips[index]
                sum += Set.doubleDotProduct(weights, others[index].history.newest(count, before: end), length: count)
                weights += count
            }
            predictions[index] = sum
        }
    }

    /// Takes in the block that ends before `time`, its equations weighted by `weight`.
    func endBlock(before time: Int, weight: Double) {
        let block = Self.block
        reverse(history.newest(block + lags + 1, before: time), count: block + lags + 1, into: backwards)
        for other in others where other.lags > 0 {
            reverse(
                other.history.newest(block + other.lags, before: time + other.lead - 1), count: block + other.lags,
                into: other.backwards)
        }
        for a in 0...others.count {
            for b in a...others.count {
                let first = signal(a)
                let second = signal(b)
                guard first.lags > 0, second.lags > 0 else { continue }
                Set.correlateLags(
                    first: first.backwards, second: second.backwards, block: block, rows: first.lags,
                    columns: second.lags, column: column, output: pairs[a][b], stride: stride)
            }
        }
        let blockNumber = time / block
        for fit in fits {
            accumulate(fit, weight: weight)
            guard blockNumber % fit.period == fit.phase else { continue }
            Set.solveNormalEquations(
                fit.matrix, unknowns: fit.unknowns, ridge: ridge, factors: factors, reciprocals: reciprocals,
                solution: solution)
            reverse(solution, count: fit.own, into: fit.weights)
            var start = fit.own
            for count in fit.others {
                reverse(solution + start, count: count, into: fit.weights + start)
                start += count
            }
        }
    }

    private func signal(_ index: Int) -> (backwards: UnsafeMutablePointer<Double>, lags: Int) {
        index == 0 ? (backwards, lags + 1) : (others[index - 1].backwards, others[index - 1].lags)
    }

    private func accumulate(_ fit: Fit, weight: Double) {
        let width = fit.unknowns + 4
        var row = 0
        for a in 0...others.count {
            let rows = a == 0 ? fit.own : fit.others[a - 1]
            guard rows > 0 else { continue }
            var column = row
            for b in a...others.count {
                let columns = b == 0 ? fit.own : fit.others[b - 1]
                guard columns > 0 else { continue }
                let firstRow = a == 0 ? 1 : fit.skips[a - 1]
                let firstColumn = b == 0 ? 1 : fit.skips[b - 1]
                let correlations = pairs[a][b] + firstRow * stride + firstColumn
                Set.accumulateCorrelations(
                    correlations, stride: stride, rows: rows, columns: columns, isSymmetric: a == b, decay: fit.decay,
                    weight: weight, matrix: fit.matrix + row * width + column, width: width)
                column += columns
            }
            // The signal at lag 0 is the right side: the first row of its pair with each signal.
            let target = pairs[0][a] + (a == 0 ? 1 : fit.skips[a - 1])
            for i in 0..<rows {
                let place = fit.matrix + (row + i) * width + fit.unknowns
                place.pointee = (place.pointee * fit.decay).addingProduct(target[i], weight)
            }
            row += rows
        }
    }

    @inline(__always)
    private func reverse(_ values: UnsafePointer<Double>, count: Int, into output: UnsafeMutablePointer<Double>) {
        for index in 0..<count { output[index] = values[count - 1 - index] }
    }
}
