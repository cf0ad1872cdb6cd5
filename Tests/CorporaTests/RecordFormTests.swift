import Corpora
import Testing

/// Texts divided into records, and records drawn into two parts.
@Suite struct RecordFormTests {
    private func records(_ text: String, _ form: RecordForm) -> [String] {
        form.records(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func linesAreThoseThatHoldAnything() {
        #expect(records("one\n\n two\r\n\r\nthree", .lines) == ["one", " two", "three"])
        #expect(records("one\n  licence\n\ttab\ntwo\n", .flushLines) == ["one", "two"])
        #expect(records("", .lines).isEmpty)
    }

    @Test func objectsAreThoseOfArraysWhateverTheyHold() {
        let text = """
            {"names": [
              {
                "key": "a {b} [c] \\" }",
                "list": [1, {"inner": 2}]
              }, {"key": "second"},
              []
            ], "other": {"no": "array"}}
            """
        #expect(
            records(text, .jsonObjects) == [
                #"{"key": "a {b} [c] \" }","list": [1, {"inner": 2}]}"#, #"{"key": "second"}"#,
            ])
        // What is no JSON ends somewhere, and gives what was whole.
        #expect(records("]}}[{\"a\": 1}{", .jsonObjects) == ["{\"a\": 1}"])
        #expect(records("[{\"never ends", .jsonObjects).isEmpty)
    }

    @Test func sentencesEndBeforeACapital() {
        let first = "So " + String(repeating: "many words ", count: 10) + "end."
        let second = "Version 1.2 of it\n   is " + String(repeating: "older. e.g. ", count: 10) + "not new!"
        let found = records(first + " " + second + " Short? " + first, .sentences)
        #expect(found == [first, second.replacing("\n   ", with: " "), first])
        // What goes on in small letters is still the same sentence.
        let goingOn = "Short? " + first.dropFirst(3)
        #expect(records(first + " " + goingOn, .sentences) == [first, goingOn])
    }

    @Test(arguments: [(2, 0.2, 1), (10, 0.2, 2), (7910, 0.2, 1582), (3, 0.999, 2)])
    func aPartIsDrawnBySeedAndNeverAll(count: Int, share: Double, expected: Int) {
        let drawn = RecordOrder.heldOut(of: count, share: share, seed: 1)
        #expect(drawn.count == expected && drawn.allSatisfy { (0..<count).contains($0) })
        #expect(RecordOrder.heldOut(of: count, share: share, seed: 1) == drawn)
    }

    @Test func theOrderOfASeedNeverChanges() {
        // Published figures and the items of the suite 'records' rest on it.
        #expect(RecordOrder(count: 8, seed: 1).places == [0, 3, 7, 1, 2, 6, 5, 4])
        #expect(RecordOrder(count: 0, seed: 1).places.isEmpty)
    }
}
