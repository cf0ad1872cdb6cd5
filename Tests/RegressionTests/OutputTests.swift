import Benchmarking
import CodecInterface
import Foundation
import OutsideText
import Regression
import Testing

@Suite struct OutputTests {
    /// One byte more, one less, one row lost, under names that try to break out.
    func comparison() throws -> Comparison {
        func record(_ item: String, _ size: Int) -> TrialRecord {
            TrialRecord(
                run: "r", item: ExactText(item), modality: .text, itemSHA256: "aa", codec: "xz", parameters: "6",
                codecVersion: "1", rawByteCount: 5000, compressedByteCount: size, status: .ok)
        }
        func run(_ name: String, _ records: [TrialRecord]) -> ComparedRun {
            ComparedRun(name: name, records: records, samples: [], environment: nil)
        }
        return try Judge.compare(
            run("base", [record("a|<b>\u{1B}[1m", 1000), record("c", 1000), record("lost", 7)]),
            run("new", [record("a|<b>\u{1B}[1m", 1001), record("c", 900)]), limits: .standard, alpha: 0.05)
    }

    @Test func text() throws {
        let text = TextOutput.text(try comparison())
        #expect(text.hasPrefix("base → new: 2 regressions, 1 improvement\n"))
        #expect(text.contains("\n  xz,6 on lost          row lost\n"))
        #expect(text.contains("size      1000 → 1001 B  +0.100 %  limit 0 %\n"))
        #expect(text.contains("1000 → 900 B  −10.0 %"))
        #expect(!text.unicodeScalars.contains("\u{1B}") && text.contains(#"a|<b>\x1B[1m"#))
    }

    @Test func markdown() throws {
        let text = MarkdownOutput.markdown(try comparison())
        #expect(text.contains("| xz,6 on c | size | 1000 → 900 B | −10.0 % |  | limit 0 % |\n"))
        #expect(text.contains("a\\|&lt;b&gt;"))
    }

    @Test func junitAndPictureAreXML() throws {
        let comparison = try comparison()
        for text in [JUnitOutput.xml(comparison), ChangesPlot.svg(comparison)] {
            #expect(!text.contains("<b>"))
            #expect(!text.unicodeScalars.contains("\u{1B}"))
        }
        #expect(JUnitOutput.xml(comparison).contains("failures=\"2\""))
        #expect(ChangesPlot.svg(comparison).contains("−10.0 %"))
    }

    @Test func json() throws {
        let data = try JSONOutput.data(try comparison())
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(root["verdict"] as? String == "regression")
        #expect((root["regressions"] as? [[String: Any]])?.count == 2)
        #expect(root["schema"] as? Int == 1)
    }

    @Test func smallChangesAreNotNothing() {
        #expect(FindingText.change(1.0 / 1_234_567) == "+0.000081 %")
        #expect(FindingText.change(0.101) == "+10.1 %")
        #expect(FindingText.change(.infinity) == "from nothing")
    }
}
