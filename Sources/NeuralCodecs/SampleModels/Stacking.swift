/// A least-squares fit of a value to predictions of it, as deviations from one of them.
struct Stacking<Set: SampleKernelSet> {
    private let unknowns: Int
    private let decay: Double
    private let matrix: UnsafeMutablePointer<Double>
    private let weights: UnsafeMutablePointer<Double>
    private let factors: UnsafeMutablePointer<Double>
    private let reciprocals: UnsafeMutablePointer<Double>
    private let ridge: Double
    static var period: Int { 8 }

    /// - Parameters:
    ///   - count: how many deviations; rounded up to a multiple of four.
    ///   - memory: after how many samples an equation's weight has fallen to 1/e.
    init(count: Int, memory: Int, ridge: Double, in arena: Arena) {
        unknowns = (count + 3) & ~3
        decay = 1 - 1 / Double(memory)
        self.ridge = ridge
        matrix = arena.allocate(unknowns * (unknowns + 4), of: Double.self)
        factors = arena.allocate(unknowns * (unknowns + 4), of: Double.self)
        weights = arena.allocate(unknowns, of: Double.self)
        reciprocals = arena.allocate(2 * unknowns, of: Double.self)
    }

    /// What a fit over `count` deviations takes of its arena, in bytes.
    static func byteCount(count: Int) -> Int {
        let unknowns = (count + 3) & ~3
        return 8 * unknowns * (2 * unknowns + 11) + 256
    }

    /// What to add to the prediction that `deviations` are taken from.
    @inline(__always) func correction(_ deviations: UnsafePointer<Double>) -> Double {
        Set.doubleDotProduct(weights, deviations, length: unknowns)
    }

    /// Takes in an equation: the deviations and, after them, the value's own.
    @inline(__always) func learn(_ equation: UnsafePointer<Double>, weight: Double, at time: Int) {
        Set.accumulateEquation(equation, unknowns: unknowns, decay: decay, weight: weight, matrix: matrix)
        guard time % Self.period == 0 else { return }
        Set.solveNormalEquations(
            matrix, unknowns: unknowns, ridge: ridge, factors: factors, reciprocals: reciprocals, solution: weights)
    }
}
