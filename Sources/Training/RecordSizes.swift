package import CodecInterface

/// What a codec makes of records, each compressed by itself and brought back.
package struct RecordSizes: Sendable, Equatable {
    package let recordCount: Int
    package let rawByteCount: Int
    package let compressedByteCount: Int

    package var ratio: Double { Double(rawByteCount) / Double(max(compressedByteCount, 1)) }

    /// - Throws: ``CodecError``, also ``CodecError/corrupted(codec:reason:offset:)`` where a record did not come back as it was.
    package init(_ codec: any Codec, _ records: [[UInt8]]) throws(CodecError) {
        let longest = records.map(\.count).max() ?? 0
        if let codec = codec as? any InformedCodec { try codec.prepare(forInputsOf: longest) }
        var stream = [UInt8](repeating: 0, count: max(1, codec.maximumCompressedByteCount(for: longest)))
        var back = [UInt8](repeating: 0, count: max(1, longest))
        var total = 0
        for record in records {
            let count = try Self.pass(codec, record, &stream, &back)
            total += count
        }
        recordCount = records.count
        rawByteCount = records.reduce(0) { $0 + $1.count }
        compressedByteCount = total
    }

    private static func pass(
        _ codec: any Codec, _ record: [UInt8], _ stream: inout [UInt8], _ back: inout [UInt8]
    ) throws(CodecError) -> Int {
        let result: Result<Int, CodecError> = record.withUnsafeBytes { record in
            stream.withUnsafeMutableBytes { stream in
                back.withUnsafeMutableBytes { back in
                    Result { () throws(CodecError) in
                        let count = try codec.compress(record, into: stream)
                        let room = UnsafeMutableRawBufferPointer(rebasing: back[..<record.count])
                        let length = try codec.decompress(
                            UnsafeRawBufferPointer(rebasing: stream[..<count]), into: room)
                        guard length == record.count, record.elementsEqual(room) else {
                            throw .corrupted(
                                codec: codec.information.name, reason: "a record did not come back as it was",
                                offset: nil)
                        }
                        return count
                    }
                }
            }
        }
        return try result.get()
    }

    /// After how many records like these a file beside the streams has paid for itself, compared with these sizes without it; nil where it
    /// never does.
    package func breakEven(fileByteCount: Int, without plain: RecordSizes) -> Int? {
        let saved = Double(plain.compressedByteCount - compressedByteCount) / Double(max(recordCount, 1))
        return saved > 0 ? Int((Double(fileByteCount) / saved).rounded(.up)) : nil
    }
}
