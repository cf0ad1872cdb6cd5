import CodecSamples
import NeuralCodecs
import Testing

/// A small picture made up for a test.
struct SamplePicture: Sendable, CustomTestStringConvertible {
    let name: String
    let layout: PixelLayout
    let bytes: [UInt8]

    var testDescription: String { name }

    /// - Parameter sample: the value of a component, from column, row and component.
    init(
        _ name: String, width: Int, height: Int, channels: Int, bytesPerSample: Int = 1, isBigEndian: Bool = true,
        sample: (Int, Int, Int) -> Int
    ) {
        self.name = "\(name) \(width)x\(height)x\(channels), \(bytesPerSample) bytes"
        layout = PixelLayout(
            width: width, channels: channels, bytesPerSample: bytesPerSample, isBigEndian: isBigEndian,
            maximumValue: (1 << (8 * bytesPerSample)) - 1)
        var bytes: [UInt8] = []
        for row in 0..<height {
            for column in 0..<width {
                for channel in 0..<channels {
                    let value = sample(column, row, channel)
                    if bytesPerSample == 2 && isBigEndian { bytes.append(UInt8(truncatingIfNeeded: value >> 8)) }
                    bytes.append(UInt8(truncatingIfNeeded: value))
                    if bytesPerSample == 2 && !isBigEndian { bytes.append(UInt8(truncatingIfNeeded: value >> 8)) }
                }
            }
        }
        self.bytes = bytes
    }

    /// Smooth, with a little noise.
    static func gradient(width: Int, height: Int, channels: Int, bytesPerSample: Int = 1) -> SamplePicture {
        var random = SplitMix64(seed: 5)
        let step = bytesPerSample == 2 ? 300 : 1
        return SamplePicture(
            "gradient", width: width, height: height, channels: channels, bytesPerSample: bytesPerSample,
            isBigEndian: false
        ) { column, row, channel in
            (40 + 2 * column + 3 * row / 2 + 10 * channel + Int(random.next() % 3)) * step % (1 << (8 * bytesPerSample))
        }
    }

    static func constant(width: Int, height: Int, channels: Int, value: Int) -> SamplePicture {
        SamplePicture("constant", width: width, height: height, channels: channels) { _, _, _ in value }
    }

    /// Each component one of `values`, at random.
    static func noise(
        width: Int, height: Int, channels: Int, values: [Int], bytesPerSample: Int = 1
    ) -> SamplePicture {
        var random = SplitMix64(seed: 6)
        return SamplePicture(
            "noise of \(values.count)", width: width, height: height, channels: channels,
            bytesPerSample: bytesPerSample
        ) { _, _, _ in values[Int(random.next() % UInt64(values.count))] }
    }

    /// Flat areas with sharp edges, as a screenshot has.
    static func steps(width: Int, height: Int, channels: Int) -> SamplePicture {
        SamplePicture("steps", width: width, height: height, channels: channels) { column, row, channel in
            (column / 7 + row / 5) % 2 == 0 ? 240 - 20 * channel : 30 + (column / 7) * 11 % 200
        }
    }

    /// Luma with noise and interpolated chroma, made into colours as a Photo CD's are, here and there one that is not.
    static func photoCD(width: Int, height: Int, brightness: Int) -> SamplePicture {
        var random = SplitMix64(seed: 7)
        let columns = width / 2 + 2
        let chroma = (0..<2 * columns * (height / 2 + 2)).map { index in
            (index % 2 == 0 ? 156 : 137) + index / 2 % columns / 3 + Int(random.next() % 4) - 8
        }
        func interpolated(_ column: Int, _ row: Int, _ plane: Int) -> Int {
            func stored(_ x: Int, _ y: Int) -> Int { chroma[2 * (y * columns + x) + plane] }
            let x = column / 2
            let y = row / 2
            switch (column % 2, row % 2) {
            case (0, 0): return stored(x, y)
            case (1, 0): return (stored(x, y) + stored(x + 1, y) + 1) >> 1
            case (0, 1): return (stored(x, y) + stored(x, y + 1) + 1) >> 1
            default: return (stored(x, y) + stored(x + 1, y) + stored(x, y + 1) + stored(x + 1, y + 1) + 2) >> 2
            }
        }
        let luma = (0..<width * height).map { brightness + $0 % width + Int(random.next() % 5) }
        return SamplePicture("Photo CD", width: width, height: height, channels: 3) { column, row, channel in
            if (column + 31 * row) % 211 == 17 { return 100 + channel }
            let y = 1.3584 * Double(luma[row * width + column]) + 1e-6
            let red = 1.8215 * Double(interpolated(column, row, 1) - 137)
            let blue = 2.2179 * Double(interpolated(column, row, 0) - 156)
            let value =
                switch channel {
                case 0: y + red
                case 1: y - 0.194 * blue.rounded(.down) - 0.509 * red.rounded(.down)
                default: y + blue
                }
            return min(max(Int(value.rounded(.down)), 0), 255)
        }
    }

    /// What a model made of a picture.
    struct Coded {
        let parameters: PixelParameters
        let byteCount: Int
        var payload: [UInt8]
        let allocatedByteCount: Int

        /// By a model of its own, from the parameters as a header carries them.
        func decoded(kernels: KernelBuild) throws -> [UInt8] {
            var header = parameters.encoded[...]
            let model = PixelModel(parameters: try PixelParameters(decoding: &header), kernels: kernels)
            var bytes = [UInt8](repeating: 0, count: byteCount)
            try payload.withUnsafeBytes { payload in
                var decoder = RangeDecoder(payload)
                try bytes.withUnsafeMutableBytes { try model.decode(into: $0, with: &decoder) }
            }
            return bytes
        }

        func cut(to count: Int) -> Coded {
            var copy = self
            copy.payload = Array(payload.prefix(count))
            return copy
        }
    }

    func encoded(level: Int, kernels: KernelBuild = .fastest, rowsPerCall: Int = .max) -> Coded {
        bytes.withUnsafeBytes { bytes in
            let parameters = PixelParameters(level: level, layout: layout, analysing: bytes)
            let model = PixelModel(parameters: parameters, kernels: kernels)
            var encoder = RangeEncoder()
            let step = rowsPerCall == .max ? bytes.count : rowsPerCall * layout.bytesPerRow
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
