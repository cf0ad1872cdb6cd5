internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Finds out whether bytes lie in a table: whether what came some bytes before says more of them than chance.
///
/// Only an encoder asks; the stream says what it answered.
package enum TableSurvey {
    /// How many of the bytes are looked at.
    private static let sampleByteCount = 1 << 15
    private static let longestRow = 1 << 13
    /// How many bytes are compared for a lag; half as many for long ones.
    private static let comparedByteCount = 3 << 13
    private static let shortLag = 1 << 10
    /// What is shorter is not worth a shape.
    private static let smallestInput = 512
    /// The gain, a part of eight bits, that a lag must have to be a row.
    private static let leastGain = 0.02
    /// The part of a new row's gain that keeps the row as it was.
    private static let leastKept = 0.85
    /// How much more of what the bytes of numbers tell together must be told by their more significant halves.
    private static let leastSlope = 0.25
    /// How much of the best lag's gain a peak must have.
    private static let leastPeak = 0.75
    /// How much more a lag of one number must tell than odd ones, that the numbers are taken for all there is.
    private static let leastNumberGain = 2.5

    /// The shape of the table that `bytes` are; nil for text and where no lag tells much.
    ///
    /// - Parameters:
    ///   - position: how many bytes come before them in what may be aligned.
    ///   - previous: the shape of the bytes before, which goes on where it tells about as much: numbers whose lowest bits are
    ///     noise are no different from one place to another.
    package static func shape(of bytes: ArraySlice<UInt8>, position: Int, previous: TableShape? = nil) -> TableShape? {
        guard bytes.count >= smallestInput, ByteKind.isBinary(bytes.prefix(sampleByteCount)) else { return nil }
        // From the middle: headers differ from what follows them.
        let start = bytes.startIndex + max(0, bytes.count - sampleByteCount) / 2
        let sample = Array(bytes[start..<min(bytes.endIndex, start + sampleByteCount)])
        let gains = gains(of: sample)
        let longest = min(longestRow, sample.count / 4)
        guard let best = (1...longest).max(by: { gains[$0] < gains[$1] }), gains[best] > leastGain else { return nil }
        let width = elementWidth(gains)
        var shape = TableShape(elementWidth: width)
        shape.rowLength = rowLength(gains, width: width)
        shape.pageLength = pageLength(gains, shape)
        if width > 1 {
            let before = start - bytes.startIndex
            let alignedStart = (width - (position + before) % width) % width
            let order = byteOrder(sample, shape, alignedStart: alignedStart)
            // Programs and databases hold numbers among other things, which turning round would spoil.
            let odd = max(gains[1], gains[3], gains[5], gains[7])
            shape.isLittleEndian = order.isLittleEndian && gains[width] > leastNumberGain * odd
            let start = order.isLittleEndian == shape.isLittleEndian ? order.phase : alignedStart
            shape.phase = ((start - before) % width + width) % width
        }
        if let previous, previous.elementWidth == width, previous.rowLength <= longest,
            gains[previous.rowLength] >= leastKept * gains[shape.rowLength]
        {
            return previous
        }
        return shape
    }

    /// For each lag, how much of the information of bytes comes again after it, less what comes by chance: 0 to 1.
    private static func gains(of sample: [UInt8]) -> [Double] {
        let longest = min(longestRow, sample.count / 4)
        var counts = [Int](repeating: 0, count: 256)
        for byte in sample { counts[Int(byte)] += 1 }
        // Fifteenths of a byte that a value tells.
        let weights = counts.map { count in
            UInt8(min(15, max(0, 15 * bits(Double(max(count, 1)) / Double(sample.count)) / 8)))
        }
        let weighted = sample.map { weights[Int($0)] }
        var chance = 0.0
        for (value, count) in counts.enumerated() {
            let share = Double(count) / Double(sample.count)
            chance += share * share * Double(weights[value])
        }
        var gains = [Double](repeating: 0, count: longest + 1)
        sample.withUnsafeBufferPointer { bytes in
            weighted.withUnsafeBufferPointer { weights in
                guard let bytes = bytes.baseAddress, let weights = weights.baseAddress else { return }
                for lag in 1..<longest + 1 {
                    let count = min(lag <= shortLag ? comparedByteCount : comparedByteCount / 2, sample.count - longest)
                    let first = sample.count - count
                    let sum = agreement(bytes + first, weights + first, lag: lag, count: count)
                    gains[lag] = (Double(sum) / Double(count) - chance) / 15
                }
            }
        }
        return gains
    }

    private static func agreement(
        _ bytes: UnsafePointer<UInt8>, _ weights: UnsafePointer<UInt8>, lag: Int, count: Int
    ) -> Int {
        switch KernelBuild.fastest {
        case .portable: NeuralKernels.Kernels.agreement(bytes, weights: weights, lag: lag, count: count)
        case .avx2: NeuralKernelsAVX2.Kernels.agreement(bytes, weights: weights, lag: lag, count: count)
        }
    }

    /// The width of numbers, whose bytes come again after just so many others: 1 where no width stands out.
    private static func elementWidth(_ gains: [Double]) -> Int {
        guard gains.count > 8 else { return 1 }
        let odd = max(gains[1], gains[3], gains[5], gains[7], leastGain / 2)
        if gains[8] > 1.3 * odd, gains[8] > 1.25 * gains[4], gains[8] > 1.25 * gains[6] { return 8 }
        if gains[4] > 1.3 * odd, gains[4] > 1.25 * gains[2], gains[4] > 1.25 * gains[6] { return 4 }
        return gains[2] > 1.3 * odd ? 2 : 1
    }

    /// The length of a row: the lag that tells most among those that tell more than their neighbours, and are not told by the
    /// numbers before; where there is none, the lag that tells most.
    private static func rowLength(_ gains: [Double], width: Int) -> Int {
        var best = width
        var bestPeak = width
        for lag in max(2, width + 1)..<gains.count {
            if gains[lag] > gains[best] || best == width { best = lag }
            let step = lag > width ? width : 1
            let isPeak = gains[lag] > gains[lag - step] && (lag + step >= gains.count || gains[lag] > gains[lag + step])
            if isPeak, lag > 2 * width, gains[lag] > gains[bestPeak] || bestPeak == width { bestPeak = lag }
        }
        return bestPeak != width && gains[bestPeak] > leastPeak * gains[best] ? bestPeak : best
    }

    /// Another lag: the best short one for long rows, the best long one for short rows.
    private static func pageLength(_ gains: [Double], _ shape: TableShape) -> Int {
        let row = shape.rowLength
        let near = 2 * shape.elementWidth + 1
        let lags = row > shortLag ? near..<max(near, shortLag) : row + near..<max(row + near, gains.count)
        let others = lags.filter { $0 < gains.count && $0 % row != 0 && abs($0 - row) > shape.elementWidth }
        guard let page = others.max(by: { gains[$0] < gains[$1] }) else { return min(2 * row, 0xFFFF) }
        return page
    }

    /// Which byte of a number is the most significant: the high ones tell more of the numbers after and below than the low ones
    /// do.
    ///
    /// - Parameters:
    ///   - start: where an aligned number would begin.
    /// - Returns: the byte order, and where the first number begins.
    private static func byteOrder(_ sample: [UInt8], _ shape: TableShape, alignedStart start: Int) -> (
        isLittleEndian: Bool, phase: Int
    ) {
        let width = shape.elementWidth
        let lags = shape.rowLength % width == 0 ? [width, shape.rowLength] : [width]
        let gains = (0..<width).map { place in
            lags.reduce(0) { $0 + gain(of: sample, width: width, place: place, lag: $1) }
        }
        // By how much the first half of numbers that begin at a place tells more than the second.
        func slope(_ first: Int) -> Double {
            (0..<width).reduce(0) { $0 + gains[(first + $1) % width] * ($1 < width / 2 ? 1 : -1) }
        }
        let steepest = (0..<width).max { abs(slope($0)) < abs(slope($1)) } ?? start
        let total = gains.reduce(0) { $0 + abs($1) }
        // Numbers of other widths side by side have slopes, too: only a steep one is believed.
        if abs(slope(start)) >= leastSlope * total || abs(slope(steepest)) < 3 * leastSlope * total {
            return (slope(start) < -leastSlope * total, start)
        }
        return (slope(steepest) < 0, steepest)
    }

    /// How much one byte of numbers tells of that of the numbers a lag after, beyond how often its values come.
    private static func gain(of sample: [UInt8], width: Int, place: Int, lag: Int) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        var same = [Int](repeating: 0, count: 256)
        for index in stride(from: place + lag, to: sample.count, by: width) {
            let value = Int(sample[index])
            counts[value] += 1
            if sample[index] == sample[index - lag] { same[value] += 1 }
        }
        let total = Double(max(1, counts.reduce(0, +)))
        var gain = 0.0
        for value in 0..<256 where counts[value] > 0 {
            let share = Double(counts[value]) / total
            gain += (Double(same[value]) / total - share * share) * bits(share)
        }
        return gain
    }

    /// What a probability costs: the negative logarithm to the base of 2, to some 0.01.
    private static func bits(_ probability: Double) -> Double {
        guard probability > 0 else { return 1074 }
        let rest = probability.significand - 1
        return -Double(probability.exponent) - rest * (1 + 0.34 * (1 - rest))
    }
}
