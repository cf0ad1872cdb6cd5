/// Why the parameters of a model of pixels or samples cannot be used.
package enum MediaParametersError: Error, Sendable, Equatable {
    /// The bytes end in the middle.
    case truncated
    /// A value is outside what this version allows.
    case outOfRange(field: String, value: Int)
    /// Every value is allowed, but the model as a whole would take more memory than a decoder grants.
    case tooLarge(byteCount: Int, limit: Int)
}

extension MediaParametersError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the model parameters end too early"
        case .outOfRange(let field, let value): "the model's \(field) is \(value), which no version allows"
        case .tooLarge(let byteCount, let limit): "the model takes \(byteCount) bytes of memory, more than \(limit)"
        }
    }
}

/// Writes and reads the numbers that parameters consist of, as unsigned LEB128 numbers of at most four bytes.
enum ParameterFields {
    /// Appends `value`, 0 to 2^28 - 1.
    static func append(_ value: Int, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(truncatingIfNeeded: rest & 127 | 128))
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Reads a number and moves `bytes` past it.
    static func next(
        _ field: String, in range: ClosedRange<Int>, from bytes: inout ArraySlice<UInt8>
    ) throws(MediaParametersError) -> Int {
        var value = 0
        for shift in stride(from: 0, through: 21, by: 7) {
            guard let byte = bytes.popFirst() else { throw .truncated }
            value |= Int(byte & 127) << shift
            if byte < 128 {
                guard range.contains(value) else { throw .outOfRange(field: field, value: value) }
                return value
            }
        }
        throw .outOfRange(field: field, value: value)
    }
}
