/// Times the kernels in the shapes that a level's model has, against the most that the core can do.
///
/// The peak is measured again beside every kernel, since the speed of a shared machine changes from moment to moment; the
/// median of the pairs' quotients counts.
package struct KernelBenchmark: Sendable {
    /// How fast a kernel ran.
    package struct Timing: Sendable {
        /// The kernel and its shape.
        package let name: String
        /// One call, seconds.
        package let seconds: Double
        /// Fused multiply-adds in a second; nil for kernels that are not made of them.
        package let multiplyAddsPerSecond: Double?
        /// ``multiplyAddsPerSecond`` over the peak of the same moment.
        package let fractionOfPeak: Double?
    }

    let build: KernelBuild
    let pairs: Int

    /// - Parameters:
    ///   - build: which build of the kernels.
    ///   - pairs: how often each kernel is timed beside the peak.
    package init(build: KernelBuild = .fastest, pairs: Int = 7) {
        self.build = build
        self.pairs = max(1, pairs)
    }

    /// The core's peak, fused multiply-adds in a second: the best of several passes.
    package func peak() -> Double {
        (0..<max(pairs, 5)).map { _ in peakOnce() }.max() ?? 0
    }

    /// A whole model that codes `sample` and learns, everything between byte and stream: encoding, where whole windows go
    /// through the layers, then decoding, which goes byte by byte.
    package func trainingSteps(of parameters: ModelParameters, on sample: [UInt8]) -> [Timing] {
        let values = ByteSet(sample).values
        let cost = ModelCost(of: parameters, symbolCount: values.count)
        var raw = [UInt8](repeating: 0, count: sample.count)
        var encoding: [Double] = []
        var decoding: [Double] = []
        var encodingFractions: [Double] = []
        var decodingFractions: [Double] = []
        for _ in 0..<min(pairs, 3) {
            var encoder = RangeEncoder()
            let encodingTime = secondsPerByte(of: parameters, values, sample.count) { predictor in
                sample.withUnsafeBytes { predictor.encode($0, with: &encoder) }
            }
            encoding.append(encodingTime)
            encodingFractions.append(Double(cost.total) / encodingTime / peakOnce())
            let payload = encoder.finish()
            let decodingTime = secondsPerByte(of: parameters, values, sample.count) { predictor in
                payload.withUnsafeBytes { payload in
                    var decoder = RangeDecoder(payload)
                    raw.withUnsafeMutableBytes { try? predictor.decode(into: $0, with: &decoder) }
                }
            }
            decoding.append(decodingTime)
            decodingFractions.append(Double(cost.total) / decodingTime / peakOnce())
        }
        return [
            ("training step, encoding", encoding, encodingFractions),
            ("training step, decoding", decoding, decodingFractions),
        ].map { name, seconds, fractions in
            Timing(
                name: name, seconds: median(seconds), multiplyAddsPerSecond: Double(cost.total) / median(seconds),
                fractionOfPeak: median(fractions))
        }
    }

    private func secondsPerByte(
        of parameters: ModelParameters, _ values: [UInt8], _ count: Int, _ body: (BytePredictor) -> Void
    ) -> Double {
        let predictor = BytePredictor(parameters: parameters, kernels: build)
        predictor.addSymbols(values)
        let start = ProcessorClock.seconds
        body(predictor)
        return (ProcessorClock.seconds - start) / Double(max(count, 1))
    }

    /// The kernels one by one, in the shapes of the model's widest network.
    package func kernels(of parameters: ModelParameters, symbolCount: Int) -> [Timing] {
        switch build {
        case .portable: KernelShapes<PortableKernels>(of: parameters, symbolCount: symbolCount).calls.map(time)
        case .avx2: KernelShapes<VectorKernels>(of: parameters, symbolCount: symbolCount).calls.map(time)
        }
    }

    func time(_ call: KernelCall) -> Timing {
        var repetitions = 1
        while duration(repetitions, call.body) < 0.004 && repetitions < 1 << 24 { repetitions *= 2 }
        var seconds: [Double] = []
        var fractions: [Double] = []
        for _ in 0..<pairs {
            let one = duration(repetitions, call.body) / Double(repetitions)
            seconds.append(one)
            if let count = call.multiplyAdds { fractions.append(Double(count) / one / peakOnce()) }
        }
        let time = median(seconds)
        return Timing(
            name: call.name, seconds: time, multiplyAddsPerSecond: call.multiplyAdds.map { Double($0) / time },
            fractionOfPeak: call.multiplyAdds.map { _ in median(fractions) })
    }

    private func duration(_ repetitions: Int, _ body: () -> Void) -> Double {
        let start = ProcessorClock.seconds
        for _ in 0..<repetitions { body() }
        return max(ProcessorClock.seconds - start, 1e-9)
    }

    private func peakOnce() -> Double {
        switch build {
        case .portable: peakOnce(PortableKernels.self)
        case .avx2: peakOnce(VectorKernels.self)
        }
    }

    /// The portable build is slow where multiply-adds are calls: the first pass tells how many make some milliseconds.
    private func peakOnce<K: KernelSet>(_: K.Type) -> Double {
        var passes = 1000
        while true {
            var result: Float = 0
            let time = duration(1) { result = K.multiplyAddPeak(passes: passes) }
            // The result is used, so that the work is not optimised away.
            if time > 0.004 || passes > 1 << 28 || result.isNaN {
                return Double(passes * K.multiplyAddsPerPeakPass) / time
            }
            passes *= 2
        }
    }

    func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
