/// Networks trained beforehand, as a file keeps them: `docs/model-file.md` specifies it to the byte.
package struct ModelFile: Sendable, Hashable {
    /// The first bytes of every file: "\x89NCW".
    package static let magic: [UInt8] = [0x89, 0x4E, 0x43, 0x57]
    /// Version of the layout that this build writes and the newest it reads.
    package static let version = 1
    /// The suffix of files in this format.
    package static let fileSuffix = ".ncw"

    /// How the weights came about.
    package struct Training: Sendable, Hashable {
        /// Of the order of the sequences.
        package var seed: Int
        /// Passes over the training data.
        package var epochs: Int
        /// Bytes of the training data.
        package var byteCount: Int
        /// SHA-256 of the training data, 32 bytes.
        package var sha256: [UInt8]
        /// Bits per byte of the held-out data without further learning, in millionths; 0 where there was none.
        package var validationMicrobits: Int

        package init(seed: Int, epochs: Int, byteCount: Int, sha256: [UInt8], validationMicrobits: Int) {
            self.seed = seed
            self.epochs = epochs
            self.byteCount = byteCount
            self.sha256 = sha256
            self.validationMicrobits = validationMicrobits
        }
    }

    /// The networks.
    package let parameters: ModelParameters
    package let training: Training
    /// The byte values that have a symbol.
    let alphabet: ByteSet
    /// Learning rate of a coder that begins with the weights, in units of 2^-16 of the first rate of one that does not.
    let rate: Int
    let weights: QuantisedWeights

    /// Units of weights are 2 to the power of minus this: finer ones cost a fifth more bytes and gain next to nothing on
    /// held-out data.
    package static let defaultUnitExponent = 4

    /// - Parameter weights: of networks of `parameters`, whose alphabet ascends.
    package init(
        parameters: ModelParameters, training: Training, weights: TrainedWeights,
        unitExponent: Int = Self.defaultUnitExponent
    ) {
        self.parameters = parameters
        self.training = training
        alphabet = ByteSet(weights.alphabet)
        rate = max(0, min(65536, Int(weights.rate * 65536)))
        self.weights = QuantisedWeights(weights, unitExponent: unitExponent)
    }

    /// The byte values that the training data had, ascending.
    package var byteValues: [UInt8] { alphabet.values }

    /// What a coder begins with.
    package var trainedWeights: TrainedWeights {
        weights.weights(alphabet: alphabet.values, rate: Float(rate) / 65536)
    }

    // The file: magic, version; length of the header, header; its checksum; length of the payload, payload; checksum of it all.
    // The header: length of the model's parameters, these; seed, epochs, byte count, SHA-256, validation; alphabet as 32 bytes,
    // the lowest value's bit first; rate; unit.

    /// The file.
    package var encoded: [UInt8] {
        var header: [UInt8] = []
        let parameters = parameters.encoded
        header.append(number: parameters.count)
        header += parameters
        header.append(number: training.seed)
        header.append(number: training.epochs)
        header.append(number: training.byteCount)
        header += training.sha256
        header.append(number: training.validationMicrobits)
        var bits = [UInt8](repeating: 0, count: 32)
        for value in alphabet.values { bits[Int(value) / 8] |= 1 << (value & 7) }
        header += bits
        header.append(number: rate)
        header.append(number: weights.unitExponent)

        var bytes = Self.magic + [UInt8(Self.version)]
        bytes.append(number: header.count)
        bytes += header
        bytes.appendClosingChecksum(seed: 0)
        let payload = weights.encoded
        bytes.append(number: payload.count)
        bytes += payload
        bytes.appendClosingChecksum(seed: 0)
        return bytes
    }
}
