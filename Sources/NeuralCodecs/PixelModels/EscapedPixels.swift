/// Which pixels are no colours of the kind that their picture has, and their components.
struct EscapedPixels {
    /// Of the row above and the current one, with one to the left: 1 where a pixel was escaped.
    private let flags: UnsafeMutablePointer<UInt8>
    /// Probabilities in units of 2^-22, by how many of the neighbours to the left and above were escaped.
    private let probabilities: UnsafeMutablePointer<UInt32>
    private let width: Int

    init(width: Int, in arena: Arena) {
        self.width = width
        flags = arena.allocate(2 * (width + 1), of: UInt8.self)
        probabilities = arena.allocate(4, of: UInt32.self)
        for index in 0..<4 { probabilities[index] = [1 << 12, 1 << 21, 1 << 21, 1 << 21][index] }
    }

    /// Codes whether a pixel is escaped.
    @inline(__always)
    func code<Coder: BitCoder>(_ isEscaped: Bool, column: Int, row: Int, with coder: inout Coder) -> Bool {
        let parity = row & 1
        let current = flags + (parity * (width + 1) + 1)
        let north = flags + ((1 - parity) * (width + 1) + 1)
        let context = Int(current[column - 1]) + 2 * Int(north[column])
        let probability = probabilities[context]
        let answer = coder.code(isEscaped ? 1 : 0, probability: probability)
        // Stays inside 64 ... 2^22 - 64.
        if answer != 0 {
            probabilities[context] = probability &+ (4_194_304 &- probability) >> 6
        } else {
            probabilities[context] = probability &- probability >> 6
        }
        current[column] = UInt8(truncatingIfNeeded: answer)
        return answer != 0
    }

    /// Codes a component of an escaped pixel.
    static func codeByte<Coder: BitCoder>(_ value: Int, with coder: inout Coder) -> Int {
        var result = 0
        for shift in 0..<8 {
            result = result << 1 | coder.code(value >> (7 - shift) & 1, probability: 1 << 21)
        }
        return result
    }
}
