/// Sound files of every container, written byte by byte.
package enum SoundFiles {
    /// The little-endian bytes of a number.
    package static func little(_ value: Int, _ byteCount: Int) -> [UInt8] {
        (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// The big-endian bytes of a number.
    package static func big(_ value: Int, _ byteCount: Int) -> [UInt8] { little(value, byteCount).reversed() }

    /// The contents of a `fmt ` chunk.
    package static func format(tag: Int = 1, channels: Int = 1, bits: Int = 16, rate: Int = 8000, frame: Int? = nil)
        -> [UInt8]
    {
        let frame = frame ?? channels * ((bits + 7) / 8)
        return little(tag, 2) + little(channels, 2) + little(rate, 4) + little(rate * frame, 4) + little(frame, 2)
            + little(bits, 2)
    }

    /// The same in the extensible form.
    package static func extensible(tag: Int = 1, channels: Int = 1, bits: Int, valid: Int) -> [UInt8] {
        let guid: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        return format(tag: 0xFFFE, channels: channels, bits: bits) + little(22, 2) + little(valid, 2) + little(4, 4)
            + little(tag, 2) + guid
    }

    /// A chunk of a RIFF file, padded to an even size.
    package static func chunk(_ name: String, _ contents: [UInt8], claiming size: Int? = nil) -> [UInt8] {
        Array(name.utf8) + little(size ?? contents.count, 4) + contents + (contents.count % 2 == 1 ? [0] : [])
    }

    /// A RIFF WAVE file of some chunks.
    package static func riff(_ chunks: [UInt8], claiming size: Int? = nil) -> [UInt8] {
        Array("RIFF".utf8) + little(size ?? chunks.count + 4, 4) + Array("WAVE".utf8) + chunks
    }

    /// RF64 with its chunk of large sizes.
    package static func rf64(_ data: [UInt8], name: String = "RF64", claiming size: Int? = nil) -> [UInt8] {
        let format = chunk("fmt ", Self.format())
        let large = little(size ?? 72 + data.count, 8) + little(size ?? data.count, 8) + little(0, 8) + little(0, 4)
        return Array(name.utf8) + little(0xFFFF_FFFF, 4) + Array("WAVE".utf8) + chunk("ds64", large) + format
            + chunk("data", data, claiming: 0xFFFF_FFFF)
    }

    /// What follows the four letters of W64's names.
    package static let guidTail: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]

    /// Sony's W64.
    package static func w64(_ data: [UInt8], claiming size: Int? = nil) -> [UInt8] {
        func chunk(_ name: String, _ contents: [UInt8], claiming size: Int? = nil) -> [UInt8] {
            Array(name.utf8) + guidTail + little(size ?? contents.count + 24, 8) + contents
                + [UInt8](repeating: 0, count: (8 - contents.count % 8) % 8)
        }
        let chunks = chunk("fact", [1, 2, 3]) + chunk("fmt ", format())
        return Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0]
            + little(size ?? 64 + chunks.count + data.count, 8) + Array("wave".utf8) + guidTail + chunks
            + Array("data".utf8) + guidTail + little(size ?? data.count + 24, 8) + data
    }

    /// RIFX: a WAV file with all numbers the other way round, at 8000 Hz.
    package static func rifx(_ samples: [UInt8], channels: Int, bits: Int) -> [UInt8] {
        let frame = channels * bits / 8
        let format =
            big(1, 2) + big(channels, 2) + big(8000, 4) + big(8000 * frame, 4) + big(frame, 2) + big(bits, 2)
        return Array("RIFX".utf8) + big(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + big(16, 4) + format
            + Array("data".utf8) + big(samples.count, 4) + samples
    }

    /// AIFF, or AIFF-C where a compression is named. The rate is 44100 Hz.
    package static func aiff(
        _ data: [UInt8], compression: String? = nil, channels: Int = 1, bits: Int = 16, frames: Int? = nil,
        soundFirst: Bool = false, claiming size: Int? = nil
    ) -> [UInt8] {
        func chunk(_ name: String, _ contents: [UInt8], claiming size: Int? = nil) -> [UInt8] {
            Array(name.utf8) + big(size ?? contents.count, 4) + contents + (contents.count % 2 == 1 ? [0] : [])
        }
        let count = frames ?? data.count / (channels * ((bits + 7) / 8))
        let common =
            big(channels, 2) + big(count, 4) + big(bits, 2) + [0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]
            + (compression.map { Array($0.utf8) + [0, 0] } ?? [])
        let sound = chunk("SSND", big(0, 8) + data, claiming: size)
        let both = soundFirst ? sound + chunk("COMM", common) : chunk("COMM", common) + sound
        let form = Array("FORM".utf8) + big(both.count + 4, 4)
        return form + Array((compression == nil ? "AIFF" : "AIFC").utf8) + both
    }
}
