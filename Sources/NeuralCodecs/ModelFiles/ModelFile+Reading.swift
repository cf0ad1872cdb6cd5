extension ModelFile {
    /// The most bytes of a file; the largest models that there can be have some ten million weights.
    package static let maximumByteCount = 64 << 20

    /// Reads what ``encoded`` gave. Nothing is believed before the checksums are right, nor allocated before it is bounded.
    package init(decoding bytes: [UInt8]) throws(ModelFileError) {
        guard bytes.starts(with: Self.magic) else {
            throw Self.magic.starts(with: bytes) && !bytes.isEmpty ? .truncated(missing: "its beginning") : .notAModel
        }
        var part = "its header"
        do throws(RecordError) {
            var record = RecordReader(bytes[...])
            try record.constant(Self.magic, name: "the magic number")
            let version = Int(try record.byte())
            guard version <= Self.version else {
                throw .unsupportedVersion(
                    what: "format version", found: version, supported: Self.version, position: Self.magic.count)
            }
            guard version > 0 else { throw .invalid(position: Self.magic.count, reason: "the format version is 0") }
            var header = Header(
                try record.take(try record.number("the header's length", in: 0...Header.maximumByteCount)))
            _ = try record.closingChecksum(seed: 0, name: "header")
            try header.read()

            part = "a part of the weights"
            let payload = try record.take(try record.number("the weights' length", in: 0...Self.maximumByteCount))
            part = "the checksum at its end"
            _ = try record.closingChecksum(seed: 0, name: "file")
            guard record.position == bytes.endIndex else {
                throw .invalid(position: record.position, reason: "bytes follow its end")
            }
            guard let parameters = header.parameters, let training = header.training else { throw .truncated }
            let shapes = parameters.weightShapes(symbols: header.alphabet.values.count)
            guard
                let weights = QuantisedWeights(decoding: payload, unitExponent: header.unitExponent, shapes: shapes)
            else {
                throw .invalid(
                    position: payload.startIndex,
                    reason: "the weights are absurd, or not those of its networks")
            }
            self.parameters = parameters
            self.training = training
            alphabet = header.alphabet
            rate = header.rate
            self.weights = weights
        } catch {
            switch error {
            case .truncated: throw .truncated(missing: part)
            case .invalid(let position, let reason): throw .damaged(offset: position, reason: reason)
            case .unsupportedVersion(let what, let found, let supported, _):
                throw .unsupportedVersion(what: what, found: found, supported: supported)
            }
        }
    }
}

extension ModelFile {
    /// The most that the seed and counts of a training say: 2^53, which every reader of the numbers can hold.
    package static let largestCount = 1 << 53
}

/// The fields of a model file's header.
private struct Header {
    static let maximumByteCount = 256

    var parameters: ModelParameters?
    var training: ModelFile.Training?
    var alphabet = ByteSet()
    var rate = 0
    var unitExponent = 0
    private var record: RecordReader

    init(_ bytes: ArraySlice<UInt8>) { record = RecordReader(bytes) }

    mutating func read() throws(RecordError) {
        parameters = try readParameters()
        let seed = try record.number("the seed", in: 0...ModelFile.largestCount)
        let epochs = try record.number("the number of epochs", in: 0...1_000_000)
        let byteCount = try record.number("the size of the training data", in: 0...ModelFile.largestCount)
        let sha256 = Array(try record.take(32))
        let validation = try record.number("the validation's result", in: 0...100_000_000)
        training = ModelFile.Training(
            seed: seed, epochs: epochs, byteCount: byteCount, sha256: sha256, validationMicrobits: validation)
        let position = record.position
        let bits = Array(try record.take(32))
        alphabet = ByteSet((0...255).filter { (value: UInt8) in bits[Int(value) / 8] >> (value & 7) & 1 == 1 })
        guard !alphabet.isEmpty else { throw .invalid(position: position, reason: "no byte has a symbol") }
        rate = try record.number("the learning rate", in: 0...65536)
        unitExponent = try record.number("the weights' unit", in: QuantisedWeights.unitBits)
        guard record.isAtEnd else { throw .invalid(position: record.position, reason: "bytes follow the header") }
    }

    private mutating func readParameters() throws(RecordError) -> ModelParameters {
        let count = try record.number(
            "the length of the model parameters", in: 1...StreamFormat.maximumParametersByteCount)
        let position = record.position
        var bytes = try record.take(count)
        let parameters: ModelParameters
        do throws(ModelParametersError) {
            parameters = try ModelParameters(decoding: &bytes)
        } catch {
            if case .unsupportedVersion(let found, let supported) = error {
                throw .unsupportedVersion(
                    what: "model version", found: found, supported: supported, position: position)
            }
            throw .invalid(position: position, reason: "\(error)")
        }
        guard bytes.isEmpty else {
            throw .invalid(position: bytes.startIndex, reason: "bytes follow the model parameters")
        }
        return parameters
    }
}
