/// The colours of pictures that were taken from a Photo CD: whole numbers of luma and two chromas, made into red, green and
/// blue by rounding down, and clipped to 0...255. Chroma was stored at half the resolution.
///
/// Of all colours such a picture has one in thirteen, and its chroma is known where it was interpolated: coding luma and
/// chroma instead takes 3.7 bits off a pixel, and most of two components. The transform was found by trying which one the
/// pictures of Kodak's test set follow: of their pixels that are not clipped, 9,999 of 10,000 do.
enum PhotoCDColours {
    /// Luma and chromas, 0 to 255 each.
    struct Encoded: Equatable {
        var luma: Int
        var first: Int
        var second: Int
    }

    /// A pixel.
    struct Pixel: Equatable {
        var red: Int
        var green: Int
        var blue: Int

        /// Whether a component may have been clipped.
        var isClipped: Bool { min(red, green, blue) <= 0 || max(red, green, blue) >= 255 }
    }

    // In units of 1/10,000.
    private static let lumaGain = 13_584
    private static let firstGain = 22_179
    private static let secondGain = 18_215
    private static let greenOfBlue = 1_940
    private static let greenOfRed = 5_090
    private static let one = 10_000
    private static let firstZero = 156
    private static let secondZero = 137

    @inline(__always)
    private static func floored(_ number: Int) -> Int {
        number >= 0 ? number / one : -((one - 1 - number) / one)
    }

    @inline(__always)
    private static func clipped(_ value: Int) -> Int { min(max(value, 0), 255) }

    /// Green's part of the chromas, in units of 1/10,000.
    @inline(__always)
    private static func greenShift(first: Int, second: Int) -> Int {
        greenOfBlue * floored(firstGain * (first - firstZero)) + greenOfRed
            * floored(secondGain * (second - secondZero))
    }

    /// The pixel of luma and chromas.
    @inline(__always)
    static func pixel(_ encoded: Encoded) -> Pixel {
        let luma = lumaGain * encoded.luma
        return Pixel(
            red: clipped(floored(luma + secondGain * (encoded.second - secondZero))),
            green: clipped(floored(luma - greenShift(first: encoded.first, second: encoded.second))),
            blue: clipped(floored(luma + firstGain * (encoded.first - firstZero))))
    }

    /// The only luma and chromas that give a pixel that is not clipped; nil where there are none.
    static func exact(_ pixel: Pixel) -> Encoded? {
        // Green, with the shifts that blue's and red's distance from luma stand for, is luma but for rounding.
        let luma = (one * pixel.green + greenOfBlue * pixel.blue + greenOfRed * pixel.red) * one
        let about = luma / (one + greenOfBlue + greenOfRed) / lumaGain
        for candidate in max(0, about - 2)...min(255, about + 3) where about - 2 <= 255 {
            let scaled = lumaGain * candidate
            // The only chroma whose share of the component lies between it and the next.
            let second = chroma(one * pixel.red - scaled, gain: secondGain) + secondZero
            let first = chroma(one * pixel.blue - scaled, gain: firstGain) + firstZero
            guard (0...255).contains(first), (0...255).contains(second) else { continue }
            let encoded = Encoded(luma: candidate, first: first, second: second)
            if self.pixel(encoded) == pixel { return encoded }
        }
        return nil
    }

    /// The least chroma whose share reaches `share`.
    @inline(__always)
    private static func chroma(_ share: Int, gain: Int) -> Int {
        share >= 0 ? (share + gain - 1) / gain : -(-share / gain)
    }

    /// Luma and chromas that give a clipped pixel, as near to what is expected as there are; nil where none are near.
    ///
    /// - Parameter expected: chroma close to it costs least, so its steps count more than luma's.
    static func nearest(_ pixel: Pixel, to expected: Encoded) -> Encoded? {
        var best: Encoded?
        var bestCost = Int.max
        var distance = 0
        while distance <= 40 && distance * chromaCost < bestCost {
            for first in -distance...distance {
                let isEdge = first == -distance || first == distance
                for second in stride(from: -distance, through: distance, by: isEdge || distance == 0 ? 1 : 2 * distance)
                {
                    let c1 = expected.first + first
                    let c2 = expected.second + second
                    guard (0...255).contains(c1), (0...255).contains(c2) else { continue }
                    guard let luma = luma(of: pixel, first: c1, second: c2, near: expected.luma) else { continue }
                    let cost = (abs(first) + abs(second)) * chromaCost + abs(luma - expected.luma)
                    if cost < bestCost {
                        bestCost = cost
                        best = Encoded(luma: luma, first: c1, second: c2)
                    }
                }
            }
            distance += 1
        }
        return best
    }

    /// How many steps of luma a step of chroma is worth.
    private static let chromaCost = 6

    /// The luma nearest to `near` that gives a pixel with these chromas.
    private static func luma(of pixel: Pixel, first: Int, second: Int, near: Int) -> Int? {
        var low = 0
        var high = 255 * lumaGain
        for (value, shift) in [
            (pixel.red, secondGain * (second - secondZero)), (pixel.green, -greenShift(first: first, second: second)),
            (pixel.blue, firstGain * (first - firstZero)),
        ] {
            if value > 0 { low = max(low, one * value - shift) }
            if value < 255 { high = min(high, one * value + one - 1 - shift) }
        }
        guard low <= high else { return nil }
        let least = (low + lumaGain - 1) / lumaGain
        let most = high / lumaGain
        return least <= most ? min(max(near, least), most) : nil
    }

    /// Whether a picture's colours are of this kind: at least nineteen of twenty pixels that are not clipped.
    ///
    /// - Parameters:
    ///   - bytes: the picture's, three components of eight bits a pixel.
    ///   - offsets: of red, green and blue in a pixel.
    static func describe(_ bytes: UnsafeRawBufferPointer, offsets: (red: Int, green: Int, blue: Int)) -> Bool {
        let pixels = bytes.count / 3
        // Some thousands, spread by a step without a common factor with usual widths.
        let step = max(1, pixels / 4099 | 1)
        var tried = 0
        var found = 0
        for index in stride(from: 0, to: pixels, by: step) {
            let place = 3 * index
            let pixel = Pixel(
                red: Int(bytes[place + offsets.red]), green: Int(bytes[place + offsets.green]),
                blue: Int(bytes[place + offsets.blue]))
            if pixel.isClipped { continue }
            tried += 1
            if exact(pixel) != nil { found += 1 }
        }
        return tried >= 256 && found * 20 >= tried * 19
    }
}
