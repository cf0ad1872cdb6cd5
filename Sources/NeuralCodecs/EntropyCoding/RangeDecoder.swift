/// Why a range decoder had to stop.
package enum RangeDecoderError: Error, Sendable, Equatable {
    /// More symbols were asked for than the payload can hold.
    case payloadUsedUp
}

/// Reads back the symbols that a ``RangeEncoder`` wrote.
///
/// It never fails by itself: bytes that no encoder wrote give some sequence of symbols. Whoever decodes asks
/// ``isExhausted`` now and then, and checks the result by a checksum.
///
///     var decoder = RangeDecoder(payload)
///     let target = decoder.target(total: 10)           // 3 ..< 5: find the symbol that owns it
///     decoder.consume(start: 3, size: 2)
///
/// The payload must stay valid as long as the decoder is used.
package struct RangeDecoder {
    private let payload: UnsafeRawBufferPointer
    /// How many bytes are read, those past the end (zeros) counted.
    private var position = 0
    /// Distance of the coded number from the start of the interval.
    private var code: UInt64 = 0
    /// At least 2^32 between symbols.
    private var range: UInt64 = .max
    /// Width of one unit of frequency, from `target` to `consume`.
    private var unit: UInt64 = 1

    package init(_ bytes: UnsafeRawBufferPointer) {
        payload = bytes
        readWord()
        readWord()
    }

    /// A number below `total` that lies in the next symbol's share: `start ..< start + size`.
    ///
    /// - Parameter total: sum of all frequencies, 1 to ``RangeEncoder/maximumTotal``, as the encoder was given.
    @inline(__always)
    package mutating func target(total: UInt32) -> UInt32 {
        precondition(total > 0 && total <= RangeEncoder.maximumTotal, "the total must be 1 to 2^24")
        unit = range / UInt64(total)
        // Only a damaged payload points into what the encoder's division left over; the last symbol takes it.
        return UInt32(truncatingIfNeeded: min(code / unit, UInt64(total) - 1))
    }

    /// Moves past the symbol that owns `start ..< start + size`, which must hold the last ``target(total:)``.
    @inline(__always)
    package mutating func consume(start: UInt32, size: UInt32) {
        precondition(size > 0, "a symbol needs a frequency")
        code &-= unit &* UInt64(start)
        range = unit &* UInt64(size)
        if range < 1 << 32 {
            range <<= 32
            readWord()
        }
    }

    /// The next bit, which has to be asked for with the probability it was coded with.
    ///
    /// - Parameter probability: that the bit is 1, in units of 2^-22; 1 to 2^22 - 1.
    @inline(__always)
    package mutating func bit(probability: UInt32) -> Int {
        precondition(
            probability &- 1 < RangeEncoder.bitProbabilityUnits - 1, "a bit's probability must lie inside 0 and 1")
        let one = (range >> 22) &* UInt64(probability)
        let isOne = code < one
        if isOne {
            range = one
        } else {
            code &-= one
            range &-= one
        }
        if range < 1 << 32 {
            range <<= 32
            readWord()
        }
        return isOne ? 1 : 0
    }

    /// Whether more was read than any encoder's payload of this length could have meant. Eight bytes past the end
    /// are read in good order, because the encoder leaves out zeros at the end.
    package var isExhausted: Bool { position > payload.count + 8 }

    /// Whether the payload has bytes that the symbols decoded so far do not account for. True after the last symbol
    /// means that the payload is longer than the encoder made it.
    package var hasUnreadBytes: Bool { position < payload.count }

    @inline(__always)
    private mutating func readWord() {
        var word: UInt64 = 0
        if position &+ 4 <= payload.count {
            word = UInt64(UInt32(bigEndian: payload.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        } else {
            for offset in position..<position + 4 {
                word = word << 8 | (offset < payload.count ? UInt64(payload[offset]) : 0)
            }
        }
        position &+= 4
        code = code << 32 | word
    }
}
