import NeuralCodecs

/// Any symbols come back, and any payload decodes to some symbols.
///
/// Each six bytes are a symbol: three for the total, two for the start and one for the size.
func fuzzRangeCoder(_ bytes: [UInt8]) {
    var symbols: [(start: UInt32, size: UInt32, total: UInt32)] = []
    var index = 0
    while index + 6 <= bytes.count {
        let field = { (offset: Int) in UInt32(bytes[index + offset]) }
        let total = max(1, field(0) << 16 | field(1) << 8 | field(2))
        let start = (field(3) << 16 | field(4) << 8) % total
        let size = min(total - start, UInt32(1) << (field(5) % 25))
        symbols.append((start, size, total))
        index += 6
    }

    var encoder = RangeEncoder()
    for symbol in symbols { encoder.encode(start: symbol.start, size: symbol.size, total: symbol.total) }
    encoder.finish().withUnsafeBytes { payload in
        var decoder = RangeDecoder(payload)
        for symbol in symbols {
            let target = decoder.target(total: symbol.total)
            require(target >= symbol.start && target - symbol.start < symbol.size, "symbols come back")
            decoder.consume(start: symbol.start, size: symbol.size)
        }
        require(!decoder.isExhausted && !decoder.hasUnreadBytes, "the payload has the length that decoding needs")
    }

    bytes.withUnsafeBytes { payload in
        var decoder = RangeDecoder(payload)
        for symbol in symbols {
            let target = decoder.target(total: symbol.total)
            require(target < symbol.total, "a target lies below the total")
            decoder.consume(start: target, size: 1)
        }
    }
}
