import CodecSamples

/// Tables of numbers, as sensors and climate models write them.
enum TableSamples {
    /// A smooth field of 32-bit floats in rows, with noise in the low bits.
    static func floats(columns: Int, rows: Int, isLittleEndian: Bool, header: [UInt8] = []) -> [UInt8] {
        var generator = SplitMix64(seed: 21)
        var bytes = header
        for row in 0..<rows {
            for column in 0..<columns {
                let height = Float(column * column % 97) + Float(row) / 3 + Float(generator.next() % 256) / 4096
                let pattern = (280 + height).bitPattern
                withUnsafeBytes(of: isLittleEndian ? pattern.littleEndian : pattern.bigEndian) { bytes += $0 }
            }
        }
        return bytes
    }
}
