/// Everything that defines a `mix` stream's model of bytes: two coders with equal parameters compute the same bits.
///
/// The models of pixels and samples have parameters of their own, which the stretches carry.
package struct MixParameters: Sendable, Hashable {
    /// The model of bytes.
    var bytes: ByteModelParameters
    /// The networks whose say is one more input; nil without any.
    var networks: ModelParameters?
    /// The level that the stream is written with, 1 to 9, which decides over stretches of pixels and samples; not a part of
    /// the stream.
    package let mediaLevel: Int

    init(bytes: ByteModelParameters, networks: ModelParameters?, mediaLevel: Int) {
        self.bytes = bytes
        self.networks = networks
        self.mediaLevel = mediaLevel
    }

    /// Newest version of the arithmetic: what the models of given parameters compute. A change of a golden stream that is not a
    /// change of parameters is a new version. Version 2 has contexts of words, four sets in the second layer, and histories of
    /// what came once; parameters without any of these are of version 1, and have its bits.
    package static let version = 2

    /// The version that these parameters need.
    var version: Int {
        bytes.usesWords || bytes.keepsSingles || bytes.mixing != .twoSets ? 2 : 1
    }

    /// The most memory that a model of bytes may take, whatever a stream asks for.
    package static let memoryLimit = 1 << 30

    /// An upper bound of the memory that coding bytes takes.
    package var memoryByteCount: Int { bytes.memoryByteCount + (networks?.memoryByteCount ?? 0) + 1 << 16 }

    /// The level whose parameters these are, for an input of some size and kind.
    var level: Int? { preset.map(Self.level(ofPreset:)) }

    /// The parameters of a level for a certain input; nil for a level that is none.
    ///
    /// - Parameter bytes: all of the input, which is one block.
    package static func level(_ level: Int, for bytes: [UInt8]) -> MixParameters? {
        Self.level(level)?.fitted(to: bytes.count, beginning: bytes)
    }

    /// The parameters for an input: its kind chooses the contexts, its size the tables.
    ///
    /// - Parameters:
    ///   - byteCount: how many bytes a block has at most.
    ///   - beginning: the first bytes of the input.
    func fitted(to byteCount: Int, beginning: [UInt8]) -> MixParameters {
        guard var fitted = MixParameters.level(mediaLevel, kind: ByteKind(of: beginning)) else { return self }
        let most = fitted.bytes
        var sizeBits = ByteModelParameters.sizeBitsRange.lowerBound
        while sizeBits < most.sizeBits, 1 << sizeBits < byteCount { sizeBits += 1 }
        fitted.bytes.sizeBits = sizeBits
        // A context meets a new bucket at every half byte at most.
        var tableBits = sizeBits
        while tableBits < most.tableBits, 1 << (tableBits - sizeBits) < 2 * most.contexts.count { tableBits += 1 }
        fitted.bytes.tableBits = min(max(tableBits, ByteModelParameters.tableBitsRange.lowerBound), most.tableBits)
        return fitted
    }
}

// The bytes a stream's header carries: the version, the binary logarithms of the table's and the history's size, the direct
// contexts, the number of estimations; eight bytes with a bit for each context, two with a bit for each selector, the lowest
// first; 1 and the networks' parameters, or 0. Version 2 has before the contexts the second layer and whether histories of what came once are
// kept, and sixteen bytes for contexts, four for selectors. Of a preset three: the version with its highest bit set, the preset's number,
// the two sizes.
extension MixParameters {
    /// The parameters as a stream's header carries them; self-delimiting.
    package var encoded: [UInt8] {
        guard let preset else { return spelledOut }
        return [Self.presetFlag | UInt8(version), UInt8(preset), encodedSizes]
    }

    /// The parameters without the help of a preset.
    package var spelledOut: [UInt8] {
        var result = [UInt8(version)]
        result += [UInt8(bytes.tableBits), UInt8(bytes.sizeBits), bytes.direct.rawValue, UInt8(bytes.estimations)]
        if version > 1 { result += [bytes.mixing.rawValue, bytes.keepsSingles ? 1 : 0] }
        result += Self.flags(bytes.contexts.map { $0.rawValue }, byteCount: Self.contextFlags(version))
        result += Self.flags(bytes.selectors.map { $0.rawValue }, byteCount: Self.selectorFlags(version))
        result.append(networks == nil ? 0 : 1)
        return result + (networks?.encoded ?? [])
    }

    /// Bytes of a bit for each context.
    private static func contextFlags(_ version: Int) -> Int { version == 1 ? 8 : 16 }

    /// Bytes of a bit for each selector.
    private static func selectorFlags(_ version: Int) -> Int { version == 1 ? 2 : 4 }

    /// Reads what ``encoded`` gave and moves `input` past it. Nothing is allocated before every value is checked.
    ///
    /// - Throws: ``ModelParametersError``
    package init(decoding input: inout ArraySlice<UInt8>) throws(ModelParametersError) {
        let first = try Self.next("version", in: 0...255, from: &input)
        let version = first & ~Int(Self.presetFlag)
        guard (1...Self.version).contains(version) else {
            throw .unsupportedVersion(found: version, supported: Self.version)
        }
        if first != version {
            let preset = try Self.next("preset", in: 0...Self.presets.count - 1, from: &input)
            let sizes = try Self.next("sizes of tables", in: 0...255, from: &input)
            guard let parameters = MixParameters(preset: preset, encodedSizes: sizes) else {
                throw .outOfRange(field: "sizes of tables", value: sizes)
            }
            self = parameters
        } else {
            self = try Self.spelledOut(version: version, decoding: &input)
        }
        // No version may carry what another one is for: older programs would not know what they read.
        guard self.version == version else { throw .outOfRange(field: "version", value: version) }
        guard memoryByteCount <= Self.memoryLimit else {
            throw .tooLarge(byteCount: memoryByteCount, limit: Self.memoryLimit)
        }
    }

    /// Reads what ``spelledOut`` gave, behind the version.
    private static func spelledOut(
        version: Int, decoding input: inout ArraySlice<UInt8>
    ) throws(ModelParametersError) -> MixParameters {
        func next(_ field: String, in range: ClosedRange<Int>) throws(ModelParametersError) -> Int {
            try Self.next(field, in: range, from: &input)
        }
        let tableBits = try next("table size", in: ByteModelParameters.tableBitsRange)
        let sizeBits = try next("history size", in: ByteModelParameters.sizeBitsRange)
        let direct = try next("direct contexts", in: 0...ByteModelParameters.DirectContexts.allCases.count - 1)
        let estimations = try next("number of estimations", in: 0...ByteEstimations.largestCount)
        let mixing =
            version > 1 ? try next("second layer", in: 0...ByteModelParameters.Mixing.allCases.count - 1) : 0
        let keepsSingles = version > 1 ? try next("histories of what came once", in: 0...1) == 1 : false
        let contextNumbers = try Self.numbers("contexts", byteCount: contextFlags(version), from: &input)
        let contexts = contextNumbers.compactMap(ByteContext.init)
        guard !contexts.isEmpty, contexts.count == contextNumbers.count else {
            throw .outOfRange(field: "contexts", value: contextNumbers.count)
        }
        let selectorNumbers = try Self.numbers("selectors", byteCount: selectorFlags(version), from: &input)
        let selectors = selectorNumbers.compactMap(WeightSelector.init)
        guard selectors.first == .bitsSoFar, selectors.count == selectorNumbers.count else {
            throw .outOfRange(field: "selectors", value: selectorNumbers.count)
        }
        let networks = try next("networks", in: 0...1) == 1 ? try ModelParameters(decoding: &input) : nil
        return MixParameters(
            bytes: ByteModelParameters(
                contexts: contexts, selectors: selectors,
                direct: ByteModelParameters.DirectContexts(rawValue: UInt8(direct)) ?? .bytes, estimations: estimations,
                mixing: ByteModelParameters.Mixing(rawValue: UInt8(mixing)) ?? .twoSets, keepsSingles: keepsSingles,
                tableBits: tableBits, sizeBits: sizeBits),
            networks: networks, mediaLevel: 5)
    }

    private static func next(_ field: String, in range: ClosedRange<Int>, from input: inout ArraySlice<UInt8>)
        throws(ModelParametersError) -> Int
    {
        guard let byte = input.popFirst() else { throw .truncated }
        guard range.contains(Int(byte)) else { throw .outOfRange(field: field, value: Int(byte)) }
        return Int(byte)
    }

    private static func flags(_ numbers: [UInt8], byteCount: Int) -> [UInt8] {
        var flags = [UInt8](repeating: 0, count: byteCount)
        for number in numbers { flags[Int(number) / 8] |= 1 << (number & 7) }
        return flags
    }

    private static func numbers(_ field: String, byteCount: Int, from input: inout ArraySlice<UInt8>)
        throws(ModelParametersError) -> [UInt8]
    {
        guard input.count >= byteCount else { throw .truncated }
        defer { input = input.dropFirst(byteCount) }
        let flags = Array(input.prefix(byteCount))
        return (0..<UInt8(8 * byteCount)).filter { flags[Int($0) / 8] >> ($0 & 7) & 1 == 1 }
    }
}
