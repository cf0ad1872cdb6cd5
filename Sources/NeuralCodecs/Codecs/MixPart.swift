/// A part of `mix`'s model of bytes that can be left out, to see what it is worth beside all others.
package struct MixPart: Sendable, Hashable {
    private enum Kind: Hashable {
        case networks
        case estimations
        case singles
        case fourSets
        case context(ByteContext)
        case selector(WeightSelector)
    }

    private let kind: Kind

    /// `networks`, `estimations`, `what came once` (see `SingleHistories`), `four sets` of the second layer with their slow rates, the name of a context (`order2`, `wordPair`), or that of what selects weights, as in
    /// `by lastByte`.
    package var name: String {
        switch kind {
        case .networks: "networks"
        case .estimations: "estimations"
        case .singles: "what came once"
        case .fourSets: "four sets"
        case .context(let context): "\(context)"
        case .selector(let selector): "by \(selector)"
        }
    }

    /// The parts of a model for an input.
    package static func all(of parameters: MixParameters) -> [MixPart] {
        let kinds: [Kind] =
            (parameters.networks == nil ? [] : [.networks]) + (parameters.bytes.estimations == 0 ? [] : [.estimations])
            + (parameters.bytes.keepsSingles ? [.singles] : [])
            + (parameters.bytes.mixing == .fourSets ? [.fourSets] : [])
            + (parameters.bytes.contexts.count < 2 ? [] : parameters.bytes.contexts.map(Kind.context))
            // The first set's rows serve as models for the others'.
            + parameters.bytes.selectors.dropFirst().map(Kind.selector)
        return kinds.map(MixPart.init)
    }

    /// The parameters without the part.
    func leftOut(of parameters: MixParameters) -> MixParameters {
        var result = parameters
        switch kind {
        case .networks: result.networks = nil
        case .estimations: result.bytes.estimations = 0
        case .singles: result.bytes.keepsSingles = false
        case .fourSets: result.bytes.mixing = .twoSets
        case .context(let context): result.bytes.contexts.removeAll { $0 == context }
        case .selector(let selector): result.bytes.selectors.removeAll { $0 == selector }
        }
        return result
    }
}

/// `mix` on plain bytes with a part of its model left out: not a codec of the registry, but one to learn from.
package struct PartialMix: Sendable {
    private let level: Int
    private let part: MixPart?

    /// - Parameters:
    ///   - level: 1 to 9; nil is returned for others.
    ///   - part: left out; nil for the whole model.
    package init?(level: Int, without part: MixPart?) {
        guard MixParameters.level(level) != nil else { return nil }
        self.level = level
        self.part = part
    }

    /// The parameters for an input, all of which is one block.
    package func parameters(for bytes: [UInt8]) -> MixParameters? {
        let whole = MixParameters.level(level, for: bytes)
        return whole.map { part?.leftOut(of: $0) ?? $0 }
    }

    /// The bytes that the model alone takes for an input: no headers, and no other models for pictures and sounds in it.
    ///
    /// - Returns: nil where decoding the bytes did not give them back, which never happens.
    package func byteCount(of bytes: [UInt8]) -> Int? {
        guard let parameters = parameters(for: bytes) else { return nil }
        let values = ByteSet(bytes).values
        let coder = MixByteCoder(parameters: parameters)
        coder.addSymbols(values)
        var encoder = RangeEncoder()
        bytes.withUnsafeBytes { coder.encode($0, with: &encoder) }
        let payload = encoder.finish()
        let other = MixByteCoder(parameters: parameters)
        other.addSymbols(values)
        var back = [UInt8](repeating: 0, count: bytes.count)
        let isWhole = payload.withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            return back.withUnsafeMutableBytes { (try? other.decode(into: $0, with: &decoder)) != nil }
        }
        return isWhole && back == bytes ? payload.count : nil
    }

    /// The bytes that the model's networks take alone, without counts; nil where it has none.
    package func networksByteCount(of bytes: [UInt8]) -> Int? {
        guard let networks = parameters(for: bytes)?.networks else { return nil }
        let predictor = BytePredictor(parameters: networks)
        predictor.addSymbols(ByteSet(bytes).values)
        var encoder = RangeEncoder()
        bytes.withUnsafeBytes { predictor.encode($0, with: &encoder) }
        return encoder.finish().count
    }
}
