import FileTool
import MediaFormats
import NeuralCodecs
import Repair

extension PictureSamples {
    /// The channels' values, scaled to 0 to 255.
    var planes: [[Float]] {
        let scale = 255 / Float(maximum)
        return (0..<channels).map { channel in
            (0..<width * height).map { Float(value($0, channel)) * scale }
        }
    }

    private func value(_ pixel: Int, _ channel: Int) -> Int {
        let place = (pixel * channels + channel) * bytesPerSample
        return bytesPerSample == 1 ? Int(samples[place]) : Int(samples[place]) << 8 | Int(samples[place + 1])
    }

    /// The square in the middle, so many pixels wide and high, or as many as there are.
    func middle(_ side: Int) -> PictureSamples {
        var result = self
        (result.width, result.height) = (min(width, side), min(height, side))
        let (left, top) = ((width - result.width) / 2, (height - result.height) / 2)
        result.samples = (top..<top + result.height).flatMap { row in
            let start = (row * width + left) * channels * bytesPerSample
            return samples[start..<start + result.rowByteCount]
        }
        return result
    }

    /// The picture with other values where the mask says that they are missing; all other bytes are the same.
    func replacing(_ mask: PictureMask, by planes: [[Float]]) -> PictureSamples {
        var result = self
        let scale = Float(maximum) / 255
        for (channel, plane) in planes.enumerated() {
            for pixel in plane.indices where mask.isMissing[pixel] {
                result.set(Int(min(max(plane[pixel] * scale, 0), Float(maximum)).rounded()), pixel, channel)
            }
        }
        return result
    }

    /// The picture with what is expected in place of missing pixels.
    func repaired(_ mask: PictureMask) -> PictureSamples {
        replacing(mask, by: PictureRepair().repaired(planes, mask)).inKnownColours(mask)
    }

    /// How many colours are few: as many as a palette may have.
    private static let fewColours = 256

    /// The picture with each missing pixel in the nearest colour of the known ones, where those are few: a bitmap stays one, and so
    /// does a picture of a palette.
    private func inKnownColours(_ mask: PictureMask) -> PictureSamples {
        // Up to four channels of sixteen bits.
        func packed(_ pixel: Int) -> UInt64 {
            (0..<channels).reduce(0) { $0 << 16 | UInt64(truncatingIfNeeded: value(pixel, $1)) }
        }
        var known = Set<UInt64>()
        for pixel in mask.isMissing.indices where !mask.isMissing[pixel] {
            known.insert(packed(pixel))
            guard known.count <= Self.fewColours else { return self }
        }
        let colours = known.sorted().map { colour in
            (0..<channels).map { Int(truncatingIfNeeded: colour >> UInt64(16 * (channels - 1 - $0)) & 0xFFFF) }
        }
        var result = self
        for pixel in mask.isMissing.indices where mask.isMissing[pixel] {
            func distance(_ colour: [Int]) -> Int {
                colour.indices.reduce(0) { sum, channel in
                    let off = colour[channel] - value(pixel, channel)
                    return sum + off * off
                }
            }
            guard let nearest = colours.min(by: { distance($0) < distance($1) }) else { continue }
            for (channel, value) in nearest.enumerated() { result.set(value, pixel, channel) }
        }
        return result
    }

    private mutating func set(_ value: Int, _ pixel: Int, _ channel: Int) {
        let place = (pixel * channels + channel) * bytesPerSample
        if bytesPerSample == 2 { samples[place] = UInt8(truncatingIfNeeded: value >> 8) }
        samples[place + bytesPerSample - 1] = UInt8(truncatingIfNeeded: value)
    }
}

extension SoundSamples {
    /// The samples of a channel.
    func signal(_ channel: Int) -> [Double] {
        let layout = sampleLayout
        return samples.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            return (0..<frameCount).map {
                Double(layout.sample(at: base + $0 * frameByteCount + channel * bytesPerSample))
            }
        }
    }

    /// The sound with other samples in some frames of a channel; rounded, and cut off at the largest that there are.
    mutating func replace(_ gap: Range<Int>, of channel: Int, by values: [Double]) {
        let layout = sampleLayout
        let limit = Double(1 << (8 * bytesPerSample - 1))
        samples.withUnsafeMutableBytes { [frameByteCount, bytesPerSample] bytes in
            guard let base = bytes.baseAddress else { return }
            for (frame, value) in zip(gap, values) {
                let bounded = value.isFinite ? min(max(value.rounded(), -limit), limit - 1) : 0
                layout.store(Int(bounded), at: base + frame * frameByteCount + channel * bytesPerSample)
            }
        }
    }

    /// The sound with what is expected in the gaps.
    func repaired(_ gaps: [Range<Int>], by method: SoundRepair) -> SoundSamples {
        var result = self
        for channel in 0..<channels {
            for (gap, values) in zip(gaps, method.samples(of: gaps, in: signal(channel))) {
                result.replace(gap, of: channel, by: values)
            }
        }
        return result
    }
}
