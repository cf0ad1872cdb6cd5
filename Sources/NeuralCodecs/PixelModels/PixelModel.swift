internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Codes the pixels of a stretch, row by row.
///
/// Each sample is predicted by least-squares fits over a two-dimensional window and by simple predictors; every predictor
/// is a distribution, colours seen before are histograms, and a ``ValueCoder`` mixes what they say of each decision.
/// `docs/mix-model.md` tells why. Encoder and decoder run the same code (``BitCoder``), on any build of the kernels to the
/// same bits.
package final class PixelModel {
    /// The engine for one build of the kernels; an enum rather than an existential so that each is specialised.
    private enum Core {
        case portable(PixelEngine<NeuralKernels.Kernels>)
        case avx2(PixelEngine<NeuralKernelsAVX2.Kernels>)
    }

    private let core: Core
    private let bytesPerRow: Int

    /// - Parameters:
    ///   - parameters: of the stretch.
    ///   - kernels: which build of the kernels to use; the fastest this processor runs unless a test asks for another.
    package init(parameters: PixelParameters, kernels: KernelBuild = .fastest) {
        bytesPerRow = parameters.layout.bytesPerRow
        core =
            switch kernels {
            case .portable: .portable(PixelEngine(parameters))
            case .avx2: .avx2(PixelEngine(parameters))
            }
    }

    /// Codes whole rows, which were among those that the parameters were made from.
    package func encode(_ rows: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        switch core {
        case .portable(let engine): engine.encode(rows, bytesPerRow: bytesPerRow, with: &encoder)
        case .avx2(let engine): engine.encode(rows, bytesPerRow: bytesPerRow, with: &encoder)
        }
    }

    /// Fills whole rows with what `decoder` holds: a payload, or an idea of its own.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when the payload cannot hold that many.
    package func decode<Decoder: BitCoder>(
        into rows: UnsafeMutableRawBufferPointer, with decoder: inout Decoder
    ) throws(RangeDecoderError) {
        switch core {
        case .portable(let engine): try engine.decode(into: rows, bytesPerRow: bytesPerRow, with: &decoder)
        case .avx2(let engine): try engine.decode(into: rows, bytesPerRow: bytesPerRow, with: &decoder)
        }
    }

    /// Codes a part of a plane, each plane with an encoder of its own and its parts from left to right, row after row.
    ///
    /// - Parameters:
    ///   - part: whose neighbours are coded, as ``PlaneSchedule`` has it.
    ///   - row: the bytes of its row.
    func encode(_ part: PlanePart, row: UnsafeRawPointer, with encoder: inout RangeEncoder) {
        switch core {
        case .portable(let engine): engine.code(part, source: row, destination: nil, with: &encoder)
        case .avx2(let engine): engine.code(part, source: row, destination: nil, with: &encoder)
        }
    }

    /// Fills in a part of a plane, likewise. Once its decoder is exhausted, what it gives is made up.
    func decode(_ part: PlanePart, row: UnsafeMutableRawPointer, with decoder: inout RangeDecoder) {
        switch core {
        case .portable(let engine): engine.code(part, source: nil, destination: row, with: &decoder)
        case .avx2(let engine): engine.code(part, source: nil, destination: row, with: &decoder)
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
    static func memoryByteCount(layout: PixelLayout, settings: PixelSettings, valueCount: Int) -> Int {
        PixelEngine<NeuralKernels.Kernels>.byteCount(layout: layout, settings: settings, valueCount: valueCount)
    }
}

extension PixelEngine {
    func encode(_ bytes: UnsafeRawBufferPointer, bytesPerRow: Int, with encoder: inout RangeEncoder) {
        guard let base = bytes.baseAddress else { return }
        for row in 0..<bytes.count / bytesPerRow {
            codeRow(source: base + row * bytesPerRow, destination: nil, with: &encoder)
        }
    }

    func decode<Decoder: BitCoder>(
        into bytes: UnsafeMutableRawBufferPointer, bytesPerRow: Int, with decoder: inout Decoder
    ) throws(RangeDecoderError) {
        guard let base = bytes.baseAddress else { return }
        for row in 0..<bytes.count / bytesPerRow {
            codeRow(source: nil, destination: base + row * bytesPerRow, with: &decoder)
            if decoder.isExhausted { throw .payloadUsedUp }
        }
    }

    /// An upper bound of what the arena of an engine takes.
    static func byteCount(layout: PixelLayout, settings: PixelSettings, valueCount: Int) -> Int {
        var bytes = PlaneRows.byteCount(width: layout.width)
        for group in settings.fitGroups {
            let width = group.isPhased ? (layout.width + 1) / 2 : layout.width
            bytes +=
                (group.isPhased ? 4 : 1)
                * LeastSquaresFits<Kernels>.byteCount(
                    count: group.neighbours, windows: group.windows.count, width: width)
        }
        for fit in settings.similarFits { bytes += SimilarFit<Kernels>.byteCount(fit, width: layout.width) }
        bytes += 4 * PlaneModel<Kernels>.pastErrorCount(settings, width: layout.width)
        bytes += CorrectionFit<Kernels>.byteCount(settings, width: layout.width)
        let shape = PlaneModel<Kernels>.coderShape(
            settings, valueCount: valueCount, unit: unit(valueCount: valueCount))
        bytes += ValueCoder<Kernels>.byteCount(shape)
        bytes += settings.histograms * (Kernels.slotByteCount << settings.tableBits)
        bytes += 8 * (layout.width + 16) * (settings.predictorCount + 9)
        if settings.hiddenUnits > 0 {
            bytes += MixtureNetwork<Kernels>.byteCount(
                features: PlaneModel<Kernels>.featureCount(settings), hidden: settings.hiddenUnits)
        }
        return bytes * layout.channels + 2 * layout.width + 4 * (valueCount + 1 << (8 * layout.bytesPerSample)) + 65_536
    }
}
