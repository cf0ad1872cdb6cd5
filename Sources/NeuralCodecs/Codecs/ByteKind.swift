/// Kinds of bytes that `mix` has contexts of their own for. A stream's header names the contexts, not the kind: a decoder
/// never asks.
enum ByteKind: CaseIterable, Sendable {
    /// Prose, code, markup, logs, programs, tables: anything.
    case bytes
    /// Bases, as letters: FASTA and its like.
    case genome
    /// Programs, databases, tables of numbers: what is no text.
    case binary

    private static let smallestGenome = 1000

    /// What an input looks like, by its first bytes.
    init(of beginning: [UInt8]) {
        var counts = [Int](repeating: 0, count: 256)
        for byte in beginning { counts[Int(byte)] += 1 }
        var bases = 0
        for letter in "ACGTNacgtn\n\r".utf8 { bases += counts[Int(letter)] }
        let isGenome = beginning.count >= Self.smallestGenome && bases * 20 >= beginning.count * 19
        self = isGenome ? .genome : Self.isBinary(beginning[...]) ? .binary : .bytes
    }

    /// Whether bytes have more control characters than any text.
    static func isBinary(_ bytes: ArraySlice<UInt8>) -> Bool {
        var count = 0
        for byte in bytes where byte < 9 || (14..<27).contains(byte) || (28..<32).contains(byte) { count += 1 }
        return count * 50 > bytes.count
    }
}
