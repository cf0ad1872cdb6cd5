import Corpora
import OutsideText
import Testing

@Suite struct GeneratedItemTests {
    /// The bytes are part of what a published result says, so they never change.
    @Test func bytesArePinned() throws {
        let found = Dictionary(uniqueKeysWithValues: GeneratedItems.items.map { ($0.id.text, $0.sha256) })
        #expect(found == Self.pinned)
        for item in GeneratedItems.items {
            #expect(item.isGenerated)
            #expect(try item.load().count == item.byteCount)
        }
        #expect(GeneratedItems.items.reduce(0) { $0 + $1.byteCount } < 300_000)
    }

    private static let pinned = [
        "generated/grammar-text":
            "6bd485f7060252c4fcb6c852a4084b966d4ae2d287b26360c1dd9bf95b533e08",
        "generated/rendered-scene":
            "ced71d2867dd0d126e09a202097787cdaf8b5f5d2c6278fb4e11cb179ea306b9",
        "generated/synthesised-tune":
            "47a7767a89003d3c73b4faee8b84319fb7a445db9f64265f11cd0ced14e63476",
        "generated/zeros":
            "4fe7b59af6de3b665b67788cc2f99892ab827efae3a467342b3bb4e3bc8e5bfe",
        "generated/counter":
            "cc76b029564c7257d6c27e130546ac40603f1e3ae5efc1106b2656294f599ec5",
        "generated/random":
            "e9af81ab1b707a77b70c41a3d15ae337d9ec58c46fbab0494dc7e96106f2b5b0",
        "generated/distant-repeat":
            "1992a393b8e524b7b5e512cecdcab84db19cd434cc5509690d40f02509320078",
    ]
}
