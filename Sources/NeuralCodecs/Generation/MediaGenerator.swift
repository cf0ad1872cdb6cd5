/// Continues pictures and sounds with `mix`'s models of pixels and samples.
package final class MediaGenerator {
    private enum Model {
        case pixels(PixelModel)
        case samples(SampleModel)
    }

    private let model: Model
    /// Bytes of a row or a frame.
    private let unitByteCount: Int

    /// The most bytes that a model is made for: the last ones of what is longer.
    package static let largestStretch = StretchDivision.largestByteCount

    /// A sound becomes no louder than its last so many frames: a second or some.
    private static let loudnessFrames = 1 << 16
    /// With the few fits of lower levels a tone swells faster than it can be held back.
    private static let lowestSampleLevel = 3

    /// For rows of pixels.
    ///
    /// - Parameters:
    ///   - layout: one that ``PixelParameters/canCode(_:)`` accepts.
    ///   - rows: whole rows, at least one: all that will be learnt. Values that do not occur in them are not generated either.
    package init(level: Int, layout: PixelLayout, rows: [UInt8]) {
        let parameters = rows.withUnsafeBytes { PixelParameters(level: level, layout: layout, analysing: $0) }
        model = .pixels(PixelModel(parameters: parameters.forGeneration))
        unitByteCount = layout.bytesPerRow
    }

    /// For frames of samples.
    ///
    /// - Parameters:
    ///   - level: of `mix`; 1 and 2 are as 3.
    ///   - layout: a valid one.
    ///   - frames: whole frames, at least one: all that will be learnt. Louder ones are not generated.
    package init(level: Int, layout: SampleLayout, frames: [UInt8]) {
        let level = max(level, Self.lowestSampleLevel)
        let parameters = frames.withUnsafeBytes { SampleParameters(level: level, layout: layout, analysing: $0) }
        let samples = SampleModel(parameters: parameters.forGeneration)
        frames.suffix(Self.loudnessFrames * layout.bytesPerFrame).withUnsafeBytes { samples.limitLoudness(to: $0) }
        model = .samples(samples)
        unitByteCount = layout.bytesPerFrame
    }

    /// Learns from whole rows or frames, which were among those that the generator was made for.
    ///
    /// - Returns: how many bits they would have taken, each predicted before it was learnt.
    @discardableResult
    package func learn(_ bytes: [UInt8]) -> Double {
        RangeEncoder.bitCount(of: bytes) { bytes, encoder in
            switch model {
            case .pixels(let model): model.encode(bytes, with: &encoder)
            case .samples(let model): model.encode(bytes, with: &encoder)
            }
        }
    }

    /// Goes on for some rows or frames after what was learnt and generated so far. They are not learnt: fits that saw them would
    /// follow their own errors.
    package func generate(_ count: Int, with sampler: inout Sampler) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count * unitByteCount)
        var values = ValueSampler(sampler: sampler)
        defer { sampler = values.sampler }
        bytes.withUnsafeMutableBytes { bytes in
            // A sampler never runs out.
            switch model {
            case .pixels(let model): try? model.decode(into: bytes, with: &values)
            case .samples(let model): try? model.decode(into: bytes, with: &values)
            }
        }
        return bytes
    }
}
