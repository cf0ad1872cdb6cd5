import Benchmarking
import Testing

@Suite struct CSVTextTests {
    @Test func whatIsWrittenIsRead() {
        let rows = [
            ["plain", "", "with, comma", "with \"quotes\"", "two\nlines", "cr\rinside", "é→🙂", " blanks "],
            ["\"", "\"\"", ",", "\n", "\r\n", "a\"b", "", ""],
        ]
        let read = CSVText.rows(of: rows.map(CSVText.row).joined())
        #expect(read.map(\.fields) == rows)
        #expect(read.allSatisfy { $0.isComplete && $0.damage == nil })
        #expect(read.map(\.line) == [1, 3])
    }

    @Test func linesEndWithCarriageReturnsToo() {
        #expect(CSVText.rows(of: "a,b\r\nc,\"d\"\r\n").map(\.fields) == [["a", "b"], ["c", "d"]])
    }

    @Test func aRowWithoutItsEndIsNotComplete() {
        let rows = CSVText.rows(of: "a,b\nc,")
        #expect(rows.map(\.isComplete) == [true, false])
        #expect(rows[1].damage == nil)
        #expect(CSVText.rows(of: "a\nb,\"c").last?.isComplete == false)
    }

    @Test func damageIsNamedAndTheRestIsRead() {
        let stray = CSVText.rows(of: "a,b\"c,d\ne,f,g\n")
        #expect(stray[0].damage?.field == 1)
        #expect(stray[1].fields == ["e", "f", "g"] && stray[1].damage == nil)
        let after = CSVText.rows(of: "\"a\"b,c\nd,e\n")
        #expect(after[0].damage?.field == 0)
        #expect(after[1].fields == ["d", "e"])
    }

    /// An opening quotation mark without its partner swallows no row but its own.
    @Test func unmatchedQuotesSwallowOneRow() {
        let rows = CSVText.rows(of: "a,\"b\nc,d\ne,f\n")
        #expect(rows.map(\.line) == [1, 2, 3])
        #expect(rows[0].damage?.field == 1 && !rows[0].isComplete)
        #expect(rows[1].fields == ["c", "d"] && rows[2].fields == ["e", "f"])
    }

    @Test(.timeLimit(.minutes(60))) func hostileTextEndsSoon() {
        let text = String(repeating: "a,\"\n", count: 200_001)
        #expect(CSVText.rows(of: text).count > 1)
    }
}
