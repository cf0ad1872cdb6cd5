/// How bytes lie in a table: in rows of one length, which hold numbers of one width or fields of any.
///
/// A segment of a stream says which shape its bytes have. A wrong one costs bytes, never gives wrong ones.
package struct TableShape: Sendable, Hashable {
    /// Bytes of a number: 1, 2, 4 or 8.
    package var elementWidth = 1
    /// The bytes before the first whole number, below ``elementWidth``.
    package var phase = 0
    /// Whether the least significant byte of a number comes first.
    package var isLittleEndian = false
    /// Bytes from one row to the next, 1 to 65,535.
    package var rowLength = 1
    /// Bytes to another place that tells of the present one: from one page of rows to the next, or from one row to the next
    /// where ``rowLength`` is a page's. 1 to 65,535.
    package var pageLength = 1

    /// The shape of bytes that are no table.
    package static let none = TableShape()

    private static let encodedByteCount = 5

    /// Five bytes: the binary logarithm of the width, from bit 2 on the byte order, from bit 3 on the phase; then the lengths
    /// of a row and of a page, the more significant byte first.
    package var encoded: [UInt8] {
        let width = UInt8(elementWidth.trailingZeroBitCount)
        return [
            width | (isLittleEndian ? 4 : 0) | UInt8(phase) << 3, UInt8(rowLength >> 8), UInt8(rowLength & 0xFF),
            UInt8(pageLength >> 8), UInt8(pageLength & 0xFF),
        ]
    }

    package init(
        elementWidth: Int = 1, phase: Int = 0, isLittleEndian: Bool = false, rowLength: Int = 1, pageLength: Int = 1
    ) {
        self.elementWidth = elementWidth
        self.phase = phase
        self.isLittleEndian = isLittleEndian
        self.rowLength = rowLength
        self.pageLength = pageLength
    }

    /// Reads what ``encoded`` gave and moves `bytes` past it; nil where they are no shape.
    package init?(decoding bytes: inout ArraySlice<UInt8>) {
        guard bytes.count >= Self.encodedByteCount else { return nil }
        let fields = Array(bytes.prefix(Self.encodedByteCount))
        bytes = bytes.dropFirst(Self.encodedByteCount)
        elementWidth = 1 << Int(fields[0] & 3)
        isLittleEndian = fields[0] & 4 != 0
        phase = Int(fields[0] >> 3)
        rowLength = Int(fields[1]) << 8 | Int(fields[2])
        pageLength = Int(fields[3]) << 8 | Int(fields[4])
        guard phase < elementWidth, rowLength > 0, pageLength > 0 else { return nil }
    }

    /// The shape of the bytes that follow so many of this one.
    func goingOn(after byteCount: Int) -> TableShape {
        var next = self
        next.phase = ((phase - byteCount) % elementWidth + elementWidth) % elementWidth
        return next
    }

    /// Turns every whole number among some bytes round, so that its most significant byte comes first, or back.
    ///
    /// - Parameter position: how many bytes of the table come before the first.
    package func reverseNumbers(_ bytes: UnsafeMutableRawBufferPointer, position: Int) {
        guard isLittleEndian, elementWidth > 1 else { return }
        var start = (phase - position % elementWidth + elementWidth) % elementWidth
        while start + elementWidth <= bytes.count {
            bytes[start..<start + elementWidth].reverse()
            start += elementWidth
        }
    }
}
