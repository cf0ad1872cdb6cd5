/// Continues bytes in a manner that it learns from others, with the models of `lstm` or of `mix`.
package final class ByteGenerator {
    private enum Model {
        case networks(BytePredictor)
        case mix(MixByteCoder)
    }

    private let model: Model
    private var known = [Bool](repeating: false, count: 256)

    /// - Parameters:
    ///   - model: as for a stream.
    ///   - bytes: all that will be learnt, whose length and kind decide over sizes.
    ///   - threads: threads that networks may use; the bytes do not depend on it.
    package init(model: StreamModel, for bytes: [UInt8], threads: Int = 1) {
        switch model.fitted(to: max(bytes.count, 1), beginning: bytes) {
        case .networks(let parameters):
            self.model = .networks(BytePredictor(parameters: parameters, threads: threads))
        case .mix(let parameters): self.model = .mix(MixByteCoder(parameters: parameters, threads: threads))
        }
        declare(bytes)
    }

    /// Begins with networks that were trained beforehand.
    ///
    /// - Parameters:
    ///   - trained: their weights.
    ///   - bytes: all that will be learnt besides.
    ///   - threads: as above.
    package init(trained: ModelFile, for bytes: [UInt8], threads: Int = 1) {
        model = .networks(
            BytePredictor(parameters: trained.parameters, threads: threads, trained: trained.trainedWeights))
        for byte in trained.byteValues { known[Int(byte)] = true }
        declare(bytes)
    }

    private func declare(_ bytes: [UInt8]) {
        var new: [UInt8] = []
        for byte in bytes where !known[Int(byte)] {
            known[Int(byte)] = true
            new.append(byte)
        }
        guard !new.isEmpty else { return }
        switch model {
        case .networks(let predictor): predictor.addSymbols(new)
        case .mix(let coder): coder.addSymbols(new)
        }
    }

    /// Learns from bytes, all of whose values occur in those that the generator was made for.
    ///
    /// - Returns: how many bits they would have taken, each predicted before it was learnt.
    @discardableResult
    package func learn(_ bytes: [UInt8]) -> Double {
        RangeEncoder.bitCount(of: bytes) { bytes, encoder in
            switch model {
            case .networks(let predictor): predictor.encode(bytes, with: &encoder)
            case .mix(let coder): coder.encode(bytes, with: &encoder)
            }
        }
    }

    /// Goes on for some bytes after what was learnt and generated so far. They are not learnt: a model that learns what it drew
    /// follows its own errors.
    package func generate(_ count: Int, with sampler: inout Sampler) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { bytes in
            switch model {
            case .networks(let predictor):
                predictor.generate(into: bytes) { probabilities, count in
                    sampler.choose(count: count) { Double(probabilities[$0]) }
                }
            case .mix(let coder):
                let values = (UInt8.min...UInt8.max).filter { known[Int($0)] }
                coder.generate(into: bytes, of: values) { sampler.choose(count: $0, probability: $1) }
            }
        }
        return bytes
    }
}
