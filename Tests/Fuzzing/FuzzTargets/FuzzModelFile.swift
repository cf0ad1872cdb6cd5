import NeuralCodecs

/// Whatever the bytes are: no crash, and either a refusal or a model whose weights are finite and bounded and that is written
/// as it was read.
///
/// The first byte says what the others are: 0 a whole file; 1 the weights of one whose header is in order; otherwise edits of
/// one that is, each of two bytes a place and one a value.
func fuzzModelFile(_ bytes: [UInt8]) {
    guard let kind = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    switch kind {
    case 0: read(rest)
    case 1: read(withWeights(rest))
    default:
        var file = tinyFile
        for edit in stride(from: 0, to: rest.count - 2, by: 3) {
            let place = Int(rest[edit]) << 8 | Int(rest[edit + 1])
            file[place % file.count] = rest[edit + 2]
        }
        // An odd kind cuts the file where the first edit was.
        if kind & 1 == 1, rest.count > 1 { file = Array(file.prefix((Int(rest[0]) << 8 | Int(rest[1])) % file.count)) }
        read(file)
    }
}

private func read(_ bytes: [UInt8]) {
    guard let file = try? ModelFile(decoding: bytes) else { return }
    let weights = file.trainedWeights
    require(
        weights.changes.allSatisfy { $0.allSatisfy { abs($0) <= 64 } }, "weights are finite and bounded")
    require(
        weights.moments.allSatisfy { $0.allSatisfy { (0...1).contains($0) } }, "moments are finite and bounded")
    require((try? ModelFile(decoding: file.encoded)) == file, "what was read is written as it was")
}

/// A model of a few weights that has learnt a little.
private let tinyFile: [UInt8] = {
    let parameters = ModelParameters(
        networks: [.init(layers: [.lstm(8)], learningRate: 1311)], horizon: 8, lags: 1)
    var sequences = TrainingSequences()
    sequences.append(Array("abcabcabcabc".utf8))
    let trainer = NetworkTrainer(parameters: parameters, alphabet: sequences.alphabet, batchSize: 1)
    var random = RandomSource(seed: 1)
    for _ in 0..<4 { _ = trainer.learn(sequences, random: &random, rate: { _ in 1 }) }
    let training = ModelFile.Training(
        seed: 1, epochs: 4, byteCount: 12, sha256: Array(repeating: 7, count: 32), validationMicrobits: 0)
    return ModelFile(parameters: parameters, training: training, weights: trainer.weights(rate: 0.25)).encoded
}()

private func withWeights(_ payload: [UInt8]) -> [UInt8] {
    // The tiny model's header is shorter than 128 bytes.
    var bytes = Array(tinyFile.prefix(6 + Int(tinyFile[5]) + 4))
    var count = payload.count
    while count >= 128 {
        bytes.append(UInt8(count & 127 | 128))
        count >>= 7
    }
    bytes.append(UInt8(count))
    bytes += payload
    let checksum = Checksum.of(bytes)
    return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
}
