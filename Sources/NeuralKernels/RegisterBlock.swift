/// Running sums that stay in registers: `width` vectors of neighbouring outputs, each a chain of its own.
///
/// A fused multiply-add takes four cycles and two begin in each, so that fewer than eight chains leave the unit idle; and
/// every vector of weights is loaded once, so that wider blocks load fewer inputs. Blocks are put together from halves at
/// compile time; the compiler keeps them in registers up to a width of twelve.
protocol RegisterBlock {
    /// How many vectors.
    static var width: Int { get }
    /// Begins with what `place` holds.
    init(_ place: UnsafePointer<Vector>)
    /// Adds `factor` times the vectors at `column`.
    mutating func add(_ column: UnsafePointer<Vector>, times factor: Vector)
    /// Multiplies every sum by `factor` and adds `addend`.
    mutating func scale(by factor: Vector, adding addend: Vector)
    /// Writes the sums to `place`.
    func store(to place: UnsafeMutablePointer<Vector>)
}

/// One vector.
struct OneVector: RegisterBlock {
    private var sum: Vector

    @inline(__always) static var width: Int { 1 }
    @inline(__always) init(_ place: UnsafePointer<Vector>) { sum = place[0] }
    @inline(__always) mutating func add(_ column: UnsafePointer<Vector>, times factor: Vector) {
        sum = sum.addingProduct(column[0], factor)
    }
    @inline(__always) mutating func scale(by factor: Vector, adding addend: Vector) {
        sum = addend.addingProduct(sum, factor)
    }
    @inline(__always) func store(to place: UnsafeMutablePointer<Vector>) { place[0] = sum }
}

/// Two blocks side by side.
struct Joined<Low: RegisterBlock, High: RegisterBlock>: RegisterBlock {
    private var low: Low
    private var high: High

    @inline(__always) static var width: Int { Low.width + High.width }
    @inline(__always) init(_ place: UnsafePointer<Vector>) {
        low = Low(place)
        high = High(place + Low.width)
    }
    @inline(__always) mutating func add(_ column: UnsafePointer<Vector>, times factor: Vector) {
        low.add(column, times: factor)
        high.add(column + Low.width, times: factor)
    }
    @inline(__always) mutating func scale(by factor: Vector, adding addend: Vector) {
        low.scale(by: factor, adding: addend)
        high.scale(by: factor, adding: addend)
    }
    @inline(__always) func store(to place: UnsafeMutablePointer<Vector>) {
        low.store(to: place)
        high.store(to: place + Low.width)
    }
}

typealias TwoVectors = Joined<OneVector, OneVector>
typealias ThreeVectors = Joined<TwoVectors, OneVector>
typealias FourVectors = Joined<TwoVectors, TwoVectors>
typealias FiveVectors = Joined<FourVectors, OneVector>
typealias SixVectors = Joined<FourVectors, TwoVectors>
typealias SevenVectors = Joined<FourVectors, ThreeVectors>
typealias EightVectors = Joined<FourVectors, FourVectors>
typealias NineVectors = Joined<EightVectors, OneVector>
typealias TenVectors = Joined<EightVectors, TwoVectors>
typealias ElevenVectors = Joined<EightVectors, ThreeVectors>
typealias TwelveVectors = Joined<EightVectors, FourVectors>
