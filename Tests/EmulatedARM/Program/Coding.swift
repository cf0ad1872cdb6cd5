// What `main.c` calls: the model and the arithmetic coder, without the container around them.

/// Encodes `count` bytes as one segment; returns the payload's size, or -1 where it does not fit or there is no such level.
@_cdecl("encode_payload")
func encodePayload(
    level: Int, raw: UnsafePointer<UInt8>, count: Int, payload: UnsafeMutablePointer<UInt8>, capacity: Int
) -> Int {
    guard let parameters = ModelParameters.level(level) else { return -1 }
    let bytes = UnsafeRawBufferPointer(start: raw, count: count)
    let predictor = BytePredictor(parameters: parameters)
    predictor.addSymbols(ByteSet(bytes).values)
    var encoder = RangeEncoder()
    predictor.encode(bytes, with: &encoder)
    let result = encoder.finish()
    guard result.count <= capacity else { return -1 }
    for (index, byte) in result.enumerated() { payload[index] = byte }
    return result.count
}

/// Decodes a payload whose bytes have the values of `expected`; returns whether they are `expected`.
@_cdecl("decode_payload")
func decodePayload(
    level: Int, payload: UnsafePointer<UInt8>, payloadCount: Int, expected: UnsafePointer<UInt8>, count: Int
) -> Bool {
    guard let parameters = ModelParameters.level(level) else { return false }
    let expected = UnsafeRawBufferPointer(start: expected, count: count)
    let predictor = BytePredictor(parameters: parameters)
    predictor.addSymbols(ByteSet(expected).values)
    var decoder = RangeDecoder(UnsafeRawBufferPointer(start: payload, count: payloadCount))
    let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { raw.deallocate() }
    do throws(RangeDecoderError) {
        try predictor.decode(into: raw, with: &decoder)
    } catch {
        return false
    }
    return raw.elementsEqual(expected)
}
