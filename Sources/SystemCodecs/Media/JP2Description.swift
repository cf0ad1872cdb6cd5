import CodecInterface

/// What a JP2 file says of itself before its first tile (ISO/IEC 15444-1, annexes A and I).
///
/// Only what ``JPEG2000Codec`` writes passes: one tile, one layer, no precincts, components of one depth. So nothing in a
/// file makes the library allocate more than its picture takes.
struct JP2Description {
    let shape: ImageShape
    let bitsPerSample: Int

    private static let signature: [UInt8] = [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]

    /// - Throws: ``CodecError/corrupted(codec:reason:offset:)`` for any other file, and for one that does not end where `file`
    ///   does.
    init(_ file: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        func corrupted(_ reason: String, _ offset: Int) -> CodecError {
            .corrupted(codec: codec, reason: reason, offset: offset)
        }
        guard file.starts(with: Self.signature) else {
            throw corrupted("this is no JP2 file, or it is cut short", 0)
        }
        guard let stream = Self.codeStream(in: file), file[stream.upperBound - 2] == 0xFF,
            file[stream.upperBound - 1] == 0xD9
        else { throw corrupted("the file is longer or shorter than it says", file.count) }
        guard let header = MainHeader(file, stream) else {
            throw corrupted("the JPEG 2000 image is none that this codec writes", stream.lowerBound)
        }
        guard
            let shape = ImageShape(
                width: header.width, height: header.height, channelCount: header.componentCount,
                maximum: 1 << header.bitsPerSample - 1)
        else { throw corrupted("the image has no pixels", stream.lowerBound) }
        self.shape = shape
        bitsPerSample = header.bitsPerSample
    }

    /// The last box, which has to be the one with the code stream and to end with the file.
    private static func codeStream(in file: UnsafeRawBufferPointer) -> Range<Int>? {
        var position = 0
        while file.count - position >= 8 {
            let byteCount = file.bigEndian32(at: position)
            guard byteCount >= 8, byteCount <= file.count - position else { return nil }
            let end = position + byteCount
            if file[position + 4..<position + 8].elementsEqual("jp2c".utf8) {
                return end == file.count && byteCount >= 8 + 4 ? position + 8..<end : nil
            }
            position = end
        }
        return nil
    }

    /// The marker segments in front of the first tile.
    private struct MainHeader {
        var width = 0
        var height = 0
        var componentCount = 0
        var bitsPerSample = 0

        private enum Marker {
            static let start = 0xFF4F
            static let size = 0xFF51
            static let codingStyle = 0xFF52
            static let quantisation = 0xFF5C
            static let comment = 0xFF64
            static let tile = 0xFF90
        }

        /// - Returns: nil where there is anything that the encoder does not write.
        init?(_ file: UnsafeRawBufferPointer, _ stream: Range<Int>) {
            var position = stream.lowerBound
            guard file.bigEndian16(at: position) == Marker.start else { return nil }
            position += 2
            var seen: Set<Int> = []
            while stream.upperBound - position >= 4 {
                let marker = file.bigEndian16(at: position)
                if marker == Marker.tile {
                    guard seen.isSuperset(of: [Marker.size, Marker.codingStyle, Marker.quantisation]) else {
                        return nil
                    }
                    return
                }
                let byteCount = file.bigEndian16(at: position + 2)
                guard byteCount >= 2, byteCount <= stream.upperBound - position - 2 else { return nil }
                let segment = UnsafeRawBufferPointer(rebasing: file[position + 4..<position + 2 + byteCount])
                switch marker {
                case Marker.size: guard readSize(segment) else { return nil }
                case Marker.codingStyle: guard Self.isPlain(segment) else { return nil }
                case Marker.quantisation, Marker.comment: break
                default: return nil
                }
                guard seen.insert(marker).inserted || marker == Marker.comment else { return nil }
                position += 2 + byteCount
            }
            return nil
        }

        /// The image's size, which is that of its only tile, and its components: unsigned, of one depth, none subsampled.
        private mutating func readSize(_ segment: UnsafeRawBufferPointer) -> Bool {
            guard segment.count >= 36 else { return false }
            width = segment.bigEndian32(at: 2)
            height = segment.bigEndian32(at: 6)
            componentCount = segment.bigEndian16(at: 34)
            let offsets = [10, 14, 26, 30].map { segment.bigEndian32(at: $0) }
            guard offsets.allSatisfy({ $0 == 0 }), segment.bigEndian32(at: 18) == width,
                segment.bigEndian32(at: 22) == height, (1...4).contains(componentCount),
                segment.count == 36 + 3 * componentCount
            else { return false }
            bitsPerSample = Int(segment[36]) + 1
            return (1...16).contains(bitsPerSample)
                && (0..<componentCount).allSatisfy {
                    segment[36 + 3 * $0] == segment[36] && segment[37 + 3 * $0] == 1 && segment[38 + 3 * $0] == 1
                }
        }

        /// No precincts or marks within the data, one layer, code blocks of 64 by 64, the reversible wavelet.
        private static func isPlain(_ segment: UnsafeRawBufferPointer) -> Bool {
            segment.count == 10 && segment[0] == 0 && segment.bigEndian16(at: 2) == 1 && segment[6] == 4
                && segment[7] == 4 && segment[9] == 1
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian16(at offset: Int) -> Int {
        Int(loadUnaligned(fromByteOffset: offset, as: UInt16.self).bigEndian)
    }

    fileprivate func bigEndian32(at offset: Int) -> Int {
        Int(loadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian)
    }
}
