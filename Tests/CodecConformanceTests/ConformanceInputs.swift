import CodecInterface
import Testing
import ncbench

/// One codec of the registry, as an argument of a test.
struct RegisteredCodec: Sendable, CustomTestStringConvertible {
    let type: any Codec.Type

    /// Every codec of this build.
    static let all = codecRegistry.map(RegisteredCodec.init(type:))

    var information: CodecInformation { type.information }
    var testDescription: String { information.name }

    /// About how many bytes a second the codec's default manages, from the slow side: it scales the inputs.
    var estimatedBytesPerSecond: Int {
        switch information.family {
        case .classical: 1_000_000
        case .neural: 10_000
        }
    }

    /// The codec at a setting, or at its default.
    func make(_ parameters: String? = nil, threads: Int = 1) throws -> any Codec {
        try type.init(parameters: try type.checkedParameters(parameters), threads: threads)
    }
}

/// A named byte string that every codec has to bring back.
struct ConformanceInput: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    /// The inputs that a codec of this speed gets through in about two seconds altogether.
    static func all(bytesPerSecond: Int) -> [ConformanceInput] {
        let large = min(max(bytesPerSecond / 8, 600), 300_000)
        var generator = SplitMix64(state: 2026)
        var inputs = [
            ConformanceInput(name: "empty", bytes: []),
            ConformanceInput(name: "one zero byte", bytes: [0]),
            ConformanceInput(name: "one byte", bytes: [0xA7]),
            ConformanceInput(name: "every byte once", bytes: Array(0...255)),
            ConformanceInput(name: "long run", bytes: [UInt8](repeating: 0, count: large)),
            ConformanceInput(name: "runs", bytes: (0..<large).map { UInt8(truncatingIfNeeded: $0 / 300 * 37) }),
            ConformanceInput(name: "counter", bytes: (0..<large).map { UInt8(truncatingIfNeeded: $0) }),
            ConformanceInput(name: "random", bytes: generator.bytes(large)),
            ConformanceInput(name: "text", bytes: generatedText(byteCount: large)),
        ]
        let block = generator.bytes(large / 3)
        inputs.append(ConformanceInput(name: "repeat at a distance", bytes: block + [1, 2, 3] + block))
        var exponent = 1
        while 1 << exponent <= large {
            for byteCount in [(1 << exponent) - 1, 1 << exponent, (1 << exponent) + 1] {
                inputs.append(
                    ConformanceInput(name: "\(byteCount) bytes", bytes: generatedText(byteCount: byteCount)))
            }
            // Slow codecs take every third power of two.
            exponent += bytesPerSecond < 100_000 ? 3 : 1
        }
        return inputs
    }
}

/// Sentences by a small grammar: compressible like text, and the same on every machine.
func generatedText(byteCount: Int) -> [UInt8] {
    let subjects = ["a model", "the coder", "every stream", "one byte", "the network"]
    let verbs = ["predicts", "rewrites", "shortens", "remembers", "counts"]
    let objects = ["the next symbol", "a window of bytes", "its own table", "what came before", "the rest"]
    var generator = SplitMix64(state: 7)
    var bytes: [UInt8] = []
    while bytes.count < byteCount {
        for part in [subjects, verbs, objects] {
            bytes += part[Int(generator.next() % UInt64(part.count))].utf8
            bytes.append(part == objects ? 0x2E : 0x20)
        }
        bytes.append(generator.next() % 6 == 0 ? 0x0A : 0x20)
    }
    return Array(bytes.prefix(byteCount))
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): small, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
