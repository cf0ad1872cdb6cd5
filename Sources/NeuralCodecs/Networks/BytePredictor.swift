internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Predicts each byte of a sequence from those before it, and learns from it while coding.
///
/// Encoder and decoder run the same predictor over the same bytes and so make the same predictions. All arithmetic is
/// defined to the bit (see `docs/determinism.md`): neither the kernels nor the number of threads show in the result.
package final class BytePredictor {
    /// The loop for one build of the kernels; an enum rather than an existential so that each is specialised.
    private enum Core {
        case portable(PredictorLoop<NeuralKernels.Kernels>)
        case avx2(PredictorLoop<NeuralKernelsAVX2.Kernels>)
    }

    private let core: Core

    /// - Parameters:
    ///   - parameters: the model; see ``ModelParameters/level(_:)``.
    ///   - threads: threads to use: one a network at most, or two where one network replays.
    ///   - kernels: which build of the kernels to use; the fastest this processor runs unless a test asks for another.
    ///   - trained: weights to begin with, of networks of these parameters; nil for none.
    package init(
        parameters: ModelParameters, threads: Int = 1, kernels: KernelBuild = .fastest,
        trained: TrainedWeights? = nil
    ) {
        core =
            switch kernels {
            case .portable: .portable(PredictorLoop(parameters: parameters, threads: threads))
            case .avx2: .avx2(PredictorLoop(parameters: parameters, threads: threads))
            }
        guard let trained else { return }
        switch core {
        case .portable(let loop): loop.begin(with: trained)
        case .avx2(let loop): loop.begin(with: trained)
        }
    }

    /// Declares byte values that may occur from here on.
    ///
    /// - Parameter values: not declared before; their order is part of the model.
    package func addSymbols(_ values: [UInt8]) {
        switch core {
        case .portable(let loop): loop.addSymbols(values)
        case .avx2(let loop): loop.addSymbols(values)
        }
    }

    /// Codes `bytes`, all of whose values are declared.
    package func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        switch core {
        case .portable(let loop): loop.encode(bytes, with: &encoder)
        case .avx2(let loop): loop.encode(bytes, with: &encoder)
        }
    }

    /// Fills `bytes` with what `decoder` holds.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when the payload cannot hold that many bytes.
    package func decode(
        into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder
    ) throws(RangeDecoderError) {
        switch core {
        case .portable(let loop): try loop.decode(into: bytes, with: &decoder)
        case .avx2(let loop): try loop.decode(into: bytes, with: &decoder)
        }
    }

    /// Fills `bytes` with values of `choose`'s, each a symbol in the order of declaration, from which nothing is learnt. Some
    /// byte value must be declared.
    ///
    /// - Parameter choose: gets the probabilities of the symbols and their number, and returns one of them.
    package func generate(
        into bytes: UnsafeMutableRawBufferPointer, choose: (UnsafePointer<Float>, Int) -> Int
    ) {
        switch core {
        case .portable(let loop): loop.generate(into: bytes, choose: choose)
        case .avx2(let loop): loop.generate(into: bytes, choose: choose)
        }
    }

    /// Remembers all that was learnt, to go back to it by ``restoreState()``.
    package func keepState() {
        switch core {
        case .portable(let loop): loop.keepState()
        case .avx2(let loop): loop.keepState()
        }
    }

    /// Goes back to what ``keepState()`` remembered; does nothing where nothing was.
    package func restoreState() {
        switch core {
        case .portable(let loop): loop.restoreState()
        case .avx2(let loop): loop.restoreState()
        }
    }

    /// Bytes of memory this predictor holds.
    package var allocatedByteCount: Int {
        switch core {
        case .portable(let loop): loop.allocatedByteCount
        case .avx2(let loop): loop.allocatedByteCount
        }
    }
}
