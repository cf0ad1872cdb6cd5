/// Where the samples of a picture lie in its file, and what they mean: PBM, PGM, PPM, PAM and BMP.
///
/// It is read from a file's beginning alone. Nothing in it depends on the bytes behind the header, so that all sizes
/// are what the header promises; ``completeRowCount(in:)`` says what is there.
package struct PictureLayout: Sendable, Hashable {
    /// How samples are written.
    package enum Encoding: Sendable, Hashable {
        /// Bytes: channels interleaved, each sample in ``PictureLayout/bitsPerSample`` / 8 bytes.
        case bytes
        /// One bit a pixel from the highest bit down, rows padded to bytes, a set bit black (P4).
        case bits
        /// Decimal numbers between white space (P2, P3), or digits 0 and 1, of which 1 is black (P1).
        case text
        /// Indices of ``PictureLayout/bitsPerSample`` bits into a palette, from the highest bit down (BMP).
        case indices
    }

    /// Which sample of a pixel comes first.
    package enum ChannelOrder: Sendable, Hashable {
        /// Grey, or red, green and blue; alpha behind them.
        case rgb
        /// Blue, green and red, and a fourth byte behind them where a pixel has 32 bits (BMP).
        case bgr
    }

    package let format: MediaFormat
    /// The digit of the magic number of Netpbm's files, 1 to 7; 0 for others.
    package let kind: Int
    package let width: Int
    /// Rows; of BMP files the absolute value.
    package let height: Int
    /// Samples of a pixel as they lie in the file: 1 to 4, with PAM any number; 1 for indices.
    package let channels: Int
    /// Whether the last channel is alpha. A BMP's fourth byte counts only where the header names it as alpha.
    package let hasAlpha: Bool
    /// The highest value of a sample.
    package let maximum: Int
    package let encoding: Encoding
    /// Bits of a sample in the file: 8 or 16 for bytes, 1 for bits, 1, 4 or 8 for indices, 0 for text.
    package let bitsPerSample: Int
    /// Of samples of 16 bits.
    package let byteOrder: ByteOrder
    package let channelOrder: ChannelOrder
    /// Whether the last row of the picture comes first.
    package let isBottomUp: Bool
    /// From one row to the next, padding included; 0 for text.
    package let rowByteCount: Int
    /// Bytes in front of the samples.
    package let headerByteCount: Int
    /// Bytes of all rows; 0 for text, whose size only reading tells.
    package let sampleByteCount: Int
    /// Where a PAM names its kind of pixels, `RGB_ALPHA` for example; empty for others.
    package let tupleType: String
    /// Where the palette lies, blue, green and red of each colour, and a fourth byte in ``paletteEntryByteCount`` of four.
    package let palette: Range<Int>
    package let paletteEntryByteCount: Int
    /// Where the header says how many rows there are: digits, or in BMP files a little-endian number.
    let heightField: Range<Int>

    /// - Throws: ``MediaFormatError`` of kind `malformed` where a side is zero or the sizes do not fit into an `Int`.
    init(
        format: MediaFormat, kind: Int = 0, width: Int, height: Int, channels: Int, hasAlpha: Bool = false,
        maximum: Int, encoding: Encoding, bitsPerSample: Int, channelOrder: ChannelOrder = .rgb,
        isBottomUp: Bool = false, rowPadding: Int = 1, headerByteCount: Int, tupleType: String = "",
        palette: Range<Int> = 0..<0, paletteEntryByteCount: Int = 0, heightField: Range<Int>
    ) throws(MediaFormatError) {
        let sides = 1...0x7FFF_FFFF
        let (rowBits, isWide) = width.multipliedReportingOverflow(by: max(channels * bitsPerSample, 1))
        guard sides.contains(width), sides.contains(height), !isWide, rowBits < Int.max - 8 * rowPadding else {
            throw .malformed(2, "a picture of \(width) by \(height) makes no sense")
        }
        let rowByteCount = encoding == .text ? 0 : (rowBits + 8 * rowPadding - 1) / (8 * rowPadding) * rowPadding
        let (sampleByteCount, isLong) = rowByteCount.multipliedReportingOverflow(by: height)
        guard !isLong, sampleByteCount <= Int.max - headerByteCount else {
            throw .malformed(2, "a picture of \(width) by \(height) is too large")
        }
        self.format = format
        self.kind = kind
        self.width = width
        self.height = height
        self.channels = channels
        self.hasAlpha = hasAlpha
        self.maximum = maximum
        self.encoding = encoding
        self.bitsPerSample = bitsPerSample
        byteOrder = .big
        self.channelOrder = channelOrder
        self.isBottomUp = isBottomUp
        self.rowByteCount = rowByteCount
        self.headerByteCount = headerByteCount
        self.sampleByteCount = sampleByteCount
        self.tupleType = tupleType
        self.palette = palette
        self.paletteEntryByteCount = paletteEntryByteCount
        self.heightField = heightField
    }

    /// Reads the header at a file's beginning.
    ///
    /// - Parameters:
    ///   - head: the beginning, or all of the file.
    ///   - fileByteCount: size of the whole file; that of `head` unless given.
    /// - Throws: ``MediaFormatError``
    package init(head: UnsafeRawBufferPointer, fileByteCount: Int? = nil) throws(MediaFormatError) {
        let header = HeaderBytes(head, fileByteCount: fileByteCount)
        if BMPHeader.begins(header) {
            self = try BMPHeader.layout(header)
        } else if PAMHeader.begins(header) {
            self = try PAMHeader.layout(header)
        } else {
            self = try NetpbmHeader.layout(header)
        }
    }

    /// Bytes of a sample; 0 where samples are no whole bytes.
    package var bytesPerSample: Int { encoding == .bytes ? bitsPerSample / 8 : 0 }
    /// Channels that are no alpha.
    package var colorChannels: Int { hasAlpha ? channels - 1 : channels }

    /// How many whole rows lie in a file of this size; not for text.
    package func completeRowCount(in fileByteCount: Int) -> Int {
        rowByteCount == 0 ? 0 : min(height, max(0, fileByteCount - headerByteCount) / rowByteCount)
    }

    /// The bytes behind the samples in a file of this size; nil where samples are missing, and for text.
    package func trailer(in fileByteCount: Int) -> Range<Int>? {
        let end = headerByteCount + sampleByteCount
        return encoding != .text && end <= fileByteCount ? end..<fileByteCount : nil
    }
}
