/// The pixels of Windows bitmaps, turned the right way.
enum BMPSamples {
    /// Grey where the palette is, colour otherwise; with alpha where the header names it and it says something.
    static func read(_ file: UnsafeRawBufferPointer, _ layout: PictureLayout) throws(MediaFormatError) -> PictureSamples
    {
        let palette =
            layout.palette.isEmpty
            ? []
            : stride(from: layout.palette.lowerBound, to: layout.palette.upperBound, by: layout.paletteEntryByteCount)
                .map { (blue: file[$0], green: file[$0 + 1], red: file[$0 + 2]) }
        let isGrey = !palette.isEmpty && palette.allSatisfy { $0.blue == $0.green && $0.green == $0.red }
        let hasAlpha = layout.hasAlpha && !isAlphaEmpty(file, layout)
        let channels = isGrey ? 1 : hasAlpha ? 4 : 3
        var samples: [UInt8] = []
        samples.reserveCapacity(layout.width * layout.height * channels)
        for y in 0..<layout.height {
            let row = layout.isBottomUp ? layout.height - 1 - y : y
            let start = layout.headerByteCount + row * layout.rowByteCount
            for x in 0..<layout.width {
                guard layout.encoding == .indices else {
                    let pixel = start + x * layout.channels
                    samples += [file[pixel + 2], file[pixel + 1], file[pixel]]
                    if hasAlpha { samples.append(file[pixel + 3]) }
                    continue
                }
                let bit = x * layout.bitsPerSample
                let shift = 8 - layout.bitsPerSample - bit % 8
                let index = Int(file[start + bit / 8] >> shift) & (1 << layout.bitsPerSample - 1)
                guard index < palette.count else {
                    throw .malformed(start + bit / 8, "colour \(index) is not in the palette")
                }
                let color = palette[index]
                samples += isGrey ? [color.blue] : [color.red, color.green, color.blue]
            }
        }
        return PictureSamples(
            width: layout.width, height: layout.height, channels: channels, maximum: 255, samples: samples)
    }

    /// Alpha of zero everywhere is what programs write that do not know it is there.
    private static func isAlphaEmpty(_ file: UnsafeRawBufferPointer, _ layout: PictureLayout) -> Bool {
        for row in 0..<layout.height {
            let start = layout.headerByteCount + row * layout.rowByteCount
            for column in 0..<layout.width where file[start + 4 * column + 3] != 0 { return false }
        }
        return true
    }
}
