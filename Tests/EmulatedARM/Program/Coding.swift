// What `main.c` calls: models and the arithmetic coder, without the container around them.

/// One of the in-house coders over one segment.
private enum Coder {
    case networks(BytePredictor)
    case mix(MixByteCoder, TableShape?)
    case pixels(PixelModel, parameters: [UInt8])
    case samples(SampleModel, parameters: [UInt8])

    /// - Parameters:
    ///   - kind: 0 `lstm`; of `mix`: 1 bytes, 2 pixels, 3 samples at 16 bits; from 4 on the other families of networks, as
    ///     ``NetworkFamily`` lists them.
    ///   - shape: pixels of three bytes in a row, or channels.
    ///   - model: of networks that were trained beforehand, whose level and family count; empty for none.
    ///   - bytes: what will be coded.
    init?(kind: Int, level: Int, shape: Int, model: UnsafeRawBufferPointer, for bytes: UnsafeRawBufferPointer) {
        if !model.isEmpty {
            guard let file = try? ModelFile(decoding: Array(model)) else { return nil }
            let predictor = BytePredictor(parameters: file.parameters, trained: file.trainedWeights)
            predictor.addSymbols(ByteSet(bytes).values.filter { !file.byteValues.contains($0) })
            self = .networks(predictor)
            return
        }
        switch kind {
        case 1:
            guard let parameters = MixParameters.level(level, for: Array(bytes)) else { return nil }
            let coder = MixByteCoder(parameters: parameters)
            coder.addSymbols(ByteSet(bytes).values)
            let shape = TableSurvey.shape(of: Array(bytes)[...], position: 0)
            if let shape { coder.begin(shape) }
            self = .mix(coder, shape)
        case 2:
            let parameters = PixelParameters(
                level: level, layout: PixelLayout(width: shape, channels: 3), analysing: bytes)
            self = .pixels(PixelModel(parameters: parameters), parameters: parameters.encoded)
        case 3:
            let parameters = SampleParameters(
                level: level, layout: SampleLayout(channels: shape), analysing: bytes)
            self = .samples(SampleModel(parameters: parameters), parameters: parameters.encoded)
        default:
            let family = kind == 0 ? 0 : kind - 3
            guard NetworkFamily.allCases.indices.contains(family),
                let parameters = ModelParameters.level(level, of: NetworkFamily.allCases[family])
            else { return nil }
            let predictor = BytePredictor(parameters: parameters)
            predictor.addSymbols(ByteSet(bytes).values)
            self = .networks(predictor)
        }
    }

    /// The payload, parameters of pixels and samples in front.
    func payload(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var encoder = RangeEncoder()
        switch self {
        case .networks(let predictor):
            predictor.encode(bytes, with: &encoder)
            return encoder.finish()
        case .mix(let coder, let shape):
            var turned = Array(bytes)
            turned.withUnsafeMutableBytes { turned in
                shape?.reverseNumbers(turned, position: 0)
                coder.encode(UnsafeRawBufferPointer(turned), with: &encoder)
            }
            return (shape?.encoded ?? []) + encoder.finish()
        case .pixels(let model, let parameters):
            model.encode(bytes, with: &encoder)
            return parameters + encoder.finish()
        case .samples(let model, let parameters):
            model.encode(bytes, with: &encoder)
            return parameters + encoder.finish()
        }
    }

    /// Fills `raw` with what a payload holds.
    func decode(_ payload: UnsafeRawBufferPointer, into raw: UnsafeMutableRawBufferPointer) throws(RangeDecoderError) {
        func rest(after parameters: [UInt8]) -> RangeDecoder {
            RangeDecoder(UnsafeRawBufferPointer(rebasing: payload[min(parameters.count, payload.count)...]))
        }
        switch self {
        case .networks(let predictor):
            var decoder = RangeDecoder(payload)
            try predictor.decode(into: raw, with: &decoder)
        case .mix(let coder, let shape):
            var decoder = rest(after: shape?.encoded ?? [])
            try coder.decode(into: raw, with: &decoder)
            shape?.reverseNumbers(raw, position: 0)
        case .pixels(let model, let parameters):
            var decoder = rest(after: parameters)
            try model.decode(into: raw, with: &decoder)
        case .samples(let model, let parameters):
            var decoder = rest(after: parameters)
            try model.decode(into: raw, with: &decoder)
        }
    }
}

/// Encodes `count` bytes as one segment; returns the payload's size, or -1 where it does not fit or there is no such coder.
@_cdecl("encode_payload")
func encodePayload(
    kind: Int, level: Int, shape: Int, model: UnsafePointer<UInt8>?, modelCount: Int, raw: UnsafePointer<UInt8>,
    count: Int, payload: UnsafeMutablePointer<UInt8>, capacity: Int
) -> Int {
    let bytes = UnsafeRawBufferPointer(start: raw, count: count)
    let model = UnsafeRawBufferPointer(start: model, count: modelCount)
    guard let coder = Coder(kind: kind, level: level, shape: shape, model: model, for: bytes) else { return -1 }
    let result = coder.payload(of: bytes)
    guard result.count <= capacity else { return -1 }
    for (index, byte) in result.enumerated() { payload[index] = byte }
    return result.count
}

/// Decodes a payload of bytes that are like `expected`; returns whether they are `expected`.
@_cdecl("decode_payload")
func decodePayload(
    kind: Int, level: Int, shape: Int, model: UnsafePointer<UInt8>?, modelCount: Int, payload: UnsafePointer<UInt8>,
    payloadCount: Int, expected: UnsafePointer<UInt8>, count: Int
) -> Bool {
    let expected = UnsafeRawBufferPointer(start: expected, count: count)
    let model = UnsafeRawBufferPointer(start: model, count: modelCount)
    guard let coder = Coder(kind: kind, level: level, shape: shape, model: model, for: expected) else { return false }
    let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { raw.deallocate() }
    do throws(RangeDecoderError) {
        try coder.decode(UnsafeRawBufferPointer(start: payload, count: payloadCount), into: raw)
    } catch {
        return false
    }
    return raw.elementsEqual(expected)
}

/// Trains on records, a line each, as the training was that made a model file; returns whether the file comes out.
@_cdecl("train_model")
func trainModel(
    batchSize: Int, plannedEpochs: Int, raw: UnsafePointer<UInt8>, count: Int, model: UnsafePointer<UInt8>,
    modelCount: Int
) -> Bool {
    let expected = Array(UnsafeRawBufferPointer(start: model, count: modelCount))
    guard let file = try? ModelFile(decoding: expected) else { return false }
    var records: [[UInt8]] = [[]]
    for byte in UnsafeRawBufferPointer(start: raw, count: count) {
        records[records.count - 1].append(byte)
        if byte == 0x0A { records.append([]) }
    }
    let sequences = TrainingSequences(records)
    let horizon = file.parameters.horizon
    let trainer = NetworkTrainer(
        parameters: file.parameters, alphabet: sequences.alphabet, batchSize: min(batchSize, sequences.count))
    let steps = sequences.stepCount(batchSize: batchSize, horizon: horizon)
    for epoch in 0..<file.training.epochs {
        let plan = LearningRatePlan(
            batchSize: batchSize,
            progress: Double(epoch) / Double(plannedEpochs)...Double(epoch + 1) / Double(plannedEpochs), steps: steps)
        var random = RandomSource(seed: UInt64(file.training.seed) &* 0x9E37_79B9 &+ UInt64(epoch))
        let first = trainer.stepNumber
        guard trainer.learn(sequences, random: &random, rate: { plan.rate(step: $0 - first) }) != nil else {
            return false
        }
    }
    let trained = ModelFile(
        parameters: file.parameters, training: file.training, weights: trainer.weights(rate: LearningRatePlan.ofCoders))
    return trained.encoded == expected
}
