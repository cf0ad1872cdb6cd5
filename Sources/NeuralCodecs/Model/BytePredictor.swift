/// Hyper-parameters of a model: what a stream's header carries so that any later version decodes it.
package struct ModelParameters: Sendable, Hashable {
    /// Version of the model's arithmetic and of ``encoded``; the newest this build reads.
    package static let version = 1

    package var rate: UInt8

    /// The parameters of level 1 to 9; nil for any other number.
    package static func level(_ level: Int) -> ModelParameters? {
        (1...9).contains(level) ? ModelParameters(rate: UInt8(level)) : nil
    }

    private init(rate: UInt8) { self.rate = rate }

    package var encoded: [UInt8] { [1, rate] }

    package init(decoding bytes: inout ArraySlice<UInt8>) throws(ModelParametersError) {
        guard let version = bytes.popFirst() else { throw .truncated }
        guard version == 1 else { throw .unsupportedVersion(found: Int(version), supported: 1) }
        guard let rate = bytes.popFirst() else { throw .truncated }
        guard (1...9).contains(rate) else { throw .outOfRange(field: "rate", value: Int(rate)) }
        self.rate = rate
    }

    package var memoryByteCount: Int { 4096 }
}

/// Why bytes are not model parameters.
package enum ModelParametersError: Error, Sendable, Equatable {
    case truncated
    case unsupportedVersion(found: Int, supported: Int)
    case outOfRange(field: String, value: Int)
}

extension ModelParametersError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the model parameters end too early"
        case .unsupportedVersion(let found, let supported):
            "model version \(found), this build reads up to \(supported)"
        case .outOfRange(let field, let value): "model parameter '\(field)' is \(value)"
        }
    }
}

/// Predicts each byte of a sequence from those before it, and learns from it while coding.
package final class BytePredictor {
    private var counts = [UInt32](repeating: 0, count: 256)
    private var total: UInt32 = 0
    private let step: UInt32

    package init(parameters: ModelParameters, threads: Int = 1) {
        step = 8 * UInt32(parameters.rate)
    }

    package func addSymbols(_ values: [UInt8]) {
        for value in values { counts[Int(value)] = 1 }
        total += UInt32(values.count)
    }

    package func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        for byte in bytes {
            encoder.encode(start: counts[..<Int(byte)].reduce(0, +), size: counts[Int(byte)], total: total)
            learn(byte)
        }
    }

    package func decode(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder)
        throws(RangeDecoderError)
    {
        for index in bytes.indices {
            guard !decoder.isExhausted else { throw .payloadUsedUp }
            let target = decoder.target(total: total)
            var start: UInt32 = 0
            var symbol = 0
            while start + counts[symbol] <= target {
                start += counts[symbol]
                symbol += 1
            }
            decoder.consume(start: start, size: counts[symbol])
            bytes[index] = UInt8(symbol)
            learn(UInt8(symbol))
        }
    }

    private func learn(_ byte: UInt8) {
        counts[Int(byte)] += step
        total += step
        if total > 1 << 16 {
            for index in counts.indices where counts[index] > 1 { counts[index] /= 2 }
            total = counts.reduce(0, +)
        }
    }
}
