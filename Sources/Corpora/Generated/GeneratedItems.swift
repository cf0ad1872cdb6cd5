import CodecInterface

/// The built-in items of the `smoke` suite: small, made by integer arithmetic from fixed seeds, the same bytes on every
/// machine. They show that everything works; they are no stand-in for real data.
package enum GeneratedItems {
    private struct Generator: Sendable {
        let name: String
        let modality: Modality
        let what: String
        let why: String
        let make: @Sendable () -> [UInt8]
    }

    private static let all = [
        Generator(
            name: "grammar-text", modality: .text, what: "sentences from a small grammar",
            why: "words and sentences, for a first look at text"
        ) {
            GeneratedText.bytes(count: 40_000)
        },
        Generator(
            name: "rendered-scene", modality: .image, what: "shaded spheres with sensor noise, 96x72 RGB",
            why: "smooth shades under noise, as a camera makes them"
        ) {
            GeneratedImage.bytes(width: 96, height: 72)
        },
        Generator(
            name: "synthesised-tune", modality: .audio, what: "plucked tones, 8 kHz mono 16-bit, 2 s",
            why: "tones that die away, as instruments make them"
        ) {
            GeneratedAudio.bytes(seconds: 2)
        },
        Generator(
            name: "zeros", modality: .binary, what: "one value",
            why: "the least there is to code: what a format costs by itself"
        ) { [UInt8](repeating: 0, count: 16_384) },
        Generator(
            name: "counter", modality: .binary, what: "32-bit little-endian counter",
            why: "order without repetition: matching finds little, prediction all"
        ) {
            (0..<UInt32(2048)).flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        },
        Generator(
            name: "random", modality: .binary, what: "pseudo-random bytes, which nothing should shrink",
            why: "nothing to gain: what a codec adds when it loses"
        ) {
            random(count: 8192, seed: 7)
        },
        Generator(
            name: "distant-repeat", modality: .binary, what: "random bytes, and the same again",
            why: "seen only by coders that remember far enough"
        ) {
            random(count: 8192, seed: 11) + random(count: 8192, seed: 11)
        },
    ]

    /// Text as in the item `grammar-text`, of any length.
    package static func text(byteCount: Int) -> [UInt8] { GeneratedText.bytes(count: byteCount) }

    /// The items, in order.
    package static var items: [Item] {
        all.map { generator in
            let bytes = generator.make()
            return Item(
                id: "generated/\(generator.name)", modality: generator.modality, byteCount: bytes.count,
                sha256: SHA256Text.of(bytes), origin: .generated(name: generator.name))
        }
    }

    /// What an item is, for lists.
    package static func description(of name: String) -> String? { all.first { $0.name == name }?.what }

    /// Why it is there.
    package static func purpose(of name: String) -> String? { all.first { $0.name == name }?.why }

    static func bytes(of name: String) -> [UInt8]? { all.first { $0.name == name }?.make() }

    private static func random(count: Int, seed: UInt64) -> [UInt8] {
        var random = GeneratorSequence(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 56) }
    }
}
