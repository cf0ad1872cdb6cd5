/// Beginnings of pictures and sounds that are pictures and sounds of the same kind: whole rows or frames, behind the same
/// header but for the numbers that say how many there are.
package enum MediaBeginning {
    /// A picture of the whole rows in a file's beginning; of a BMP file that is stored from the bottom, the lowest ones.
    ///
    /// - Parameters:
    ///   - head: the beginning of the file.
    ///   - fileByteCount: size of the whole file.
    /// - Returns: nil where there is no whole row, or the file is no picture whose rows can be told apart.
    package static func picture(_ head: UnsafeRawBufferPointer, fileByteCount: Int) -> [UInt8]? {
        guard let layout = try? PictureLayout(head: head, fileByteCount: fileByteCount),
            layout.headerByteCount <= head.count
        else { return nil }
        let rows: (count: Int, end: Int)
        if layout.encoding == .text {
            rows = PlainRaster.completeRows(head, layout, isWhole: head.count >= fileByteCount)
        } else {
            let count = layout.completeRowCount(in: head.count)
            rows = (count, layout.headerByteCount + count * layout.rowByteCount)
        }
        guard rows.count > 0 else { return nil }
        var cut = Array(head[..<rows.end])
        guard layout.format == .bmp else {
            cut.replaceSubrange(layout.heightField, with: Array("\(rows.count)".utf8))
            // A number at the end of a plain file is ended by a line feed, as text files are.
            if layout.encoding == .text { cut.append(0x0A) }
            return cut
        }
        let height = layout.isBottomUp ? rows.count : -rows.count
        cut.replaceSubrange(layout.heightField, with: height.bytes(layout.heightField.count, .little))
        cut.replaceSubrange(2..<6, with: cut.count.bytes(4, .little))
        // The size of the pixels may be left open, and in the oldest headers has no place.
        if layout.heightField.count == 4, layout.headerByteCount >= 38, cut[34..<38].contains(where: { $0 != 0 }) {
            cut.replaceSubrange(34..<38, with: (rows.count * layout.rowByteCount).bytes(4, .little))
        }
        return cut
    }

    /// A sound of the whole frames in a file's beginning.
    ///
    /// - Returns: nil where there is no whole frame, or the file is no sound whose frames can be told apart.
    package static func sound(_ head: UnsafeRawBufferPointer, fileByteCount: Int) -> [UInt8]? {
        guard let layout = try? SoundLayout(head: head, fileByteCount: fileByteCount),
            layout.headerByteCount <= head.count,
            // AIFF may say what its samples are behind them.
            layout.sizeFields.allSatisfy({ $0.offset + $0.byteCount <= layout.headerByteCount })
        else { return nil }
        let available = min(layout.sampleByteCount, head.count - layout.headerByteCount)
        let frameCount = available / layout.frameByteCount
        guard frameCount > 0 else { return nil }
        let sampleByteCount = frameCount * layout.frameByteCount
        var cut = Array(head[..<(layout.headerByteCount + sampleByteCount)])
        for field in layout.sizeFields {
            let value: Int =
                switch field.meaning {
                case .file(let less): cut.count - less
                case .samples(let plus): sampleByteCount + plus
                case .frames: frameCount
                }
            let fits = field.byteCount == 8 || value < 1 << (8 * field.byteCount)
            cut.replaceSubrange(
                field.offset..<field.offset + field.byteCount,
                with: (fits ? value : -1).bytes(field.byteCount, field.order))
        }
        return cut
    }

    /// As ``picture(_:fileByteCount:)`` or ``sound(_:fileByteCount:)``, by what the file is.
    package static func bytes(of head: [UInt8], fileByteCount: Int) -> [UInt8]? {
        head.withUnsafeBytes { head in
            switch MediaFormat(head: head) {
            case .pnm, .pam, .bmp: picture(head, fileByteCount: fileByteCount)
            case .wav, .aiff: sound(head, fileByteCount: fileByteCount)
            case .png, .jpeg, .flac, nil: nil
            }
        }
    }

    /// Whether a beginning is too short for one whole row or frame, of which the file has some.
    package static func needsMore(than head: [UInt8], fileByteCount: Int) -> Bool {
        guard head.count < fileByteCount else { return false }
        return head.withUnsafeBytes { head in
            do throws(MediaFormatError) {
                switch MediaFormat(head: head) {
                case .pnm, .pam, .bmp:
                    let layout = try PictureLayout(head: head, fileByteCount: fileByteCount)
                    return layout.encoding == .text
                        || layout.completeRowCount(in: fileByteCount) > 0
                            && layout.completeRowCount(in: head.count) == 0
                case .wav, .aiff:
                    let layout = try SoundLayout(head: head, fileByteCount: fileByteCount)
                    return layout.frameCount > 0 && head.count < layout.headerByteCount + layout.frameByteCount
                case .png, .jpeg, .flac, nil: return false
                }
            } catch {
                return error.kind == .incomplete
            }
        }
    }
}
