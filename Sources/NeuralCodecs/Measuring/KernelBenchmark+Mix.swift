extension KernelBenchmark {
    /// Whole models of a level of `mix`: of bytes on `sample`, of pixels and of samples on generated ones. Seconds are those of a
    /// byte, a channel of a pixel, a sample of a channel.
    package func codingSteps(ofMix parameters: MixParameters, on sample: [UInt8]) -> [Timing] {
        let picture = Self.picture
        let sound = Self.sound
        let level = parameters.mediaLevel
        let pixels = picture.withUnsafeBytes {
            PixelParameters(level: level, layout: Self.pictureLayout, analysing: $0)
        }
        let samples = sound.withUnsafeBytes { SampleParameters(level: level, layout: Self.soundLayout, analysing: $0) }
        let symbols = ByteSet(sample).values
        let bytes = parameters.fitted(to: sample.count, beginning: sample)
        return [
            timing("bytes, encoding", units: sample.count) {
                let coder = MixByteCoder(parameters: bytes, kernels: build)
                coder.addSymbols(symbols)
                var encoder = RangeEncoder()
                return elapsed { sample.withUnsafeBytes { coder.encode($0, with: &encoder) } }
            },
            decoding(sample, symbols, bytes),
            timing("pixels, encoding, of a channel", units: picture.count) {
                let model = PixelModel(parameters: pixels, kernels: build)
                var encoder = RangeEncoder()
                return elapsed { picture.withUnsafeBytes { model.encode($0, with: &encoder) } }
            },
            timing("samples, encoding, of a channel", units: sound.count / 2) {
                let model = SampleModel(parameters: samples, kernels: build)
                var encoder = RangeEncoder()
                return elapsed { sound.withUnsafeBytes { model.encode($0, with: &encoder) } }
            },
        ]
    }

    /// The kernels one by one.
    package func kernels(ofMix parameters: MixParameters) -> [Timing] {
        switch build {
        case .portable: MixKernelShapes<PortableKernels>(of: parameters).calls.map(time)
        case .avx2: MixKernelShapes<VectorKernels>(of: parameters).calls.map(time)
        }
    }

    private func decoding(_ sample: [UInt8], _ symbols: [UInt8], _ parameters: MixParameters) -> Timing {
        let coder = MixByteCoder(parameters: parameters, kernels: build)
        coder.addSymbols(symbols)
        var encoder = RangeEncoder()
        sample.withUnsafeBytes { coder.encode($0, with: &encoder) }
        let payload = encoder.finish()
        var raw = [UInt8](repeating: 0, count: sample.count)
        return timing("bytes, decoding", units: sample.count) {
            let coder = MixByteCoder(parameters: parameters, kernels: build)
            coder.addSymbols(symbols)
            return elapsed {
                payload.withUnsafeBytes { payload in
                    var decoder = RangeDecoder(payload)
                    raw.withUnsafeMutableBytes { try? coder.decode(into: $0, with: &decoder) }
                }
            }
        }
    }

    /// The median of a few passes, each of which tells its seconds.
    private func timing(_ name: String, units: Int, _ pass: () -> Double) -> Timing {
        let seconds = (0..<min(pairs, 3)).map { _ in pass() / Double(max(units, 1)) }
        return Timing(name: name, seconds: median(seconds), multiplyAddsPerSecond: nil, fractionOfPeak: nil)
    }

    private func elapsed(_ body: () -> Void) -> Double {
        let start = ProcessorClock.seconds
        body()
        return ProcessorClock.seconds - start
    }

    private static let pictureLayout = PixelLayout(width: 96, channels: 3)
    private static let soundLayout = SampleLayout(channels: 2)

    /// 64 rows of slopes, an edge and a little noise.
    private static var picture: [UInt8] {
        var random = RandomSource(seed: 3)
        return (0..<64).flatMap { row in
            (0..<96).flatMap { column in
                (0..<3).map { channel in
                    UInt8(30 + row + column / 2 + 20 * channel + (column > 50 ? 40 : 0) + random.next(below: 6))
                }
            }
        }
    }

    /// 4000 frames of two slow waves, by a recurrence in whole numbers, and a little noise.
    private static var sound: [UInt8] {
        var random = RandomSource(seed: 4)
        var (first, second) = (0, 6000)
        return (0..<4000).flatMap { _ in
            (first, second) = (first + second / 16, second - first / 16)
            return [first, second / 2].flatMap { wave in
                let sample = UInt16(truncatingIfNeeded: max(-32768, min(32767, wave + random.next(below: 16))))
                return [UInt8(sample & 0xFF), UInt8(sample >> 8)]
            }
        }
    }
}
