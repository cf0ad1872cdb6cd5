/// How a segment's header spells the byte values that its block has not had before.
///
/// The candidates are the values the block has not had, in ascending order. They fall into alternating runs of
/// candidates that are new and candidates that are not. Written are, as bits from the most significant down: one bit
/// that says whether the first run is of new ones, then the length of each run in Elias gamma code (P. Elias,
/// "Universal codeword sets and representations of the integers", 1975), until the runs cover all candidates; then
/// zero bits up to a whole byte. English prose takes about twelve bytes.
enum NewSymbols {
    /// - Parameters:
    ///   - new: at least one value, none of them in `known`.
    ///   - known: what the block has had.
    static func encode(_ new: ByteSet, known: ByteSet) -> [UInt8] {
        let candidates = (0...255).filter { !known.contains($0) }.map { new.contains($0) }
        var bits = BitWriter()
        guard var current = candidates.first else { return [] }
        bits.append(current ? 1 : 0, count: 1)
        var run = 0
        for isNew in candidates {
            if isNew != current {
                bits.appendGamma(run)
                current = isNew
                run = 0
            }
            run += 1
        }
        bits.appendGamma(run)
        return bits.bytes
    }

    /// Reads what ``encode(_:known:)`` wrote.
    static func decode(from record: inout RecordReader, known: ByteSet) throws(RecordError) -> ByteSet {
        let start = record.position
        let candidates = (0...255 as ClosedRange<UInt8>).filter { !known.contains($0) }
        var new = ByteSet()
        var bits = BitReader()
        var isNew = try bits.next(from: &record) == 1
        var index = 0
        while index < candidates.count {
            let run = try bits.gamma(from: &record, limit: candidates.count - index)
            if isNew { for value in candidates[index..<index + run] { new.insert(value) } }
            index += run
            isNew.toggle()
        }
        guard !new.isEmpty, bits.isPaddedWithZeros else {
            throw .invalid(position: start, reason: "the set of new byte values is malformed")
        }
        return new
    }
}

private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    mutating func append(_ bits: Int, count: Int) {
        for shift in stride(from: count - 1, through: 0, by: -1) {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            free -= 1
            bytes[bytes.count - 1] |= UInt8(bits >> shift & 1) << UInt8(free)
        }
    }

    /// As many zeros as `number` has bits after its first, then `number`.
    mutating func appendGamma(_ number: Int) {
        let width = Int.bitWidth - number.leadingZeroBitCount
        append(0, count: width - 1)
        append(number, count: width)
    }
}

private struct BitReader {
    private var current: UInt8 = 0
    private var left = 0

    var isPaddedWithZeros: Bool { current & ((1 << UInt8(left)) - 1) == 0 }

    mutating func next(from record: inout RecordReader) throws(RecordError) -> Int {
        if left == 0 {
            current = try record.byte()
            left = 8
        }
        left -= 1
        return Int(current >> UInt8(left) & 1)
    }

    mutating func gamma(from record: inout RecordReader, limit: Int) throws(RecordError) -> Int {
        let start = record.position
        var width = 0
        while try next(from: &record) == 0 {
            width += 1
            guard width <= 8 else { break }
        }
        guard width <= 8 else { throw .invalid(position: start, reason: "the set of new byte values is malformed") }
        var number = 1
        for _ in 0..<width { number = number << 1 | (try next(from: &record)) }
        guard number <= limit else {
            throw .invalid(position: start, reason: "the set of new byte values is malformed")
        }
        return number
    }
}
