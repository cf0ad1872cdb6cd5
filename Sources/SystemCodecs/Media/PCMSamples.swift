/// Widens interleaved samples of a file to the 32-bit ones that audio libraries take.
///
/// - Parameters:
///   - bytes: whole samples.
///   - form: how they are written; those of four bytes keep their bits, floating-point ones too.
func widenSamples(_ bytes: UnsafeRawBufferPointer, _ form: SampleForm, into samples: UnsafeMutablePointer<Int32>) {
    let count = bytes.count / form.bytesPerSample
    switch (form.bytesPerSample, form.isBigEndian) {
    case (1, _):
        let flip: UInt8 = form.isUnsigned ? 0x80 : 0
        for index in 0..<count { samples[index] = Int32(Int8(bitPattern: bytes[index] ^ flip)) }
    case (2, false):
        for index in 0..<count {
            samples[index] = Int32(
                Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
    case (2, true):
        for index in 0..<count {
            samples[index] = Int32(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
    case (3, let isBig):
        let (low, high) = isBig ? (2, 0) : (0, 2)
        for index in 0..<count {
            let lower = UInt32(bytes[index * 3 + low]) | UInt32(bytes[index * 3 + 1]) << 8
            // The high byte goes to the top, so that the shift back carries its sign.
            samples[index] = Int32(bitPattern: (lower | UInt32(bytes[index * 3 + high]) << 16) << 8) >> 8
        }
    case (_, let isBig):
        for index in 0..<count {
            let value = bytes.loadUnaligned(fromByteOffset: index * 4, as: Int32.self)
            samples[index] = isBig ? Int32(bigEndian: value) : Int32(littleEndian: value)
        }
    }
}

/// The reverse of ``widenSamples(_:_:into:)`` for one sample; bits that do not fit are dropped.
@inline(__always)
func storeSample(_ sample: Int32, _ form: SampleForm, at address: UnsafeMutableRawPointer) {
    switch (form.bytesPerSample, form.isBigEndian) {
    case (1, _):
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample) ^ (form.isUnsigned ? 0x80 : 0), as: UInt8.self)
    case (2, let isBig):
        let value = Int16(truncatingIfNeeded: sample)
        address.storeBytes(of: isBig ? value.bigEndian : value.littleEndian, as: Int16.self)
    case (3, let isBig):
        let (low, high) = isBig ? (2, 0) : (0, 2)
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample), toByteOffset: low, as: UInt8.self)
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample >> 8), toByteOffset: 1, as: UInt8.self)
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample >> 16), toByteOffset: high, as: UInt8.self)
    case (_, let isBig):
        address.storeBytes(of: isBig ? sample.bigEndian : sample.littleEndian, as: Int32.self)
    }
}
