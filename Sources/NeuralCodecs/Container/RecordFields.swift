/// Why the fields of a record cannot be read.
enum RecordError: Error, Equatable {
    /// The bytes end inside the record.
    case truncated
    /// A field contradicts the format; `position` is its index in the slice the record was read from.
    case invalid(position: Int, reason: String)
    /// A later version of the format or the model.
    case unsupportedVersion(what: String, found: Int, supported: Int, position: Int)
}

/// Reads the fields of one record, each checked before it is believed.
struct RecordReader {
    private let bytes: ArraySlice<UInt8>
    /// Index of the next byte.
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// All bytes of the record read so far.
    var consumed: ArraySlice<UInt8> { bytes[..<position] }

    /// Whether nothing is left.
    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func byte() throws(RecordError) -> UInt8 {
        guard position < bytes.endIndex else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func take(_ count: Int) throws(RecordError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Reads the constant `expected`.
    mutating func constant(_ expected: [UInt8], name: String) throws(RecordError) {
        let start = position
        guard try take(expected.count).elementsEqual(expected) else {
            throw .invalid(position: start, reason: "\(name) is wrong")
        }
    }

    /// Reads an unsigned LEB128 number of at most 63 bits in its shortest form.
    mutating func number(_ name: String, in range: ClosedRange<Int>) throws(RecordError) -> Int {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 {
                guard next != 0 || shift == 0 else {
                    throw .invalid(position: start, reason: "\(name) is not written in its shortest form")
                }
                break
            }
            shift += 7
            guard shift < 63 else { throw .invalid(position: start, reason: "\(name) has more than 63 bits") }
        }
        let number = Int(value)
        guard range.contains(number) else {
            throw .invalid(
                position: start,
                reason: "\(name) is \(number), which must be \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Reads a field that says by itself where it ends.
    ///
    /// - Parameter limit: the most bytes it may have.
    mutating func selfDelimiting<Value, Failure: Error>(
        upTo limit: Int, _ parse: (inout ArraySlice<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var rest = bytes[position..<min(bytes.endIndex, position + limit)]
        let value = try parse(&rest)
        position = rest.startIndex
        return value
    }

    mutating func checksum() throws(RecordError) -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads the checksum of everything in the record before it, which goes on from `seed`.
    mutating func closingChecksum(seed: UInt32, name: String) throws(RecordError) -> UInt32 {
        let computed = Checksum.of(consumed, seed: seed)
        let start = position
        guard Checksum.matches(computed, try checksum()) else {
            throw .invalid(position: start, reason: "the checksum of the \(name) is wrong")
        }
        return computed
    }
}

extension [UInt8] {
    /// Appends `number`, which is not negative, as unsigned LEB128.
    mutating func append(number: Int) {
        var rest = UInt64(number)
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends `checksum`, least significant byte first.
    mutating func append(checksum: UInt32) {
        for shift: UInt32 in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: checksum >> shift)) }
    }

    /// Appends the checksum of everything so far.
    mutating func appendClosingChecksum(seed: UInt32) {
        append(checksum: Checksum.of(self, seed: seed))
    }
}
