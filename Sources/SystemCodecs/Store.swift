package import CodecInterface

/// No compression at all: one copy each way. The floor that every table starts from, and the speed of memory.
///
/// The stream is the input itself, so it carries no length: a stream shorter than the original is told by the
/// destination it does not fill.
package struct StoreCodec: Codec {
    package static let information = CodecInformation(
        name: "store", summary: "plain copy, the floor of every comparison", parameters: [], parameterRange: "",
        defaultParameters: "", library: "ncbench", version: "1")

    package init(parameters: String, threads: Int) throws(CodecError) {
        _ = try Self.checkedParameters(parameters)
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        guard source.count <= destination.count else {
            throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
        }
        destination.copyMemory(from: source)
        return source.count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        guard source.count <= destination.count else {
            throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
        }
        guard source.count == destination.count else {
            throw .corrupted(
                codec: Self.information.name,
                reason: "the stream ends after \(source.count) of \(destination.count) bytes", offset: source.count)
        }
        destination.copyMemory(from: source)
        return source.count
    }
}
