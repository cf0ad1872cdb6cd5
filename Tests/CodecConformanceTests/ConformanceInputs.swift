import CodecInterface
import CodecSamples
import Foundation
import Testing
import ncbench

/// One codec of the registry, as an argument of a test.
struct RegisteredCodec: Sendable, CustomTestStringConvertible {
    let type: any Codec.Type

    /// Every codec of this build; of those that `NCBENCH_CONFORMANCE=bzip3,jp2` names, only these, while one is worked on.
    static let all: [RegisteredCodec] = {
        let named = ProcessInfo.processInfo.environment["NCBENCH_CONFORMANCE"]?.split(separator: ",").map { String($0) }
        return codecRegistry.map(RegisteredCodec.init(type:)).filter {
            named?.contains($0.information.name) ?? true
        }
    }()

    var information: CodecInformation { type.information }
    var testDescription: String { information.name }

    /// About how many bytes a second the codec's default manages, from the slow side: it scales the inputs.
    var estimatedBytesPerSecond: Int {
        if information.name == "zopfli" { return 150_000 }
        return switch information.family {
        case .classical: 1_000_000
        case .neural, .hybrid: 10_000
        }
    }

    /// Whether the codec takes any bytes, not only pictures or only sound.
    var takesAnything: Bool { information.modalities.count == Modality.allCases.count }

    /// What the codec takes, about `byteCount` bytes of it: text, a picture or a sound.
    func sample(byteCount: Int) -> [UInt8] {
        if takesAnything { return sampleText(byteCount: byteCount) }
        if information.modalities.contains(.image) {
            var width = 1
            while width * width * 3 < byteCount { width += 1 }
            return SampleImage(width: width, height: max(1, byteCount / (3 * width))).file
        }
        return SampleSound(frameCount: max(1, byteCount / 4)).file
    }

    /// The inputs that the codec gets through in about two seconds altogether, and takes.
    var inputs: [ConformanceInput] {
        if takesAnything { return ConformanceInput.all(bytesPerSecond: estimatedBytesPerSecond) }
        return information.modalities.contains(.image) ? ConformanceInput.images : ConformanceInput.sounds
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
        var generator = SplitMix64(seed: 2026)
        var inputs = [
            ConformanceInput(name: "empty", bytes: []),
            ConformanceInput(name: "one zero byte", bytes: [0]),
            ConformanceInput(name: "one byte", bytes: [0xA7]),
            ConformanceInput(name: "every byte once", bytes: Array(0...255)),
            ConformanceInput(name: "long run", bytes: [UInt8](repeating: 0, count: large)),
            ConformanceInput(name: "runs", bytes: (0..<large).map { UInt8(truncatingIfNeeded: $0 / 300 * 37) }),
            ConformanceInput(name: "counter", bytes: (0..<large).map { UInt8(truncatingIfNeeded: $0) }),
            ConformanceInput(name: "random", bytes: generator.bytes(large)),
            ConformanceInput(name: "text", bytes: sampleText(byteCount: large)),
        ]
        let block = generator.bytes(large / 3)
        inputs.append(ConformanceInput(name: "repeat at a distance", bytes: block + [1, 2, 3] + block))
        var exponent = 1
        while 1 << exponent <= large {
            for byteCount in [(1 << exponent) - 1, 1 << exponent, (1 << exponent) + 1] {
                inputs.append(
                    ConformanceInput(name: "\(byteCount) bytes", bytes: sampleText(byteCount: byteCount)))
            }
            // Slow codecs take every third power of two.
            exponent += bytesPerSecond < 100_000 ? 3 : 1
        }
        return inputs
    }
}
