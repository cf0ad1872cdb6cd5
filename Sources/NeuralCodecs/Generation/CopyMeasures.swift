/// How much of a generated text is copied from what was learnt.
package struct CopyMeasures: Sendable {
    private let learned: [UInt8]
    /// The beginnings of all of the learnt text's ends, in alphabetical order.
    private let suffixes: [Int32]

    /// - Parameter learned: less than 2^31 bytes.
    package init(learned: [UInt8]) {
        self.learned = learned
        suffixes = learned.withUnsafeBufferPointer { text in
            var suffixes = (0..<Int32(text.count)).map { $0 }
            suffixes.sort { Self.isBefore(text, Int($0), Int($1)) }
            return suffixes
        }
    }

    /// How far two ends are compared: what is the same that long counts as in order.
    private static let depth = 1 << 10

    private static func isBefore(_ text: UnsafeBufferPointer<UInt8>, _ first: Int, _ second: Int) -> Bool {
        let limit = min(depth, text.count - max(first, second))
        for offset in 0..<limit where text[first + offset] != text[second + offset] {
            return text[first + offset] < text[second + offset]
        }
        return limit == depth ? first < second : first > second
    }

    /// For each place in a sample how many bytes from there on stand in the learnt text as they are, at most 1,024.
    private func copiedLengths(_ sample: [UInt8]) -> [Int] {
        sample.indices.map { start in
            // Where the sample's end would stand among the suffixes; its longest match is a neighbour.
            var low = 0
            var high = suffixes.count
            while low < high {
                let middle = (low + high) / 2
                let (length, isLess) = compare(Int(suffixes[middle]), sample, start)
                if length == Self.depth { return length }
                if isLess { low = middle + 1 } else { high = middle }
            }
            return [low - 1, low].filter(suffixes.indices.contains).map { compare(Int(suffixes[$0]), sample, start).0 }
                .max() ?? 0
        }
    }

    /// How long a learnt end and one of the sample are the same, and whether the learnt one stands before it.
    private func compare(_ place: Int, _ sample: [UInt8], _ start: Int) -> (Int, Bool) {
        let limit = min(Self.depth, learned.count - place, sample.count - start)
        for offset in 0..<limit where learned[place + offset] != sample[start + offset] {
            return (offset, learned[place + offset] < sample[start + offset])
        }
        return (limit, learned.count - place == limit)
    }

    /// What was found in a sample.
    package struct Result: Sendable, Equatable {
        /// The longest passage that stands in the learnt text as it is, in bytes, at most 1,024.
        package var longestCopy: Int
        /// For each length asked for, the share of passages of that length that do not stand there; nil where the sample has none.
        package var newShares: [Double?]
    }

    /// Compares a sample with the learnt text.
    ///
    /// - Parameter lengths: of passages (n-grams), in bytes, each from 1 to 1,024.
    package func compare(_ sample: [UInt8], lengths: [Int]) -> Result {
        let copied = copiedLengths(sample)
        let shares = lengths.map { length -> Double? in
            let count = sample.count - length + 1
            guard count > 0 else { return nil }
            return Double(copied.prefix(count).count { $0 < length }) / Double(count)
        }
        return Result(longestCopy: copied.max() ?? 0, newShares: shares)
    }
}
