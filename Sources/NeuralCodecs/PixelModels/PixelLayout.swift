/// How the pixels of a picture lie in its bytes: row by row without gaps, the components of a pixel side by side.
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

    /// The widest row that a model takes.
    package static let largestWidth = 1 << 20

    package init(
        width: Int, channels: Int, bytesPerSample: Int = 1, isBigEndian: Bool = true, maximumValue: Int = 255,
        isBlueFirst: Bool = false
    ) {
        self.width = width
        self.channels = channels
        self.bytesPerSample = bytesPerSample
        self.isBigEndian = isBigEndian
        self.maximumValue = maximumValue
        self.isBlueFirst = isBlueFirst
    }

    /// Bytes of a row.
    package var bytesPerRow: Int { width * channels * bytesPerSample }

    /// Whether every number is in its range.
    package var isValid: Bool {
        (1...Self.largestWidth).contains(width) && (1...4).contains(channels) && (1...2).contains(bytesPerSample)
            && maximumValue >= 1 && maximumValue < 1 << (8 * bytesPerSample)
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
