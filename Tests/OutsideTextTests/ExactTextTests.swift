import Foundation
import OutsideText
import Testing

@Suite struct ExactTextTests {
    private let composed: ExactText = "caf\u{E9}"
    private let decomposed: ExactText = "cafe\u{301}"

    @Test func canonicallyEquivalentTextsAreTwo() {
        #expect(composed.text == decomposed.text, "what Swift's own text says")
        #expect(composed != decomposed && composed.hashValue != decomposed.hashValue)
        #expect(Set([composed, decomposed, composed]).count == 2)
        // By bytes: 0x65 comes before 0xC3.
        #expect([composed, decomposed].sorted() == [decomposed, composed])
    }

    @Test func partsAreFoundByBytes() {
        let quoted: ExactText = "say \"\u{301} and ::\u{301}"
        #expect(quoted.replacing("\"", with: "\"\"") == "say \"\"\u{301} and ::\u{301}")
        #expect(quoted.hasPrefix("say \"") && !quoted.hasPrefix("say '"))
        #expect(
            ExactText("a/\u{301}").hasSuffix("/\u{301}") && ExactText("x)").hasSuffix(")")
                && !ExactText("").hasSuffix("x"))
    }

    @Test func itIsPlainTextInJSON() throws {
        let data = try JSONEncoder().encode([composed, decomposed])
        #expect(try JSONDecoder().decode([ExactText].self, from: data) == [composed, decomposed])
        #expect(try JSONDecoder().decode([String].self, from: data).map(\.utf8.count) == [5, 6])
    }
}
