/// Why a model cannot be used.
package enum ModelParametersError: Error, Sendable, Equatable {
    /// The bytes end in the middle.
    case truncated
    /// The model is of a later version than this build computes.
    case unsupportedVersion(found: Int, supported: Int)
    /// A value is outside what this version allows.
    case outOfRange(field: String, value: Int)
    /// Every value is allowed, but the model as a whole would take more memory than a decoder grants.
    case tooLarge(byteCount: Int, limit: Int)
}

extension ModelParametersError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the model parameters end too early"
        case .unsupportedVersion(let found, let supported):
            "the model has version \(found), this build computes up to version \(supported)"
        case .outOfRange(let field, let value): "the model's \(field) is \(value), which no version allows"
        case .tooLarge(let byteCount, let limit): "the model takes \(byteCount) bytes of memory, more than \(limit)"
        }
    }
}

// The bytes a stream's header carries: the model's version, then values, every one an unsigned LEB128 number of at
// most four bytes:
//
//     horizon / 8, lags, replays, replayWeight, replayCapacity, rateDecay, rateFloor,
//     number of networks, and for each: learningRate, number of layers,
//         and for each: units / 8 · 2 + (1 if recurrent)
//
// Version 2 has the same arithmetic and more kinds of layers: after each learning rate stand matrixRate and lagRate, and
// before each layer's number that of its cell, which is followed by heads, span / 8, context / 8 and inner / 8 if it is
// attention's.
extension ModelParameters {
    /// The newest version of the model's arithmetic: what a predictor of given parameters computes. A change of a golden
    /// stream that is not a change of parameters is a new version.
    package static let version = 2

    /// The version that these parameters are written as, the oldest that has words for them: 1 if every layer is gated.
    package var version: Int {
        let isFirst = networks.allSatisfy { network in
            network.matrixRate == 50 && network.lagRate == 70 && network.layers.allSatisfy { $0.cell == .gated }
        }
        return isFirst ? 1 : 2
    }

    /// The most memory a predictor may take, whatever a stream asks for.
    package static let memoryLimit = 256 << 20

    /// The parameters as a stream's header carries them; self-delimiting, at most 64 bytes.
    package var encoded: [UInt8] {
        let version = version
        var bytes = [UInt8(version)]
        func append(_ value: Int) {
            var rest = value
            while rest >= 128 {
                bytes.append(UInt8(truncatingIfNeeded: rest & 127 | 128))
                rest >>= 7
            }
            bytes.append(UInt8(truncatingIfNeeded: rest))
        }
        for value in [horizon / 8, lags, replays, replayWeight, replayCapacity, rateDecay, rateFloor] { append(value) }
        append(networks.count)
        for network in networks {
            append(network.learningRate)
            if version > 1 {
                append(network.matrixRate)
                append(network.lagRate)
            }
            append(network.layers.count)
            for layer in network.layers {
                if version > 1 {
                    let fields = layer.cell.fields
                    append(fields.number)
                    for value in fields.shape { append(value) }
                }
                append((layer.units / 8) << 1 | (layer.isRecurrent ? 1 : 0))
            }
        }
        return bytes
    }

    /// Reads what ``encoded`` gave and moves `bytes` past it. Nothing is allocated before every value is checked.
    ///
    /// - Throws: ``ModelParametersError``
    package init(decoding bytes: inout ArraySlice<UInt8>) throws(ModelParametersError) {
        func next(_ field: String, in range: ClosedRange<Int>) throws(ModelParametersError) -> Int {
            var value = 0
            for shift in stride(from: 0, through: 21, by: 7) {
                guard let byte = bytes.popFirst() else { throw .truncated }
                value |= Int(byte & 127) << shift
                if byte < 128 {
                    guard range.contains(value) else { throw .outOfRange(field: field, value: value) }
                    return value
                }
            }
            throw .outOfRange(field: field, value: value)
        }
        guard let version = bytes.popFirst() else { throw .truncated }
        guard (1...Self.version).contains(Int(version)) else {
            throw .unsupportedVersion(found: Int(version), supported: Self.version)
        }
        let horizon = 8 * (try next("horizon", in: 1...16))
        let lags = try next("lags", in: 1...8)
        let replays = try next("replays", in: 0...7)
        let replayWeight = try next("replay weight", in: 0...65536)
        let replayCapacity = try next("replay capacity", in: replays > 0 ? 1...65536 : 0...0)
        let rateDecay = try next("rate decay", in: 0...65536)
        let rateFloor = try next("rate floor", in: 0...65536)
        var networks: [Network] = []
        for _ in 0..<(try next("number of networks", in: 1...4)) {
            let learningRate = try next("learning rate", in: 1...16384)
            let matrixRate = version > 1 ? try next("matrices' learning rate", in: 1...400) : 50
            let lagRate = version > 1 ? try next("lags' learning rate", in: 1...100) : 70
            var layers: [Layer] = []
            for _ in 0..<(try next("number of layers", in: 1...8)) {
                var cell = Layer.Cell.gated
                if version > 1 { cell = try Layer.Cell(readingFieldsWith: next) }
                let number = try next("layer", in: 2...257)
                let layer = Layer(cell: cell, isRecurrent: number & 1 == 1, units: (number >> 1) * 8)
                guard layer.isPossible else { throw .outOfRange(field: "layer", value: number) }
                layers.append(layer)
            }
            networks.append(
                Network(layers: layers, learningRate: learningRate, matrixRate: matrixRate, lagRate: lagRate))
        }
        self.init(
            networks: networks, horizon: horizon, lags: lags, replays: replays, replayWeight: replayWeight,
            replayCapacity: replayCapacity, rateDecay: rateDecay, rateFloor: rateFloor)
        guard memoryByteCount <= Self.memoryLimit else {
            throw .tooLarge(byteCount: memoryByteCount, limit: Self.memoryLimit)
        }
    }

    /// Whether a stream can carry these values and a decoder of this version accepts them.
    package var isValid: Bool {
        var bytes = encoded[...]
        return (try? ModelParameters(decoding: &bytes)) == self && bytes.isEmpty
    }

    /// An upper bound of the memory one predictor takes, in bytes; fixed, whatever the length of the data.
    package var memoryByteCount: Int {
        let windows = 1 + replays
        let rows = windows * (horizon + 1)
        var floats = 0
        var stateFloats = 0
        for network in networks {
            for (layer, size) in zip(network.layers, network.layerSizes(horizon: horizon)) {
                floats += size.weightFloats + 2 * lags * 256 * size.inputWidth + 2 * 256 * layer.units
                floats += rows * size.rowFloats + windows * (size.windowFloats + horizon * size.stepFloats)
                stateFloats += size.stateFloats
            }
            let widest = network.layers.map { $0.units }.max() ?? 0
            floats += 2 * 256 * 256 + 3 * rows * 256 + windows * horizon * (256 + widest) + 1024
        }
        let reservoir = replays > 0 ? replayCapacity * (4 * stateFloats + lags + horizon + 1) : 0
        // What is left: index tables, some for each lag, and the rounding up of some dozens of small allocations.
        return 4 * floats + reservoir + rows * (2 * lags + 8) + 16384 + 12288 * lags
    }
}

// The words for what a layer computes.
extension ModelParameters.Layer.Cell {
    /// The cell's number, and what follows it.
    fileprivate var fields: (number: Int, shape: [Int]) {
        switch self {
        case .gated: (0, [])
        case .elman: (1, [])
        case .gru: (2, [])
        case .minimalGRU: (3, [])
        case .attention(let shape): (4, [shape.heads, shape.span / 8, shape.context / 8, shape.inner / 8])
        }
    }

    fileprivate init(
        readingFieldsWith next: (_ field: String, _ range: ClosedRange<Int>) throws(ModelParametersError) -> Int
    ) throws(ModelParametersError) {
        switch try next("cell", 0...4) {
        case 0: self = .gated
        case 1: self = .elman
        case 2: self = .gru
        case 3: self = .minimalGRU
        default:
            let heads = try next("heads", 1...16)
            let span = 8 * (try next("heads' components", 1...64))
            let context = 8 * (try next("context", 0...128))
            let inner = 8 * (try next("inner units", 0...256))
            self = .attention(.init(heads: heads, span: span, context: context, inner: inner))
        }
    }
}

extension ModelParameters.Layer {
    /// Whether there is such a layer.
    fileprivate var isPossible: Bool {
        switch cell {
        case .gated, .elman, .minimalGRU: true
        // Without what the layer says to itself there is nothing to reset.
        case .gru: isRecurrent
        case .attention(let shape): !isRecurrent && shape.span % (8 * shape.heads) == 0
        }
    }
}
