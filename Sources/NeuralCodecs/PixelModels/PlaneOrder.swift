/// Whether the components of a picture are coded pixel by pixel, or a row of each after the other.
///
/// Row by row, a plane sees more of the planes before it; pixel by pixel, a component sees what the others were to its left.
/// The latter is smaller for screenshots, by 1 %, and for photographs whose colours were stored at half the resolution, by
/// 1-2 %; it is larger for other photographs, by 0.2 %.
enum PlaneOrder {
    /// Whether pixel by pixel looks better.
    static func isByPixel(_ layout: PixelLayout, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard layout.channels >= 3, layout.bytesPerSample == 1, layout.width >= 16 else { return false }
        let rows = bytes.count / layout.bytesPerRow
        var even = 0
        var odd = 0
        var repeated = 0
        var pixels = 0
        let order = layout.planeOrder
        for row in stride(from: 0, to: rows, by: max(1, rows / 64)) {
            let start = row * layout.bytesPerRow
            func colour(_ column: Int) -> Int {
                let place = start + column * layout.channels
                return Int(bytes[place + order[1]]) - Int(bytes[place + order[0]])
            }
            for column in 1..<layout.width - 1 {
                let bend = abs(colour(column - 1) + colour(column + 1) - 2 * colour(column))
                if column % 2 == 0 { even += bend } else { odd += bend }
                let place = start + column * layout.channels
                var isSame = true
                for index in 0..<layout.channels where bytes[place + index] != bytes[place + index - layout.channels] {
                    isSame = false
                }
                pixels += 1
                if isSame { repeated += 1 }
            }
        }
        let differs = max(even, odd) * 8 > min(even, odd) * 9 && even + odd > pixels
        return differs || repeated * 3 > pixels
    }
}
