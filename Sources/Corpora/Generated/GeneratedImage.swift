import MediaFormats

/// A scene of shaded discs over a gradient, with the noise of a sensor, as binary PPM.
enum GeneratedImage {
    static func bytes(width: Int, height: Int) -> [UInt8] {
        var random = GeneratorSequence(seed: 2)
        var image = CanonicalHeader.picture(width: width, height: height, channels: 3, maximum: 255)
        let discs = (0..<6).map { _ in
            (
                x: random.next(below: width), y: random.next(below: height), radius: 8 + random.next(below: 16),
                colour: (60 + random.next(below: 160), 60 + random.next(below: 160), 60 + random.next(below: 160))
            )
        }
        for y in 0..<height {
            for x in 0..<width {
                var pixel = (90 + y, 110 + y / 2, 160 - y / 2 + x / 8)
                for disc in discs {
                    let (dx, dy) = (x - disc.x, y - disc.y)
                    let (distance, square) = (dx * dx + dy * dy, disc.radius * disc.radius)
                    guard distance < square else { continue }
                    // Light falls from the upper left.
                    let light = 160 - 96 * distance / square - 2 * (dx + dy)
                    pixel = (
                        disc.colour.0 * light / 160, disc.colour.1 * light / 160, disc.colour.2 * light / 160
                    )
                }
                for channel in [pixel.0, pixel.1, pixel.2] {
                    let noise = random.next(below: 4) + random.next(below: 4) - 3
                    image.append(UInt8(min(255, max(0, channel + noise))))
                }
            }
        }
        return image
    }
}
