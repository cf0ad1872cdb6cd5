import CodecSamples
import NeuralCodecs
import Testing

/// The file of trained weights: what is written comes back, and everything else is refused in words.
@Suite struct ModelFileTests {
    private static let file = SmallTraining.file(
        SmallTraining.trained(on: SmallTraining.sequences(SmallTraining.records(40, seed: 1)), epochs: 1))
    private static let bytes = file.encoded

    private func error(_ bytes: [UInt8]) -> ModelFileError? {
        do throws(ModelFileError) {
            _ = try ModelFile(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func comesBack() throws {
        let read = try ModelFile(decoding: Self.bytes)
        #expect(read == Self.file)
        #expect(read.encoded == Self.bytes)
        #expect(read.training == Self.file.training)
        #expect(read.trainedWeights.rate == 0.25)
    }

    @Test(arguments: NetworkFamily.allCases)
    func everyFamilyHasAFile(family: NetworkFamily) throws {
        let parameters = try #require(ModelParameters.level(5, of: family))
        let trainer = NetworkTrainer(parameters: parameters, alphabet: Array("abc".utf8), batchSize: 2)
        let read = try ModelFile(decoding: SmallTraining.file(trainer, parameters).encoded)
        #expect(read.parameters.spec == "\(family.rawValue),5")
        #expect(read.parameters == parameters)
    }

    @Test func isRefusedCutAnywhere() {
        #expect(error([]) == .notAModel)
        for length in 1..<Self.bytes.count {
            guard case .truncated = error(Array(Self.bytes.prefix(length))) else {
                Issue.record("cut after \(length) bytes: \(error(Array(Self.bytes.prefix(length))) as Any)")
                return
            }
        }
    }

    @Test func isRefusedWithABitTurned() {
        var random = SplitMix64(seed: 4)
        let places = Array(0..<400) + (0..<400).map { _ in Int.random(in: 0..<8 * Self.bytes.count, using: &random) }
        for place in places {
            var bytes = Self.bytes
            bytes[place / 8] ^= 1 << UInt8(place % 8)
            #expect(error(bytes) != nil, "bit \(place)")
        }
    }

    @Test func isRefusedInWords() {
        #expect(error(Array("PK\u{3}\u{4}".utf8)) == .notAModel)
        var later = Self.bytes
        later[4] = 9
        #expect(error(later) == .unsupportedVersion(what: "format version", found: 9, supported: 1))
        #expect(error(Self.bytes + [0])?.description.contains("bytes follow its end") == true)
    }

    /// Whatever a payload says, weights stay finite and bounded, or are refused.
    @Test func payloadsOfNoiseAreHarmless() throws {
        var random = SplitMix64(seed: 8)
        var refused = 0
        for _ in 0..<60 {
            let noise = random.bytes(Int.random(in: 0..<800, using: &random))
            guard let read = try? ModelFile(decoding: Self.bytes.replacingWeights(noise)) else {
                refused += 1
                continue
            }
            #expect(read.trainedWeights.changes.allSatisfy { $0.allSatisfy { abs($0) <= 64 } })
        }
        #expect(refused > 50)
    }

    /// A decoder reads ahead, so that a few bytes more or less would give the same weights. What is taken is what its weights are
    /// written as.
    @Test func whatIsTakenIsWhatWouldBeWritten() throws {
        let payload = Self.bytes.weights
        #expect(try ModelFile(decoding: Self.bytes.replacingWeights(payload)) == Self.file)
        let others = (1...5).map { payload + [UInt8](repeating: $0 % 2 == 0 ? 0 : 0xFF, count: Int($0)) }
        for other in others + (1...5).map({ payload.dropLast($0) }) {
            let bytes = Self.bytes.replacingWeights(other)
            if let read = try? ModelFile(decoding: bytes) { #expect(read.encoded == bytes && read != Self.file) }
        }
    }

    @Test func weightsThatAreNoNumbersAreNotWritten() throws {
        let weights = Self.file.trainedWeights
        var broken = weights
        broken.changes[1][0] = .nan
        broken.changes[1][1] = .infinity
        broken.changes[1][2] = -1e30
        let file = ModelFile(parameters: SmallTraining.alone, training: Self.file.training, weights: broken)
        let read = try ModelFile(decoding: file.encoded).trainedWeights.changes[1]
        #expect(read[0] == 0 && read[1] == 64 && read[2] == -64)
        #expect(read.dropFirst(3) == weights.changes[1].dropFirst(3))
    }
}

extension [UInt8] {
    /// Where the length of a model file's payload stands. Headers of the small model are shorter than 128 bytes.
    private var lengthPlace: Int { 6 + Int(self[5]) + 4 }

    /// A model file's payload.
    fileprivate var weights: [UInt8] {
        let length = self[lengthPlace...].prefix(1 + self[lengthPlace...].prefix { $0 >= 128 }.count)
        return Array(self[(lengthPlace + length.count)...].dropLast(4))
    }

    /// A model file with another payload and right checksums.
    fileprivate func replacingWeights(_ payload: [UInt8]) -> [UInt8] {
        var bytes = Array(prefix(lengthPlace))
        var rest = payload.count
        while rest >= 128 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        bytes += payload
        let checksum = Checksum.of(bytes)
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
    }
}
