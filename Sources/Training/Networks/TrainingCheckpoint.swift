import Foundation
package import NeuralCodecs

/// All that a training goes on from.
package struct TrainingCheckpoint: Sendable, Equatable {
    /// What must be the same for a training to be the same; the number of epochs may change.
    package struct Identity: Sendable, Equatable {
        package var parameters: ModelParameters
        package var batchSize: Int
        package var seed: Int
        /// Of the training data.
        package var sha256: [UInt8]
        package var heldOutByteCount: Int

        /// What differs, in words; nil if nothing does.
        func difference(to other: Identity) -> String? {
            if parameters != other.parameters { return "the codec or its level" }
            // The seed decides what is held out, and the data how large batches are.
            if seed != other.seed { return "--seed" }
            if sha256 != other.sha256 { return "the training data" }
            if heldOutByteCount != other.heldOutByteCount { return "the held-out data" }
            return batchSize != other.batchSize ? "--batch-size" : nil
        }
    }

    package var identity: Identity
    package var stepNumber: Int
    package var curve: TrainingCurve
    package var state: [Float]

    package init(identity: Identity, stepNumber: Int, curve: TrainingCurve, state: [Float]) {
        self.identity = identity
        self.stepNumber = stepNumber
        self.curve = curve
        self.state = state
    }

    private static let magic = Array("\u{89}NCK\u{1}".unicodeScalars.map { UInt8($0.value) })

    /// The checkpoint as a file: for the same build on the same kind of machine, kept by nobody for long.
    package var encoded: [UInt8] {
        var bytes = Self.magic
        func append(_ value: UInt64, byteCount: Int = 8) {
            for place in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
        }
        let parameters = identity.parameters.encoded
        append(UInt64(parameters.count))
        bytes += parameters
        for value in [identity.batchSize, identity.seed, identity.heldOutByteCount, stepNumber] {
            append(UInt64(value))
        }
        bytes += identity.sha256
        append(UInt64(curve.points.count))
        for point in curve.points {
            append(point.training.bitPattern)
            append((point.validation ?? .nan).bitPattern)
            append(Double(point.rate).bitPattern)
            append(point.seconds.bitPattern)
        }
        append(UInt64(state.count))
        for value in state { append(UInt64(value.bitPattern), byteCount: 4) }
        append(UInt64(Checksum.of(bytes)))
        return bytes
    }

    /// Reads what ``encoded`` gave; nil for anything else.
    package init?(decoding bytes: [UInt8]) {
        guard bytes.count > Self.magic.count + 8, bytes.starts(with: Self.magic) else { return nil }
        var rest = bytes[Self.magic.count...].dropLast(8)
        func read(_ count: Int) -> UInt64? {
            guard rest.count >= count else { return nil }
            let value = rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
            rest = rest.dropFirst(count)
            return value
        }
        func number() -> Int? { read(8).flatMap { $0 < 1 << 53 ? Int($0) : nil } }
        let checksum = bytes.suffix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        guard checksum == UInt64(Checksum.of(bytes.dropLast(8))) else { return nil }

        guard let count = number(), count <= rest.count else { return nil }
        var encoded = rest.prefix(count)
        rest = rest.dropFirst(count)
        guard let parameters = try? ModelParameters(decoding: &encoded), let batchSize = number(), let seed = number(),
            let heldOut = number(), let stepNumber = number(), rest.count >= 32
        else { return nil }
        let sha256 = Array(rest.prefix(32))
        rest = rest.dropFirst(32)
        var curve = TrainingCurve()
        guard let points = number(), points <= rest.count / 32 else { return nil }
        for _ in 0..<points {
            let values = (0..<4).compactMap { _ in read(8) }.map { Double(bitPattern: $0) }
            guard values.count == 4 else { return nil }
            curve.add(
                TrainingCurve.Point(
                    training: values[0], validation: values[1].isNaN ? nil : values[1], rate: Float(values[2])),
                seconds: values[3])
        }
        guard let stateCount = number(), rest.count == 4 * stateCount else { return nil }
        state = []
        state.reserveCapacity(stateCount)
        for _ in 0..<stateCount {
            guard let value = read(4) else { return nil }
            state.append(Float(bitPattern: UInt32(truncatingIfNeeded: value)))
        }
        identity = Identity(
            parameters: parameters, batchSize: batchSize, seed: seed, sha256: sha256, heldOutByteCount: heldOut)
        self.stepNumber = stepNumber
        self.curve = curve
    }
}
