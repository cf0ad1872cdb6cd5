import CodecSamples
import NeuralCodecs

/// Pictures and sounds from a generator, and inputs that hold them.
enum MediaSamples {
    /// A PPM: slopes, an edge and a little noise.
    static func picture(width: Int = 40, height: Int = 30, seed: UInt64 = 3) -> [UInt8] {
        var generator = SplitMix64(seed: seed)
        var bytes = Array("P6\n\(width) \(height)\n255\n".utf8)
        for row in 0..<height {
            for column in 0..<width {
                let edge = column > width / 2 ? 60 : 0
                for channel in 0..<3 {
                    let value = 40 + 2 * row + column + 20 * channel + edge + Int(generator.next() % 4)
                    bytes.append(UInt8(truncatingIfNeeded: min(value, 255)))
                }
            }
        }
        return bytes
    }

    /// A BMP of 24 bits a pixel, whose rows begin at multiples of four bytes.
    ///
    /// - Parameter padding: a byte behind a row's pixels, by its number.
    static func bitmap(width: Int, height: Int, padding: (Int) -> UInt8 = { _ in 0 }) -> [UInt8] {
        let header = Array("P6\n\(width) \(height)\n255\n".utf8).count
        let pixels = picture(width: width, height: height)[header...]
        func word(_ value: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 0xFF) } }
        var rows: [UInt8] = []
        for row in 0..<height {
            rows += pixels.dropFirst(row * 3 * width).prefix(3 * width)
            while rows.count % 4 > 0 { rows.append(padding(rows.count)) }
        }
        return Array("BM".utf8) + word(54 + rows.count) + word(0) + word(54) + word(40) + word(width) + word(height)
            + [1, 0, 24, 0] + word(0) + word(rows.count) + [UInt8](repeating: 0, count: 16) + rows
    }

    /// A WAV of two channels at 16 bits: slow waves by a recurrence in whole numbers, and a little noise.
    static func sound(frames: Int = 1500, seed: UInt64 = 4) -> [UInt8] {
        var generator = SplitMix64(seed: seed)
        var data: [UInt8] = []
        var (a, b) = (0, 6000)
        for _ in 0..<frames {
            (a, b) = (a + b / 16, b - a / 16)
            for value in [a + Int(generator.next() % 16), b / 2 + Int(generator.next() % 16)] {
                let sample = UInt16(truncatingIfNeeded: max(-32768, min(32767, value)))
                data += [UInt8(sample & 0xFF), UInt8(sample >> 8)]
            }
        }
        func word(_ value: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 0xFF) } }
        return Array("RIFF".utf8) + word(36 + data.count) + Array("WAVEfmt ".utf8) + word(16) + [1, 0, 2, 0]
            + word(44100) + word(176_400) + [4, 0, 16, 0] + Array("data".utf8) + word(data.count) + data
    }

    /// Text, a picture, text, a sound, and an odd trailer: an archive of sorts.
    static let archive = sampleText(700) + picture() + sampleText(300, seed: 2) + sound() + [0, 1, 2]
}
