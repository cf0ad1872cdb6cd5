/// Widens interleaved PCM bytes of a WAV file to the 32-bit samples that audio libraries take.
///
/// - Parameters:
///   - bytes: little-endian samples; those of one byte are unsigned.
///   - bytesPerSample: 1, 2 or 3.
func widenSamples(_ bytes: UnsafeRawBufferPointer, bytesPerSample: Int, into samples: UnsafeMutablePointer<Int32>) {
    let count = bytes.count / bytesPerSample
    switch bytesPerSample {
    case 1:
        for index in 0..<count { samples[index] = Int32(bytes[index]) - 128 }
    case 2:
        for index in 0..<count {
            samples[index] = Int32(
                Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
    default:
        for index in 0..<count {
            let low = UInt32(bytes[index * 3]) | UInt32(bytes[index * 3 + 1]) << 8
            // The high byte goes to the top, so that the shift back carries its sign.
            samples[index] = Int32(bitPattern: (low | UInt32(bytes[index * 3 + 2]) << 16) << 8) >> 8
        }
    }
}

/// The reverse of ``widenSamples(_:bytesPerSample:into:)`` for one sample; bits that do not fit are dropped.
@inline(__always)
func storeSample(_ sample: Int32, bytesPerSample: Int, at address: UnsafeMutableRawPointer) {
    switch bytesPerSample {
    case 1:
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample &+ 128), as: UInt8.self)
    case 2:
        address.storeBytes(of: Int16(truncatingIfNeeded: sample).littleEndian, as: Int16.self)
    default:
        address.storeBytes(of: UInt16(truncatingIfNeeded: sample).littleEndian, as: UInt16.self)
        address.storeBytes(of: UInt8(truncatingIfNeeded: sample >> 16), toByteOffset: 2, as: UInt8.self)
    }
}
