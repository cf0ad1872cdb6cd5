/// What several estimates of a gap are joined by, found from gaps that were made where the truth is known.
///
/// How often an estimate is near the best one of a trial gives a first combination. Least squares over the trials, with a ridge,
/// correct it, apart for the edges and the middle of a gap; the corrections are taken as far as they would have helped with each trial
/// when found from the others.
struct EstimateWeights {
    /// A gap that was made.
    struct Trial {
        /// What each estimate fills it with.
        var estimates: [[Double]]
        /// What was there.
        var truth: [Double]
        /// From the real gap, in steps between trials.
        var distance: Double

        /// What it counts: sounds change.
        var nearness: Double { 1 / ((1 + distance / 3) * (1 + distance / 3)) }

        /// The squared errors of the estimates.
        var squaredErrors: [Double] {
            estimates.map { zip($0, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        }
        /// The squared error of rounding.
        var floor: Double { Double(truth.count) / 12 }
    }

    /// How strongly the ridge holds the corrections down.
    private static let ridge = 0.3

    /// Of each estimate in the first combination; they add up to 1.
    private var shares: [Double]
    /// Of each estimate's distance from the first combination; then of the same times ``edge(_:_:)``.
    private var corrections: [Double]

    /// - Parameter trials: at least one, all of the same estimates.
    init(_ trials: [Trial]) {
        shares = Self.shares(trials)
        corrections = [Double](repeating: 0, count: 2 * shares.count)
        let each = trials.map(equations)
        var all = Equations(count: corrections.count)
        for equations in each { all.add(equations) }
        // How far the corrections found without a trial help there: the step that is best over all trials.
        var gained = 0.0
        var spent = 0.0
        for equations in each {
            var others = all
            others.add(equations, -1)
            let solution = others.solution(ridge: Self.ridge)
            gained += equations.slope(solution)
            spent += equations.curvature(solution)
        }
        let step = spent > 0 ? min(max(gained / spent, 0), 1) : 0
        corrections = all.solution(ridge: Self.ridge).map { $0 * step }
    }

    /// Joins the estimates of a gap.
    func combination(_ found: [[Double]]) -> [Double] {
        let count = found.first?.count ?? 0
        return (0..<count).map { index in
            let values = found.map { $0[index] }
            let base = base(values)
            return base + zip(corrections, inputs(values, base, Self.edge(index, count))).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    private func base(_ values: [Double]) -> Double { zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 } }

    /// What the corrections are multiplied by.
    private func inputs(_ values: [Double], _ base: Double, _ edge: Double) -> [Double] {
        values.map { $0 - base } + values.map { ($0 - base) * edge }
    }

    /// 0 in the middle of a gap, 1 at its edges.
    private static func edge(_ index: Int, _ count: Int) -> Double {
        let t = (2 * Double(index) + 1) / Double(count) - 1
        return t * t
    }

    /// How often each estimate is near the best one of a trial, as shares of 1.
    private static func shares(_ trials: [Trial]) -> [Double] {
        var shares = [Double](repeating: 0, count: trials.first?.estimates.count ?? 0)
        for trial in trials {
            let errors = trial.squaredErrors.map { $0 + trial.floor }
            let least = errors.min() ?? 0
            for (number, error) in errors.enumerated() {
                shares[number] += trial.nearness * least * least / (error * error)
            }
        }
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }

    /// What a trial says of the corrections. Where the best estimate is near, small errors count.
    private func equations(_ trial: Trial) -> Equations {
        let energy = trial.truth.reduce(0) { $0 + $1 * $1 }
        let weight = trial.nearness / ((trial.squaredErrors.min() ?? 0) + 1e-4 * energy + trial.floor)
        var equations = Equations(count: corrections.count)
        for (index, truth) in trial.truth.enumerated() {
            let values = trial.estimates.map { $0[index] }
            let base = base(values)
            equations.add(
                inputs(values, base, Self.edge(index, trial.truth.count)), target: truth - base, weight: weight)
        }
        return equations
    }
}

/// Normal equations of a least-squares fit.
private struct Equations {
    private let count: Int
    /// Row by row; the lower triangle is kept.
    private var matrix: [Double]
    private var right: [Double]

    init(count: Int) {
        self.count = count
        matrix = [Double](repeating: 0, count: count * count)
        right = [Double](repeating: 0, count: count)
    }

    mutating func add(_ inputs: [Double], target: Double, weight: Double) {
        for row in 0..<count {
            let weighted = weight * inputs[row]
            right[row] += weighted * target
            for column in 0...row { matrix[row * count + column] += weighted * inputs[column] }
        }
    }

    mutating func add(_ other: Equations, _ factor: Double = 1) {
        for index in matrix.indices { matrix[index] += factor * other.matrix[index] }
        for index in right.indices { right[index] += factor * other.right[index] }
    }

    func solution(ridge: Double) -> [Double] {
        PositiveSystem.solution(matrix: matrix, right: right, ridge: ridge)
    }

    /// Half of what the sum of squares falls by at first, along a solution.
    func slope(_ solution: [Double]) -> Double { zip(solution, right).reduce(0) { $0 + $1.0 * $1.1 } }

    /// What it rises by again, with the square of the step.
    func curvature(_ solution: [Double]) -> Double {
        var sum = 0.0
        for row in 0..<count {
            for column in 0..<row { sum += 2 * matrix[row * count + column] * solution[row] * solution[column] }
            sum += matrix[row * count + row] * solution[row] * solution[row]
        }
        return sum
    }
}
