import CodecSamples
import NeuralCodecs
import Testing

/// What a context saw once is kept aside, and written into buckets when the context comes again.
@Suite struct SingleHistoriesTests {
    /// Parameters of orders 1 to 6 and the word, one estimation, spelled out.
    private static func parameters(keepsSingles: Bool, tableBits: UInt8) throws -> MixParameters {
        let head: [UInt8] = [2, tableBits, 10, 0, 1, 1, keepsSingles ? 1 : 0]
        let contexts: [UInt8] = [0xBF] + [UInt8](repeating: 0, count: 15)
        var bytes = (head + contexts + [0x47, 0, 0, 0] + [0])[...]
        return try MixParameters(decoding: &bytes)
    }

    private static func payload(_ bytes: [UInt8], keepsSingles: Bool, tableBits: UInt8) throws -> [UInt8] {
        let coder = MixByteCoder(parameters: try parameters(keepsSingles: keepsSingles, tableBits: tableBits))
        var encoder = RangeEncoder()
        bytes.withUnsafeBytes { coder.encode($0, with: &encoder) }
        return encoder.finish()
    }

    /// As long as nothing has to give way, buckets that come late hold what they would have held: the payload is the same to the bit.
    @Test(arguments: 1...6) func bucketsThatComeLateAreTheSame(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Words of few letters, so that contexts come once, twice, and with other bytes than before.
        var text: [UInt8] = []
        while text.count < 400 {
            let byte = random.next() % 4 == 0 ? 0x20 : 0x61 + UInt8(random.next() % 3) * 17
            text.append(byte)
        }
        let (with, without) = (
            try Self.payload(text, keepsSingles: true, tableBits: 20),
            try Self.payload(text, keepsSingles: false, tableBits: 20)
        )
        #expect(with == without)
    }

    /// Where tables are far too small, a text in which most contexts come once leaves room for those that come again.
    @Test func whatComesOnceTakesNoRoom() throws {
        var random = SplitMix64(seed: 7)
        let phrase = (0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var bytes: [UInt8] = []
        for _ in 0..<12 { bytes += phrase + (0..<400).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        let with = try Self.payload(bytes, keepsSingles: true, tableBits: 11)
        let without = try Self.payload(bytes, keepsSingles: false, tableBits: 11)
        #expect(with.count < without.count)
    }
}
