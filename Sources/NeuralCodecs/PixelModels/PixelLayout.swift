/// How the pixels of a picture lie in its bytes: row by row, the components of a pixel side by side.
package struct PixelLayout: Sendable, Equatable {
    /// Pixels in a row, 1 to ``largestWidth``.
    package var width: Int
    /// Components of a pixel, 1 to 4: grey, grey and alpha, three colours, three colours and alpha.
    package var channels: Int
    /// 1 or 2.
    package var bytesPerSample: Int
    /// Whether the high byte comes first, where there are two.
    package var isBigEndian: Bool
    /// The largest value that the header allows, 1 to 65,535. Larger ones come back exactly nevertheless.
    package var maximumValue: Int
    /// Whether blue comes first and red third, as in BMP.
    package var isBlueFirst: Bool

    /// Bytes behind the pixels of every row that say nothing, 0 to 3: rows of BMP begin at multiples of four bytes. They come
    /// back exactly, whatever they are.
    package var rowPadding: Int

    /// The widest row that a model takes.
    package static let largestWidth = 1 << 20

    package init(
        width: Int, channels: Int, bytesPerSample: Int = 1, isBigEndian: Bool = true, maximumValue: Int = 255,
        isBlueFirst: Bool = false, rowPadding: Int = 0
    ) {
        self.width = width
        self.channels = channels
        self.bytesPerSample = bytesPerSample
        self.isBigEndian = isBigEndian
        self.maximumValue = maximumValue
        self.isBlueFirst = isBlueFirst
        self.rowPadding = rowPadding
    }

    /// Bytes of a row's pixels.
    package var pixelBytesPerRow: Int { width * channels * bytesPerSample }

    /// Bytes of a row.
    package var bytesPerRow: Int { pixelBytesPerRow + rowPadding }

    /// Whether every number is in its range.
    package var isValid: Bool {
        (1...Self.largestWidth).contains(width) && (1...4).contains(channels) && (1...2).contains(bytesPerSample)
            && (0...3).contains(rowPadding) && maximumValue >= 1 && maximumValue < 1 << (8 * bytesPerSample)
    }

    /// The components in the order they are coded: green first, which says most of the others; then red, blue, alpha.
    var planeOrder: [Int] {
        switch channels {
        case 1: [0]
        case 2: [0, 1]
        case 3: isBlueFirst ? [1, 2, 0] : [1, 0, 2]
        default: isBlueFirst ? [1, 2, 0, 3] : [1, 0, 2, 3]
        }
    }
}
