/// The byte values that have a symbol, in order of their declaration.
struct Alphabet {
    private var symbols = [UInt8](repeating: 0, count: 256)
    private var values: [UInt8] = []

    var count: Int { values.count }

    mutating func add(_ newValues: [UInt8]) {
        for value in newValues {
            symbols[Int(value)] = UInt8(truncatingIfNeeded: values.count)
            values.append(value)
        }
    }

    @inline(__always) func symbol(of value: UInt8) -> Int { Int(symbols[Int(value)]) }
    @inline(__always) func value(of symbol: Int) -> UInt8 { values[symbol] }
}
