/// A level that may name a window as well: `19`, or `19w27` for a window of 2^27 bytes.
struct WindowedLevel {
    let level: Int32
    /// The base-2 logarithm of the window; nil for the codec's own choice.
    let windowBits: Int32?

    /// - Returns: nil where the text is no such level.
    init?(_ spelling: String) {
        let parts = spelling.split(separator: "w", omittingEmptySubsequences: false)
        guard parts.count <= 2, let level = Int32(parts[0]) else { return nil }
        self.level = level
        guard parts.count == 2 else {
            windowBits = nil
            return
        }
        guard let bits = Int32(parts[1]) else { return nil }
        windowBits = bits
    }

    /// The spellings of levels with windows, those with the smallest window first.
    static func spellings(levels: ClosedRange<Int>, windowBits: [Int]) -> [String] {
        windowBits.flatMap { bits in levels.map { "\($0)w\(bits)" } }
    }
}
