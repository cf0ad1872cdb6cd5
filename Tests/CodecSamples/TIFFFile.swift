/// A small uncompressed TIFF file.
package struct TIFFFile {
    package let bytes: [UInt8]
    /// Where the samples begin.
    package let start: Int

    /// - Parameters:
    ///   - strips: that the rows are divided into, one after the other.
    ///   - isDirectoryLast: whether the directory lies behind the samples, as most programs write it.
    ///   - changing: a field that gets another value, or with nil is left out.
    package init(
        width: Int, height: Int, channels: Int, bits: Int, strips: Int, isBigEndian: Bool = false,
        isDirectoryLast: Bool,
        pixels: [UInt8], planar: Int = 1, changing changed: Int? = nil, to value: Int? = nil
    ) {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isBigEndian ? little.reversed() : little
        }
        let fieldCount = 11 - (changed != nil && value == nil ? 1 : 0)
        let directoryByteCount = 2 + 12 * fieldCount + 4
        let arrayByteCount = 2 * 4 * strips + 2 * channels
        let directory = isDirectoryLast ? 8 + pixels.count : 8
        let start = isDirectoryLast ? 8 : 8 + directoryByteCount + arrayByteCount
        self.start = start
        let arrays = directory + directoryByteCount
        let each = pixels.count / strips
        let starts = (0..<strips).map { start + $0 * each }
        let counts = (0..<strips).map { $0 == strips - 1 ? pixels.count - $0 * each : each }
        var entries: [UInt8] = []
        var behind: [UInt8] = []
        func field(_ tag: Int, _ type: Int, _ values: [Int]) {
            guard tag != changed || value != nil else { return }
            let values = tag == changed ? values.map { _ in value ?? 0 } : values
            let width = type == 3 ? 2 : 4
            let packed = values.flatMap { number($0, width) }
            entries += number(tag, 2) + number(type, 2) + number(values.count, 4)
            if packed.count <= 4 {
                entries += packed + [UInt8](repeating: 0, count: 4 - packed.count)
            } else {
                entries += number(arrays + behind.count, 4)
                behind += packed
            }
        }
        field(256, 3, [width])
        field(257, 4, [height])
        field(258, 3, [Int](repeating: bits, count: channels))
        field(259, 3, [1])
        field(262, 3, [channels < 3 ? 1 : 2])
        field(273, 4, starts)
        field(277, 3, [channels])
        field(278, 4, [(height + strips - 1) / strips])
        field(279, 4, counts)
        field(284, 3, [planar])
        field(339, 3, [1])
        behind += [UInt8](repeating: 0, count: max(0, arrayByteCount - behind.count))
        let table = number(fieldCount, 2) + entries + number(0, 4) + behind
        let head: [UInt8] = isBigEndian ? [0x4D, 0x4D, 0, 42] : [0x49, 0x49, 42, 0]
        bytes = head + number(directory, 4) + (isDirectoryLast ? pixels + table : table + pixels)
    }
}
