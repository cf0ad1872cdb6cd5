/// A stream of one small block whose coder knew something beforehand: what headers in full would cost more than the payload.
///
/// It stands where a stream may stand. `docs/stream-format.md` specifies it.
struct ShortStream: Equatable {
    /// The most raw bytes.
    static let maximumRawByteCount = 1 << 16
    /// Bytes of the knowledge's SHA-256 that the stream carries; all of them enter its checksum.
    static let identifierByteCount = 4
    /// The bit in the byte behind the version that tells a short stream.
    static let formFlag: UInt8 = 0x80

    private static let newSymbolsFlag: UInt8 = 0x04
    private static let mixFlag: UInt8 = 0x08

    /// How the raw bytes are written.
    enum Kind: Equatable {
        /// Modelled; the payload begins with the new byte values, if there are any.
        case coded(StreamModel, content: SegmentContent, hasNewSymbols: Bool)
        case stored
        case repeated(UInt8)
    }

    let kind: Kind
    let identifier: [UInt8]
    let rawByteCount: Int
    let payloadByteCount: Int
    /// The bytes before the payload.
    let header: [UInt8]

    init(kind: Kind, sha256: [UInt8], rawByteCount: Int, payloadByteCount: Int) {
        self.kind = kind
        identifier = Array(sha256.prefix(Self.identifierByteCount))
        self.rawByteCount = rawByteCount
        self.payloadByteCount = payloadByteCount
        var bytes = StreamFormat.magic + [UInt8(StreamFormat.knowledgeVersion)]
        switch kind {
        case .coded(let model, let content, let hasNewSymbols):
            bytes.append(
                Self.formFlag | content.rawValue << 4 | (model.method == StreamFormat.mixMethod ? Self.mixFlag : 0)
                    | (hasNewSymbols ? Self.newSymbolsFlag : 0))
        case .stored: bytes.append(Self.formFlag | 1)
        case .repeated: bytes.append(Self.formFlag | 2)
        }
        bytes += identifier
        bytes.append(number: rawByteCount)
        switch kind {
        case .coded(let model, _, _):
            bytes += model.shortEncoded
            bytes.append(number: payloadByteCount)
        case .stored: break
        case .repeated(let value): bytes.append(value)
        }
        header = bytes
    }

    /// Whether the bytes at the beginning of a stream are those of a short one.
    static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = StreamFormat.magic + [UInt8(StreamFormat.knowledgeVersion)]
        return bytes.starts(with: start) && (bytes.dropFirst(start.count).first ?? 0) & formFlag != 0
    }

    /// Reads what stands before the payload.
    init(from record: inout RecordReader) throws(RecordError) {
        try record.constant(StreamFormat.magic + [UInt8(StreamFormat.knowledgeVersion)], name: "the magic number")
        let start = record.position
        let form = try record.byte()
        let content = SegmentContent(rawValue: form >> 4 & 7)
        guard form & Self.formFlag != 0, form & 3 < 3, let content, form & 3 == 0 || form & ~3 == Self.formFlag,
            content != .continued, content == .bytes || form & Self.mixFlag != 0,
            content.isBytes || form & Self.newSymbolsFlag == 0
        else { throw .invalid(position: start, reason: "no short stream has the form \(form)") }
        identifier = Array(try record.take(Self.identifierByteCount))
        rawByteCount = try record.number("the length", in: 0...Self.maximumRawByteCount)
        switch form & 3 {
        case 0:
            let isMix = form & Self.mixFlag != 0
            let position = record.position
            let model: StreamModel
            do throws(ModelParametersError) {
                model = try record.selfDelimiting(upTo: StreamFormat.maximumParametersByteCount) {
                    (bytes) throws(ModelParametersError) in
                    try StreamModel(
                        method: isMix ? StreamFormat.mixMethod : StreamFormat.networkMethod, shortDecoding: &bytes)
                }
            } catch {
                switch error {
                case .truncated: throw .truncated
                case .unsupportedVersion(let found, let supported):
                    throw .unsupportedVersion(
                        what: "model version", found: found, supported: supported, position: position)
                default: throw .invalid(position: position, reason: "\(error)")
                }
            }
            payloadByteCount = try record.number(
                "the payload's length", in: 0...Self.maximumRawByteCount + Self.maximumRawByteCount / 16)
            kind = .coded(model, content: content, hasNewSymbols: form & Self.newSymbolsFlag != 0)
        case 1:
            kind = .stored
            payloadByteCount = rawByteCount
        default:
            kind = .repeated(try record.byte())
            payloadByteCount = 0
        }
        header = Array(record.consumed)
    }

    /// What the stream ends with: of the raw bytes, going on from that of the knowledge's SHA-256 and the header.
    func checksum(sha256: [UInt8], raw: UnsafeRawBufferPointer) -> UInt32 {
        Checksum.of(raw, seed: Checksum.of(sha256 + header))
    }
}
