import CodecInterface
import MediaFormats

/// The pixels of an image: what the image codecs take and give back.
struct ImageShape: Equatable, Sendable {
    let width: Int
    let height: Int
    /// 1 for grey, 3 for red, green and blue, one more with alpha.
    let channelCount: Int
    /// The highest value of a sample; above 255 a sample has two bytes, big-endian as Netpbm writes them.
    let maximum: Int

    /// Whether a pixel is one bit, as in P4; each row then begins with a new byte.
    let isPacked: Bool

    var bytesPerSample: Int { maximum > 255 ? 2 : 1 }
    var hasAlpha: Bool { channelCount % 2 == 0 }
    var colorChannelCount: Int { hasAlpha ? channelCount - 1 : channelCount }
    /// Bytes in a row of pixels.
    var rowByteCount: Int { isPacked ? (width + 7) / 8 : width * channelCount * bytesPerSample }
    /// Bytes in all of the pixels.
    let rasterByteCount: Int

    /// - Returns: nil where a side is zero or does not fit into 31 bits, or the pixels into an `Int`.
    init?(width: Int, height: Int, channelCount: Int, maximum: Int, isPacked: Bool = false) {
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else { return nil }
        let rowByteCount = isPacked ? (width + 7) / 8 : width * channelCount * (maximum > 255 ? 2 : 1)
        let (byteCount, overflow) = rowByteCount.multipliedReportingOverflow(by: height)
        guard !overflow else { return nil }
        self.width = width
        self.height = height
        self.channelCount = channelCount
        self.maximum = maximum
        self.isPacked = isPacked
        rasterByteCount = byteCount
    }

    /// The same pixels as one bit each.
    var packed: ImageShape? {
        ImageShape(width: width, height: height, channelCount: 1, maximum: 1, isPacked: true)
    }

    /// The same pixels in a file whose samples have all values that their bytes hold.
    var atFullDepth: ImageShape? {
        ImageShape(
            width: width, height: height, channelCount: channelCount, maximum: bytesPerSample == 1 ? 255 : 65535)
    }

    /// The one spelling of a Netpbm header that an image codec gives back without keeping it.
    var canonicalHeader: [UInt8] {
        isPacked
            ? CanonicalHeader.bitmap(width: width, height: height)
            : CanonicalHeader.picture(width: width, height: height, channels: channelCount, maximum: maximum)
    }
}

/// A binary PBM, PGM, PPM or PAM file (Netpbm's P4 to P7) of one to four channels, with any maximum value.
struct PortableAnymap {
    let shape: ImageShape
    let header: UnsafeRawBufferPointer
    let raster: UnsafeRawBufferPointer
    /// What follows the raster, further images for example; usually nothing.
    let trailer: UnsafeRawBufferPointer

    /// Whether header and trailer are what the canonical header of a shape brings back.
    func isCanonical(as shape: ImageShape?) -> Bool {
        trailer.isEmpty && shape.map { header.elementsEqual($0.canonicalHeader) } ?? false
    }

    /// Finds the parts of a file.
    ///
    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where the file is anything else.
    init(_ file: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        func unsupported(_ reason: String) -> CodecError { .unsupported(codec: codec, reason: reason) }
        let format = MediaFormat(head: file)
        guard format == .pnm || format == .pam else {
            throw unsupported("it takes binary PBM, PGM, PPM and PAM images\(format?.description ?? "")")
        }
        let layout: PictureLayout
        do throws(MediaFormatError) {
            layout = try PictureLayout(head: file)
        } catch {
            throw unsupported("the image's header cannot be read: \(error)")
        }
        guard layout.encoding == .bytes || layout.encoding == .bits else {
            throw unsupported("it takes no P\(layout.kind) images; --decode makes binary PGM and PPM of them")
        }
        guard layout.channels <= 4,
            let shape = ImageShape(
                width: layout.width, height: layout.height, channelCount: layout.channels, maximum: layout.maximum,
                isPacked: layout.encoding == .bits)
        else {
            throw unsupported("it takes no pixels of \(layout.channels) channels")
        }
        guard let trailer = layout.trailer(in: file.count) else {
            throw unsupported(
                "the header promises \(layout.sampleByteCount) bytes of pixels, the file has"
                    + " \(file.count - layout.headerByteCount)")
        }
        self.shape = shape
        header = UnsafeRawBufferPointer(rebasing: file[..<layout.headerByteCount])
        raster = UnsafeRawBufferPointer(rebasing: file[layout.headerByteCount..<trailer.lowerBound])
        self.trailer = UnsafeRawBufferPointer(rebasing: file[trailer])
    }

    /// Whether a header kept beside a stream is one of single bits.
    static func isPacked(keptHeader header: UnsafeRawBufferPointer) -> Bool { header.starts(with: "P4".utf8) }

    /// The channels that a header kept beside a stream speaks of; nil where it is none that was read above.
    static func channelCount(keptHeader header: UnsafeRawBufferPointer) -> Int? {
        guard header.count > 2, header[0] == UInt8(ascii: "P") else { return nil }
        switch header[1] {
        case UInt8(ascii: "4"), UInt8(ascii: "5"): return 1
        case UInt8(ascii: "6"): return 3
        default: return (try? PictureLayout(head: header))?.channels
        }
    }
}

extension MediaFormat {
    /// What a file is that a codec does not take, for the end of its reason.
    var description: String { "; this is a \(rawValue) file\(isLossy ? ", lossy already" : "; see --decode")" }
}
