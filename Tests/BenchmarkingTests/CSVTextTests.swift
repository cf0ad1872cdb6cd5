import Benchmarking
import OutsideText
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

    /// Marks that stand above a character are none of its kind's business: fields are compared by bytes.
    @Test func fieldsAreBytes() {
        let rows = [["q\"\u{301}", ",\u{301}", "\u{301}", "\n\u{301}", "caf\u{E9}", "cafe\u{301}"]]
        let read = CSVText.rows(of: rows.map(CSVText.row).joined())
        #expect(read.map { $0.fields.map { ExactText($0) } } == rows.map { $0.map { ExactText($0) } })
        #expect(read.allSatisfy { $0.isComplete && $0.damage == nil })
    }

    @Test func formulasAreDefused() {
        let fields = [
            "=1+1", "+1+1", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", "'", "'x", "\u{FF1D}1", "-5",
            "+1.5", "=",
            "=HYPERLINK(\"x\",1)", "-nan", " =1", "'-5",
        ]
        let row = CSVText.row(fields)
        #expect(CSVText.rows(of: row).map(\.fields) == [fields])
        // As a spreadsheet sees it: without the quotation marks around a field.
        let shown = CSVText.rows(of: row.replacing("'", with: "*'")).first?.fields ?? []
        #expect(shown.count == fields.count)
        for field in shown where Double(field) == nil {
            #expect(!["=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}"].contains(field.first), "\(field)")
        }
        #expect(CSVText.row(["-5", "1.5"]) == "-5,1.5\n")
    }

    @Test func aByteOrderMarkIsNoPartOfTheFirstField() {
        #expect(CSVText.rows(of: "\u{FEFF}a,b\n").map(\.fields) == [["a", "b"]])
        #expect(CSVText.rows(of: "\u{FEFF}\"a\",b\n").map(\.fields) == [["a", "b"]])
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
