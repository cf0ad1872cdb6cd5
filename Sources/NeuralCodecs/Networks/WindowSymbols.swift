/// The symbols of the windows being learnt: for each step the symbol to predict and the last ones before it.
struct WindowSymbols {
    let lags: Int
    private let targets: UnsafeMutablePointer<UInt8>
    private let recents: UnsafeMutablePointer<UInt8>

    init(lags: Int, shape: WindowShape, arena: Arena) {
        self.lags = lags
        targets = arena.allocate(shape.rows, of: UInt8.self)
        recents = arena.allocate(shape.rows * lags, of: UInt8.self)
    }

    @inline(__always) func target(row: Int) -> Int { Int(targets[row]) }

    /// The symbol `lag + 1` steps before the step at `row`.
    @inline(__always) func recent(row: Int, lag: Int) -> Int { Int(recents[row * lags + lag]) }

    /// Notes what stood at `row`, and with it what the next row has behind it.
    @inline(__always) func set(target symbol: Int, row: Int) {
        targets[row] = UInt8(truncatingIfNeeded: symbol)
    }

    /// Sets the history of `row` from the row before: its history and its target.
    @inline(__always) func advance(to row: Int) {
        for lag in stride(from: lags - 1, to: 0, by: -1) {
            recents[row * lags + lag] = recents[(row - 1) * lags + lag - 1]
        }
        recents[row * lags] = targets[row - 1]
    }

    /// Copies history and target of a row to another.
    func copy(row: Int, to other: Int) {
        targets[other] = targets[row]
        for lag in 0..<lags { recents[other * lags + lag] = recents[row * lags + lag] }
    }

    /// Makes a row one that nothing was seen before.
    func clear(row: Int) {
        targets[row] = 0
        for lag in 0..<lags { recents[row * lags + lag] = 0 }
    }

    /// Bytes that describe a window for replay: history and target of its start row, and its targets.
    func saveWindow(start: Int, horizon: Int, to place: UnsafeMutablePointer<UInt8>) {
        for lag in 0..<lags { place[lag] = recents[start * lags + lag] }
        for step in 0...horizon { place[lags + step] = targets[start + step] }
    }

    /// Brings a saved window back.
    func restoreWindow(start: Int, horizon: Int, from place: UnsafePointer<UInt8>) {
        for lag in 0..<lags { recents[start * lags + lag] = place[lag] }
        for step in 0...horizon {
            targets[start + step] = place[lags + step]
            if step > 0 { advance(to: start + step) }
        }
    }
}
