import CodecSamples
import NeuralCodecs
import Testing

/// A short sound made up for a test.
struct SampleSound: Sendable, CustomTestStringConvertible {
    let name: String
    let layout: SampleLayout
    let bytes: [UInt8]

    var testDescription: String { name }

    /// - Parameter sample: the value of a sample, from frame and channel: -2^(bits - 1) ... 2^(bits - 1) - 1.
    init(
        _ name: String, frames: Int, layout: SampleLayout = SampleLayout(channels: 1), sample: (Int, Int) -> Int
    ) {
        self.name = "\(name), \(frames) x \(layout.channels), \(layout.bytesPerSample) bytes"
        self.layout = layout
        let silence = layout.isSigned ? 0 : 1 << (8 * layout.bytesPerSample - 1)
        var bytes: [UInt8] = []
        for frame in 0..<frames {
            for channel in 0..<layout.channels {
                let value = sample(frame, channel) + silence
                let low = (0..<layout.bytesPerSample).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
                bytes += layout.isBigEndian ? low.reversed() : low
            }
        }
        self.bytes = bytes
    }

    /// A decaying triangle with a little noise, other in each channel.
    static func tone(frames: Int, layout: SampleLayout, peak: Int) -> SampleSound {
        var random = SplitMix64(seed: 11)
        return SampleSound("tone", frames: frames, layout: layout) { frame, channel in
            let period = 90 + 7 * channel
            let phase = frame % period
            let triangle = min(phase, period - phase) * 4 - period
            let noise = Int(random.next() % 7) - 3
            return triangle * (peak / period) * (frames + 100 - frame) / (frames + 100) + noise * (peak / 1000)
        }
    }

    /// White noise of the whole range of `bits`, times `step`.
    static func noise(frames: Int, layout: SampleLayout, bits: Int, step: Int = 1) -> SampleSound {
        var random = SplitMix64(seed: 12)
        return SampleSound("noise of \(bits) bits times \(step)", frames: frames, layout: layout) { _, _ in
            (Int(random.next() >> UInt64(64 - bits)) - 1 << (bits - 1)) * step
        }
    }

    /// Noise that comes back after `lag` frames.
    static func repeated(frames: Int, lag: Int) -> SampleSound {
        var random = SplitMix64(seed: 13)
        let pattern = (0..<lag).map { _ in Int(random.next() % 8001) - 4000 }
        return SampleSound("repetition", frames: frames) { frame, _ in pattern[frame % lag] + Int(random.next() % 5) }
    }

    /// What a model made of a sound.
    struct Coded {
        let parameters: SampleParameters
        let byteCount: Int
        var payload: [UInt8]
        let allocatedByteCount: Int

        /// Of the header and the payload, by the FNV-1a function.
        var hash: UInt64 {
            (parameters.spelledOut + payload).reduce(0xCBF2_9CE4_8422_2325) {
                ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            }
        }

        /// By a model of its own, from the parameters as a header carries them.
        func decoded(kernels: KernelBuild) throws -> [UInt8] {
            var header = parameters.encoded[...]
            let model = SampleModel(parameters: try SampleParameters(decoding: &header), kernels: kernels)
            var bytes = [UInt8](repeating: 0, count: byteCount)
            try payload.withUnsafeBytes { payload in
                var decoder = RangeDecoder(payload)
                try bytes.withUnsafeMutableBytes { try model.decode(into: $0, with: &decoder) }
            }
            return bytes
        }
    }

    func encoded(level: Int, kernels: KernelBuild = .fastest, framesPerCall: Int = .max) -> Coded {
        bytes.withUnsafeBytes { bytes in
            let parameters = SampleParameters(level: level, layout: layout, analysing: bytes)
            let model = SampleModel(parameters: parameters, kernels: kernels)
            var encoder = RangeEncoder()
            let step = framesPerCall == .max ? max(bytes.count, 1) : framesPerCall * layout.bytesPerFrame
            for start in stride(from: 0, to: bytes.count, by: step) {
                model.encode(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + step, bytes.count)]), with: &encoder)
            }
            return Coded(
                parameters: parameters, byteCount: bytes.count, payload: encoder.finish(),
                allocatedByteCount: model.allocatedByteCount)
        }
    }
}
