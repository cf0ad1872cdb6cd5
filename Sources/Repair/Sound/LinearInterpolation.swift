/// A straight line from the sample before a gap to the one behind it.
package enum LinearInterpolation {
    /// - Parameters:
    ///   - gap: inside the signal; at one of its ends the other side's sample stands.
    ///   - signal: with anything in the gap.
    package static func samples(of gap: Range<Int>, in signal: [Double]) -> [Double] {
        let before = gap.lowerBound > 0 ? signal[gap.lowerBound - 1] : nil
        let behind = gap.upperBound < signal.count ? signal[gap.upperBound] : nil
        let first = before ?? behind ?? 0
        let last = behind ?? first
        return gap.indices.map { index in
            let share = Double(index - gap.lowerBound + 1) / Double(gap.count + 1)
            return first + (last - first) * share
        }
    }
}
