/// The one header that stands for given samples: what decoded items begin with, and what a codec brings back from a
/// picture's or sound's own description without keeping it.
package enum CanonicalHeader {
    /// `P5` or `P6` with one line feed after the magic number, the sides and the maximum value; with alpha `P7`, as Netpbm
    /// writes it, `GRAYSCALE_ALPHA` or `RGB_ALPHA`.
    ///
    /// - Parameters:
    ///   - channels: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.
    ///   - maximum: the highest value of a sample; above 255 samples have two bytes.
    package static func picture(width: Int, height: Int, channels: Int, maximum: Int) -> [UInt8] {
        guard channels == 2 || channels == 4 else {
            return Array("P\(channels == 1 ? 5 : 6)\n\(width) \(height)\n\(maximum)\n".utf8)
        }
        let tupleType = channels == 2 ? "GRAYSCALE_ALPHA" : "RGB_ALPHA"
        return Array(
            ("P7\nWIDTH \(width)\nHEIGHT \(height)\nDEPTH \(channels)\nMAXVAL \(maximum)\nTUPLTYPE \(tupleType)\n"
                + "ENDHDR\n").utf8)
    }

    /// `P4` with one line feed after the magic number and the sides: rows of single bits.
    package static func bitmap(width: Int, height: Int) -> [UInt8] { Array("P4\n\(width) \(height)\n".utf8) }

    /// Bytes of every canonical WAV header.
    package static let soundByteCount = 44

    /// A WAV header of 44 bytes: `fmt ` with 16, and `data`. Sizes that its numbers cannot hold are all ones, which readers take
    /// for everything that is there.
    ///
    /// - Parameter isFloat: whether samples are IEEE 754 numbers; else those of one byte are unsigned, others signed.
    package static func sound(
        channels: Int, sampleRate: Int, bytesPerSample: Int, isFloat: Bool = false, sampleByteCount: Int
    ) -> [UInt8] {
        func size(_ value: Int) -> [UInt8] { UInt32(clamping: value).bytes(4, .little) }
        let frame = channels * bytesPerSample
        var bytes = Array("RIFF".utf8) + size(sampleByteCount > Int.max - 36 ? .max : 36 + sampleByteCount)
        bytes += Array("WAVEfmt ".utf8) + size(16) + (isFloat ? 3 : 1).bytes(2, .little)
        bytes += channels.bytes(2, .little) + sampleRate.bytes(4, .little) + (sampleRate &* frame).bytes(4, .little)
        bytes += frame.bytes(2, .little) + (8 * bytesPerSample).bytes(2, .little)
        return bytes + Array("data".utf8) + size(sampleByteCount)
    }
}

extension SoundLayout {
    /// The canonical header of these samples, once they are little-endian.
    package var canonicalHeader: [UInt8] {
        CanonicalHeader.sound(
            channels: channels, sampleRate: sampleRate, bytesPerSample: bytesPerSample, isFloat: encoding == .float,
            sampleByteCount: sampleByteCount)
    }
}
