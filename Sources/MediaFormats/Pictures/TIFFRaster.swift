/// Where the samples of an uncompressed TIFF picture lie (Adobe, "TIFF, Revision 6.0", 1992): the first of the file, with strips that
/// follow each other, of 8 or 16 bits.
///
/// Not a format that is measured as a picture, but one that pictures are found by inside other data.
package struct TIFFRaster: Sendable, Equatable {
    /// Samples of a row are `width · channels`.
    package let width: Int
    /// Of all planes, where these lie one after the other.
    package let rowCount: Int
    /// Of a pixel; 1 where planes lie one after the other.
    package let channels: Int
    /// 1 or 2.
    package let bytesPerSample: Int
    package let byteOrder: ByteOrder
    /// Where the first sample lies, bytes from the header.
    package let start: Int

    /// Bytes of all samples.
    package var byteCount: Int { width * rowCount * channels * bytesPerSample }

    /// The mark of the byte order, the number 42 and where the directory lies.
    private static let headerByteCount = 8
    /// The most strips that are looked at.
    private static let mostStrips = 1 << 16

    /// Whether a file may begin so.
    package static func begins(_ head: UnsafeRawBufferPointer) -> Bool {
        head.count >= headerByteCount
            && (head.starts(with: [0x49, 0x49, 42, 0]) || head.starts(with: [0x4D, 0x4D, 0, 42]))
    }

    /// Finds the samples of the picture that a header and the directory it points to describe.
    ///
    /// - Parameter head: from the header on; what follows it may be longer than is at hand.
    /// - Throws: ``MediaFormatError``: of kind `incomplete` where the directory, which often lies behind the samples, is not at
    ///   hand, with the bytes that are needed; of others where there is no such picture.
    package init(head: UnsafeRawBufferPointer) throws(MediaFormatError) {
        guard Self.begins(head) else { throw .malformed(0, "not a TIFF file") }
        let directory = try TIFFDirectory(HeaderBytes(head, fileByteCount: .max / 4))
        func one(_ tag: Int, else standard: Int? = nil) throws(MediaFormatError) -> Int {
            guard let value = try directory.values(tag, atMost: 4)?.first ?? standard else {
                throw .malformed(directory.offset, "there is no field \(tag)")
            }
            return value
        }
        guard try one(259, else: 1) == 1 else { throw .unsupported(directory.offset, "it is compressed") }
        let samples = try one(277, else: 1)
        let bits = try directory.values(258, atMost: 4) ?? [1]
        let formats = try directory.values(339, atMost: 4) ?? [1]
        guard (1...4).contains(samples), bits.allSatisfy({ $0 == bits[0] }),
            bits[0] == 8 || bits[0] == 16, formats.allSatisfy({ $0 == 1 || $0 == 4 })
        else { throw .unsupported(directory.offset, "samples of \(bits) bits are none that are looked for") }
        let planar = try one(284, else: 1)
        let arePlanesApart = samples > 1 && planar == 2
        let (width, height) = (try one(256), try one(257))
        guard (1...1 << 24).contains(width), (1...1 << 24).contains(height) else {
            throw .malformed(directory.offset, "a picture of \(width) by \(height) makes no sense")
        }
        guard let starts = try directory.values(273, atMost: Self.mostStrips), let first = starts.first else {
            throw .unsupported(directory.offset, "there are no strips")
        }
        guard first >= Self.headerByteCount else {
            throw .malformed(directory.offset, "its strips begin within the header, at byte \(first)")
        }
        self.width = width
        rowCount = height * (arePlanesApart ? samples : 1)
        channels = arePlanesApart ? 1 : samples
        bytesPerSample = bits[0] / 8
        byteOrder = directory.order
        start = first
        guard starts.count > 1 else { return }
        let counts = try directory.values(279, atMost: Self.mostStrips) ?? []
        let isOneAfterTheOther =
            counts.count == starts.count
            && starts.indices.dropLast().allSatisfy { starts[$0] + counts[$0] == starts[$0 + 1] }
        guard isOneAfterTheOther, counts.reduce(0, +) == byteCount else {
            throw .unsupported(directory.offset, "its strips do not follow each other")
        }
    }
}

/// The first directory of a TIFF file: fields by their tags.
struct TIFFDirectory {
    let order: ByteOrder
    /// Where it lies.
    let offset: Int
    private let header: HeaderBytes
    /// Of each field: the type of its values, how many there are, and where they or their place are named.
    private var fields: [Int: (type: Int, count: Int, place: Int)] = [:]

    init(_ header: HeaderBytes) throws(MediaFormatError) {
        self.header = header
        order = header.has("II", at: 0) ? .little : .big
        offset = try header.number(at: 4, byteCount: 4, order)
        let count = try header.number(at: offset, byteCount: 2, order)
        guard offset >= 8, (1...512).contains(count) else {
            throw .malformed(4, "a directory of \(count) fields makes no sense")
        }
        let end = offset + 2 + 12 * count
        guard end <= header.count else { throw header.missing(upTo: end, "the directory is cut short") }
        for index in 0..<count {
            let place = offset + 2 + 12 * index
            let tag = try header.number(at: place, byteCount: 2, order)
            fields[tag] = (
                try header.number(at: place + 2, byteCount: 2, order),
                try header.number(at: place + 4, byteCount: 4, order), place + 8
            )
        }
    }

    /// The numbers of a field; nil where there is none, or it has other values.
    func values(_ tag: Int, atMost most: Int) throws(MediaFormatError) -> [Int]? {
        // Bytes, and numbers of 16 and 32 bits.
        guard let field = fields[tag], let width = [1: 1, 3: 2, 4: 4][field.type], (1...most).contains(field.count)
        else { return nil }
        let isHere = width * field.count <= 4
        let place = isHere ? field.place : try header.number(at: field.place, byteCount: 4, order)
        let end = place + width * field.count
        guard end <= header.count else { throw header.missing(upTo: end, "the directory's numbers are cut short") }
        var values: [Int] = []
        values.reserveCapacity(field.count)
        for index in 0..<field.count {
            values.append(try header.number(at: place + width * index, byteCount: width, order))
        }
        return values
    }
}
