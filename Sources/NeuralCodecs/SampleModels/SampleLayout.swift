/// How the samples of a sound lie in its bytes: frame by frame without gaps, the channels' samples of a frame side by side.
package struct SampleLayout: Sendable, Equatable {
    /// Samples in a frame, 1 to 8.
    package var channels: Int
    /// Bytes of a sample, 1 to 4.
    package var bytesPerSample: Int
    /// Whether the high byte comes first, where there are several.
    package var isBigEndian: Bool
    /// Whether samples are in two's complement; otherwise half the range is silence.
    package var isSigned: Bool
    /// Bits of a sample that carry sound, as the header has it. A hint: what a stretch uses is found in it.
    package var validBits: Int

    package init(
        channels: Int, bytesPerSample: Int = 2, isBigEndian: Bool = false, isSigned: Bool = true, validBits: Int? = nil
    ) {
        self.channels = channels
        self.bytesPerSample = bytesPerSample
        self.isBigEndian = isBigEndian
        self.isSigned = isSigned
        self.validBits = validBits ?? 8 * bytesPerSample
    }

    /// Bytes of a frame.
    package var bytesPerFrame: Int { channels * bytesPerSample }

    /// Whether every number is in its range.
    package var isValid: Bool {
        (1...8).contains(channels) && (1...4).contains(bytesPerSample) && (1...8 * bytesPerSample).contains(validBits)
    }

    /// The sample at `place`, -2^31 to 2^31 - 1: silence is zero whatever the form.
    @inline(__always)
    package func sample(at place: UnsafeRawPointer) -> Int {
        var bits: UInt32 = 0
        for index in 0..<bytesPerSample {
            let byte = UInt32(
                place.load(fromByteOffset: isBigEndian ? index : bytesPerSample &- 1 &- index, as: UInt8.self))
            bits = bits << 8 | byte
        }
        let unused = UInt32(32 &- 8 &* bytesPerSample)
        bits <<= unused
        if !isSigned { bits ^= 1 << 31 }
        return Int(Int32(bitPattern: bits) >> Int32(unused))
    }

    /// Writes the sample to `place`.
    @inline(__always)
    package func store(_ sample: Int, at place: UnsafeMutableRawPointer) {
        var bits = UInt32(truncatingIfNeeded: sample)
        if !isSigned { bits ^= 1 << UInt32(8 &* bytesPerSample &- 1) }
        for index in 0..<bytesPerSample {
            place.storeBytes(
                of: UInt8(truncatingIfNeeded: bits), toByteOffset: isBigEndian ? bytesPerSample &- 1 &- index : index,
                as: UInt8.self)
            bits >>= 8
        }
    }
}
