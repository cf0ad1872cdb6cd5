internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Codes the samples of a stretch, frame by frame.
///
/// Each sample is predicted by least-squares fits in double precision, by cascades of adaptive filters, and by fits over all
/// of these; every predictor is a distribution, and a ``ValueCoder`` mixes what they say of each decision.
/// `docs/mix-model.md` tells why. Encoder and decoder run the same code (``BitCoder``), on any build of the kernels to the
/// same bits.
package final class SampleModel {
    /// The engine for one build of the kernels; an enum rather than an existential so that each is specialised.
    private enum Core {
        case portable(SampleEngine<NeuralKernels.Kernels>)
        case avx2(SampleEngine<NeuralKernelsAVX2.Kernels>)
    }

    private let core: Core
    private let bytesPerFrame: Int

    /// - Parameters:
    ///   - parameters: of the stretch.
    ///   - kernels: which build of the kernels to use; the fastest this processor runs unless a test asks for another.
    package init(parameters: SampleParameters, kernels: KernelBuild = .fastest) {
        bytesPerFrame = parameters.layout.bytesPerFrame
        core =
            switch kernels {
            case .portable: .portable(SampleEngine(parameters))
            case .avx2: .avx2(SampleEngine(parameters))
            }
    }

    /// Codes whole frames, which were among those that the parameters were made from.
    package func encode(_ frames: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        switch core {
        case .portable(let engine): engine.encode(frames, bytesPerFrame: bytesPerFrame, with: &encoder)
        case .avx2(let engine): engine.encode(frames, bytesPerFrame: bytesPerFrame, with: &encoder)
        }
    }

    /// Fills whole frames with what `decoder` holds: a payload, or an idea of its own.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when the payload cannot hold that many.
    package func decode<Decoder: BitCoder>(
        into frames: UnsafeMutableRawBufferPointer, with decoder: inout Decoder
    ) throws(RangeDecoderError) {
        switch core {
        case .portable(let engine): try engine.decode(into: frames, bytesPerFrame: bytesPerFrame, with: &decoder)
        case .avx2(let engine): try engine.decode(into: frames, bytesPerFrame: bytesPerFrame, with: &decoder)
        }
    }

    /// Keeps what is chosen from being louder than something that was learnt.
    package func limitLoudness(to frames: UnsafeRawBufferPointer) {
        switch core {
        case .portable(let engine): engine.limitLoudness(to: frames)
        case .avx2(let engine): engine.limitLoudness(to: frames)
        }
    }

    /// Bytes of memory this model holds.
    package var allocatedByteCount: Int {
        switch core {
        case .portable(let engine): engine.allocatedByteCount
        case .avx2(let engine): engine.allocatedByteCount
        }
    }

    /// An upper bound of the memory of a model, in bytes.
    static func memoryByteCount(_ parameters: SampleParameters) -> Int {
        SampleEngine<NeuralKernels.Kernels>.byteCount(parameters)
    }
}

extension SampleEngine {
    func encode(_ bytes: UnsafeRawBufferPointer, bytesPerFrame: Int, with encoder: inout RangeEncoder) {
        guard let base = bytes.baseAddress else { return }
        for frame in 0..<bytes.count / bytesPerFrame {
            codeFrame(source: base + frame * bytesPerFrame, destination: nil, with: &encoder)
        }
    }

    func decode<Decoder: BitCoder>(
        into bytes: UnsafeMutableRawBufferPointer, bytesPerFrame: Int, with decoder: inout Decoder
    ) throws(RangeDecoderError) {
        guard let base = bytes.baseAddress else { return }
        for frame in 0..<bytes.count / bytesPerFrame {
            codeFrame(source: nil, destination: base + frame * bytesPerFrame, with: &decoder)
            // Asked now and then: bytes made up meanwhile are thrown away with the rest.
            if frame & 255 == 255, decoder.isExhausted { throw .payloadUsedUp }
        }
        if decoder.isExhausted { throw .payloadUsedUp }
    }
}
