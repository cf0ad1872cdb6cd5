/// What the first look at a picture says of how to code it.
struct PictureSurvey {
    /// Whether a pixel is often the same as the one to its left, as in screenshots and drawings. Components are then coded
    /// pixel by pixel, which is smaller by 1 %.
    private(set) var isRepetitive = false
    /// Whether differences of colours bend differently at even and odd columns, as those stored at half the resolution do.
    /// Components are then coded pixel by pixel, too, which is smaller by 1 to 2 %; for other photographs larger by 0.2 %.
    private(set) var hasPhases = false

    /// Looks at up to 64 rows.
    init(_ layout: PixelLayout, _ bytes: UnsafeRawBufferPointer) {
        let rows = bytes.count / layout.bytesPerRow
        let step = layout.channels * layout.bytesPerSample
        let order = layout.planeOrder
        // The more significant byte says enough.
        let significant = layout.isBigEndian ? 0 : layout.bytesPerSample - 1
        var bends = [0, 0]
        var repeated = 0
        var pixels = 0
        for row in stride(from: 0, to: rows, by: max(1, rows / 64)) {
            let start = row * layout.bytesPerRow
            for column in 1..<max(1, layout.width - 1) {
                let place = start + column * step
                pixels += 1
                if (0..<step).allSatisfy({ bytes[place + $0] == bytes[place + $0 - step] }) { repeated += 1 }
                guard layout.channels >= 3 else { continue }
                func colour(_ pixel: Int) -> Int {
                    Int(bytes[pixel + order[1] * layout.bytesPerSample + significant])
                        - Int(bytes[pixel + order[0] * layout.bytesPerSample + significant])
                }
                bends[column % 2] += abs(colour(place - step) + colour(place + step) - 2 * colour(place))
            }
        }
        isRepetitive = repeated * 3 > pixels
        hasPhases = bends.reduce(0, +) > pixels && max(bends[0], bends[1]) * 8 > min(bends[0], bends[1]) * 9
    }
}
