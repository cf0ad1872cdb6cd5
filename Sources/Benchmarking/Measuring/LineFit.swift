/// Time as a line over the number of bytes: a fixed time and a time per byte, fitted to what was seen.
///
/// Weighted least squares. An observation weighs by the inverse square of its size, since times are off by a share of
/// themselves, not by so many seconds: a megabyte that took 5 % too long says nothing about the fixed time, a kilobyte does.
struct LineFit: Sendable {
    /// What is assumed of other sizes where only one was seen.
    enum Prior: Sendable {
        /// Twice the bytes take twice the time, as a codec's passes do.
        case proportional
        /// They take the same, as starting a process does.
        case constant
    }

    private let prior: Prior
    private var count = 0.0
    private var sizes = (smallest: Double.infinity, largest: 0.0)
    private var totals = (bytes: 0.0, seconds: 0.0)
    /// Weighted sums of 1, x, y, x·x and x·y.
    private var sums = (one: 0.0, x: 0.0, y: 0.0, xx: 0.0, xy: 0.0)

    /// Sizes below this count alike: there the fixed time is all there is to see.
    private static let smallSize = 1000.0

    init(_ prior: Prior) { self.prior = prior }

    mutating func add(byteCount: Int, seconds: Double) {
        let bytes = Double(byteCount)
        let weight = 1 / ((bytes + Self.smallSize) * (bytes + Self.smallSize))
        count += 1
        sizes = (min(sizes.smallest, bytes), max(sizes.largest, bytes))
        totals = (totals.bytes + bytes, totals.seconds + seconds)
        sums.one += weight
        sums.x += weight * bytes
        sums.y += weight * seconds
        sums.xx += weight * bytes * bytes
        sums.xy += weight * bytes * seconds
    }

    /// Seconds for so many bytes; nil before anything was seen.
    func seconds(for byteCount: Int) -> Double? {
        guard count > 0 else { return nil }
        let bytes = Double(byteCount)
        let mean = totals.seconds / count
        // Of small items more than the first byte is fixed, so that a few hundred bytes more hardly count.
        let proportional =
            totals.seconds / (totals.bytes + count * Self.smallSize) * (bytes + Self.smallSize)
        // Sizes that hardly differ tell no line.
        guard sizes.largest > 1.2 * sizes.smallest else { return prior == .constant ? mean : proportional }
        let slope = (sums.one * sums.xy - sums.x * sums.y) / (sums.one * sums.xx - sums.x * sums.x)
        let fixed = (sums.y - slope * sums.x) / sums.one
        guard slope.isFinite, fixed.isFinite else { return prior == .constant ? mean : proportional }
        // More bytes never take less, and nothing takes less than no time: such lines are noise.
        if slope < 0 {
            return prior == .constant || bytes <= sizes.largest ? mean : proportional
        }
        return fixed >= 0 ? fixed + slope * bytes : sums.xy / sums.xx * bytes
    }
}
