/// The first bytes of a stream: what it is and what a decoder needs to know.
struct StreamHeader: Equatable {
    /// The most raw bytes of a block; nil when blocks may be of any length.
    let blockByteCount: Int?
    /// The model of the coded segments; nil in a stream that has none.
    let model: StreamModel?
    /// SHA-256 of what the coder knew beforehand; nil in a stream of version 1.
    let knowledge: [UInt8]?
    /// The header's bytes.
    let encoded: [UInt8]
    /// What ties the stream's records to its header: their checksums go on from this one.
    let checksum: UInt32

    /// What numbers the method of a stream without a model.
    let method: UInt8

    init(blockByteCount: Int?, model: StreamModel?, knowledge: [UInt8]? = nil) {
        self.knowledge = knowledge
        self.blockByteCount = blockByteCount
        self.model = model
        method = model?.method ?? StreamFormat.networkMethod
        var bytes = StreamFormat.magic
        bytes.append(UInt8(knowledge == nil ? StreamFormat.version : StreamFormat.knowledgeVersion))
        bytes.append(method)
        bytes += knowledge ?? []
        bytes.append(number: blockByteCount ?? 0)
        let parametersBytes = model?.encoded ?? []
        bytes.append(UInt8(parametersBytes.count))
        bytes += parametersBytes
        checksum = Checksum.of(bytes)
        bytes.append(checksum: checksum)
        encoded = bytes
    }

    /// Reads a header. The version is looked at first and the checksum before anything else is believed, so that a
    /// damaged header is not taken for one of a later version.
    init(from record: inout RecordReader) throws(RecordError) {
        try record.constant(StreamFormat.magic, name: "the magic number")
        var position = record.position
        let version = Int(try record.byte())
        guard version <= StreamFormat.knowledgeVersion else {
            throw .unsupportedVersion(
                what: "stream format version", found: version, supported: StreamFormat.knowledgeVersion,
                position: position)
        }
        guard version > 0 else { throw .invalid(position: position, reason: "the format version is 0") }

        position = record.position
        method = try record.byte()
        knowledge =
            version == StreamFormat.knowledgeVersion ? Array(try record.take(StreamFormat.sha256ByteCount)) : nil
        let blockByteCount = try record.number("the block size", in: 0...Int.max)
        let parametersByteCount = try record.number(
            "the length of the model parameters", in: 0...StreamFormat.maximumParametersByteCount)
        let parametersPosition = record.position
        var parametersBytes = try record.take(parametersByteCount)
        checksum = try record.closingChecksum(seed: 0, name: "stream header")
        encoded = Array(record.consumed)

        guard method == StreamFormat.networkMethod || method == StreamFormat.mixMethod else {
            throw .unsupportedVersion(
                what: "coding method", found: Int(method), supported: Int(StreamFormat.mixMethod), position: position)
        }
        self.blockByteCount = blockByteCount == 0 ? nil : blockByteCount
        guard parametersByteCount > 0 else {
            model = nil
            return
        }
        do {
            model = try StreamModel(method: method, decoding: &parametersBytes)
        } catch .unsupportedVersion(let found, let supported) {
            throw .unsupportedVersion(
                what: "model version", found: found, supported: supported, position: parametersPosition)
        } catch {
            throw .invalid(position: parametersPosition, reason: "\(error)")
        }
        guard parametersBytes.isEmpty else {
            throw .invalid(position: parametersBytes.startIndex, reason: "bytes follow the model parameters")
        }
    }
}
