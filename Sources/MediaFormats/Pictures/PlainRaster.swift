/// The pixels of plain PBM, PGM and PPM files: decimal numbers, or digits 0 and 1. Comments may stand between them.
enum PlainRaster {
    /// All samples, those above 255 in two bytes; bits become 0 and 255.
    static func samples(
        _ file: UnsafeRawBufferPointer, _ layout: PictureLayout
    ) throws(MediaFormatError) -> [UInt8] {
        let count = layout.width * layout.height * layout.channels
        let isBitmap = layout.kind == 1
        // A number takes two characters at least, a bit one: checked before memory is taken.
        guard (file.count - layout.headerByteCount) / (isBitmap ? 1 : 2) >= count - 1 else {
            throw .malformed(file.count, "the pixels end too early")
        }
        var scanner = NetpbmScanner(file, position: layout.headerByteCount)
        var samples: [UInt8] = []
        samples.reserveCapacity(layout.maximum > 255 ? 2 * count : count)
        for _ in 0..<count {
            if isBitmap {
                guard let bit = scanner.bit() else { throw .malformed(scanner.position, "a bit must be 0 or 1") }
                samples.append(bit == 1 ? 0 : 255)
                continue
            }
            guard let value = scanner.number()?.value, value <= layout.maximum else {
                throw .malformed(scanner.position, "a sample is missing or above the maximum")
            }
            if layout.maximum > 255 { samples.append(UInt8(value >> 8)) }
            samples.append(UInt8(value & 255))
        }
        return samples
    }

    /// The whole rows in a file's beginning, and where the last of them ends.
    ///
    /// - Parameter isWhole: whether the file ends with these bytes, so that a number at their end is a whole one.
    static func completeRows(
        _ head: UnsafeRawBufferPointer, _ layout: PictureLayout, isWhole: Bool
    ) -> (count: Int, end: Int) {
        var scanner = NetpbmScanner(head, position: layout.headerByteCount)
        var rows = (count: 0, end: layout.headerByteCount)
        while rows.count < layout.height {
            for _ in 0..<layout.width * layout.channels {
                let isThere = layout.kind == 1 ? scanner.bit() != nil : scanner.number() != nil
                guard isThere, isWhole || layout.kind == 1 || !scanner.isAtEnd else { return rows }
            }
            rows = (rows.count + 1, scanner.position)
        }
        return rows
    }
}

extension PictureLayout {
    /// The bytes behind the samples of a whole file, of plain ones as well; nil where samples are missing.
    package func trailer(of file: UnsafeRawBufferPointer) -> Range<Int>? {
        guard encoding == .text else { return trailer(in: file.count) }
        let rows = PlainRaster.completeRows(file, self, isWhole: true)
        return rows.count == height ? rows.end..<file.count : nil
    }
}
