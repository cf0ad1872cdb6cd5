/// Which question "is the value at least t?" comes next, given what is known: first the quantiles of a logistic
/// distribution, four deep, then ever longer steps into a tail, then halving.
///
/// A question has a number, its *node*, which says what it means ("below the first sixteenth?"), not where it lies: weights
/// and counters chosen by it learn the shape of the distribution. Questions whose answer is known are left out, so that a
/// tree over whole numbers needs three or four for a sharp distribution, whatever the range.
struct QuantileTree {
    /// The number of different nodes.
    static let nodeCount = 56

    /// `ln(p / (1 - p))` of the quantiles in the order of a heap, from 1: a half, quarters, eighths, sixteenths.
    private static let quantiles = SIMD16<Float>(
        0, 0, -1.098_612_3, 1.098_612_3, -1.945_910_1, -0.510_825_6, 0.510_825_6, 1.945_910_1, -2.708_050_2, -1.466_337,
        -0.788_457_4, -0.251_314_4, 0.251_314_4, 0.788_457_4, 1.466_337, 2.708_050_2)

    /// The first and the last value that are still possible.
    private(set) var low: Int
    private(set) var high: Int
    /// The next question's first value of the upper part, and its node.
    private(set) var threshold = 0
    private(set) var node = 0

    /// The value that `center` counts from.
    let origin: Int
    private let center: Float
    private let scale: Float
    /// The place in the heap; from 16 on a leaf, whose cells count from the left.
    private var cell = 1
    private var tailSteps = 0
    private var tailDistance: Float = 0
    private var halvings = 0

    /// - Parameters:
    ///   - center: of the distribution, in values from `origin`; anything, also nonsense.
    ///   - scale: of the logistic distribution, in values.
    ///   - last: the largest value, at least 0.
    ///   - origin: a value near the center, where values are too many for their distances to be exact as floats.
    @inline(__always)
    init(center: Float, scale: Float, last: Int, origin: Int = 0) {
        low = 0
        high = last
        self.origin = origin
        self.center = center
        self.scale = scale
    }

    /// Finds the next question; false when only one value is left.
    @inline(__always)
    mutating func findQuestion() -> Bool {
        guard low < high else { return false }
        while cell < 16 {
            node = cell - 1
            threshold = above(center + scale * Self.quantiles[cell])
            if threshold <= low {
                cell = 2 * cell + 1
            } else if threshold > high {
                cell = 2 * cell
            } else {
                return true
            }
        }
        if cell == 16 || cell == 31, findTailQuestion() { return true }
        let leaf = cell &- 16
        node = 32 + 3 * min(leaf, 15 - leaf) + min(halvings, 2)
        halvings &+= 1
        threshold = low + (high - low + 1) / 2
        return true
    }

    /// The next step into the tail; false when the value is known to lie between two steps.
    @inline(__always)
    private mutating func findTailQuestion() -> Bool {
        if tailSteps < 0 { return false }
        if tailSteps == 0 { tailDistance = 2.708_050_2 }
        while tailSteps < 24 {
            tailDistance *= 1.6
            tailSteps &+= 1
            let place = scale * tailDistance
            threshold = above(cell == 16 ? center - place : center + place)
            if threshold > low && threshold <= high {
                node = (cell == 16 ? 15 : 23) + min(tailSteps, 8) - 1
                return true
            }
            if cell == 16 ? threshold <= low : threshold > high { break }
        }
        tailSteps = -1
        return false
    }

    /// Takes the answer to the question: 1 for "at least ``threshold``".
    @inline(__always)
    mutating func take(_ answer: Int) {
        if answer != 0 { low = threshold } else { high = threshold &- 1 }
        if cell < 16 {
            cell = 2 &* cell &+ (answer != 0 ? 1 : 0)
        } else if tailSteps > 0 && (cell == 16) == (answer != 0) {
            tailSteps = -1
        }
    }

    /// The first value above `place`, or one outside `low ... high` where that lies outside.
    @inline(__always)
    private func above(_ place: Float) -> Int {
        // Written so that no comparison holds for what is not a number.
        guard place >= Float(low &- origin) else { return low }
        guard place < Float(high &- origin) else { return high &+ 1 }
        let whole = Int(place)
        return origin &+ (Float(whole) > place ? whole : whole &+ 1)
    }
}
