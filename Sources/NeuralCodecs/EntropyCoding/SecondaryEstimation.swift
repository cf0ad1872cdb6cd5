internal import CProcessor

/// Corrects a prediction by what came of like predictions in the same context before: an adaptive probability map, also
/// called secondary symbol estimation (Shkarin's SSE; Mahoney's APM).
///
/// A map has for each context some points over the stretched prediction, between which it interpolates.
struct SecondaryEstimation: BitwiseCopyable {
    static var pointCount: Int { 24 }
    private static var limit: Float { 7.999 }

    private let points: UnsafeMutablePointer<UInt32>
    private let steps: UnsafePointer<Int32>
    private let countLimit: UInt32
    private var base = 0
    private var index = 0

    /// - Parameters:
    ///   - contextCount: how many contexts there are.
    ///   - countLimit: how slow points become at most, up to 1023.
    init(contextCount: Int, countLimit: UInt32, arena: Arena) {
        points = arena.allocate(contextCount * Self.pointCount, of: UInt32.self)
        steps = UnsafePointer(AdaptiveProbability.steps)
        self.countLimit = countLimit
        for point in 0..<Self.pointCount {
            let x = (Float(point) / Float(Self.pointCount - 1) * 2 - 1) * 8
            let value = AdaptiveProbability.initial(LogisticTables.shared.squash(x)) | 6
            for context in 0..<contextCount { points[context * Self.pointCount + point] = value }
        }
    }

    /// Chooses the context of the next prediction, below the number of contexts.
    @inline(__always) mutating func select(_ context: Int) {
        base = context &* Self.pointCount
        cprocessor_prefetch(points + base)
        cprocessor_prefetch(points + (base &+ Self.pointCount &- 1))
    }

    /// The corrected prediction as a probability in units of 2^-22.
    ///
    /// - Parameter x: the stretched prediction.
    @inline(__always) mutating func refine(_ x: Float) -> Float {
        // What is no number becomes one here, since no index can be made of it.
        let clamped = x > -Self.limit ? (x < Self.limit ? x : Self.limit) : -Self.limit
        let distance = (clamped + 8) * (Float(Self.pointCount - 1) / 16)
        let low = Int(cprocessor_truncated(distance))
        let share = distance - Float(low)
        let place = base &+ low
        index = share > 0.5 ? place &+ 1 : place
        let first = Float(points[place] >> 10)
        let second = Float(points[place &+ 1] >> 10)
        return first + (second - first) * share
    }

    /// Shows the point nearest to the last prediction what came.
    @inline(__always) func learn(_ bit: Int) {
        AdaptiveProbability.update(points + index, bit: bit, limit: countLimit, steps: steps)
    }
}
