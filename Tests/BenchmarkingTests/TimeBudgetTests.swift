import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

@Suite struct TimeBudgetTests {
    private func item(_ name: String, _ byteCount: Int, _ modality: Modality = .text) -> Item {
        Item(id: ExactText(name), modality: modality, byteCount: byteCount, sha256: "", origin: .file(path: name))
    }

    private let fast = Fixtures.entry("fast")
    private let slow = Fixtures.entry("slow")

    /// 1 GB/s and 20 kB/s, 10 ms of overhead a direction.
    private var model: CostModel {
        var model = CostModel()
        for direction in [SampleRecord.Direction.compress, .decompress] {
            for byteCount in [1000, 100_000] {
                let bytes = Double(byteCount)
                model.learn(fast, direction, modality: .text, byteCount: byteCount, passSeconds: bytes / 1e9)
                model.learn(slow, direction, modality: .text, byteCount: byteCount, passSeconds: bytes / 20e3)
            }
        }
        model.learn(fast, .compress, byteCount: 1000, overheadSeconds: 0.01)
        return model
    }

    private func plan(_ items: [Item]) -> RunPlan {
        RunPlan(items: items, entries: [Fixtures.entry("fast"), Fixtures.entry("slow")])
    }

    @Test func fixedCostIsToldFromCostPerByte() throws {
        var model = CostModel()
        for (bytes, seconds) in [(1000, 0.2), (2000, 0.3), (5000, 0.6)] {
            model.learn(slow, .compress, modality: .text, byteCount: bytes, passSeconds: seconds)
        }
        let pass = try #require(
            model.passSeconds(slow, .compress, modality: .text, byteCount: 10_000))
        #expect(abs(pass - 1.1) < 1e-9)
        #expect(model.passSeconds(fast, .compress, modality: .text, byteCount: 1) == nil)
        // Another kind of data counts where its own was not seen.
        #expect(model.passSeconds(slow, .compress, modality: .image, byteCount: 10_000) != nil)
    }

    @Test func aWideBudgetChangesNothing() throws {
        let choice = try #require(TimeBudget(plan: plan([item("a", 20_000)]), model: model).choice(for: 1000))
        #expect(choice.prefixByteCount == nil)
        #expect(choice.repetitions == RepetitionPolicy() && choice.rounds == 3)
    }

    @Test(arguments: [2.0, 5, 20, 60, 300])
    func whatIsChosenFits(seconds: Double) throws {
        let budget = TimeBudget(plan: plan([item("a", 4_000_000), item("b", 50_000)]), model: model)
        let choice = try #require(budget.choice(for: seconds))
        #expect(choice.expectedSeconds <= seconds)
        let prefix = try #require(choice.prefixByteCount)
        // As much as fits, not just something: twice as many bytes would be too many.
        let twice = budget.expectedSeconds(
            prefixByteCount: prefix * 2, repetitions: choice.repetitions, rounds: choice.rounds)
        #expect(twice > seconds * 0.85)
    }

    @Test func someBudgetsAreTooSmall() {
        let items = (0..<1000).map { item("\($0)", 10) }
        #expect(TimeBudget(plan: plan(items), model: model).choice(for: 1) == nil)
    }
}

@Suite struct ItemPrefixTests {
    private func cut(_ bytes: [UInt8], _ modality: Modality, to count: Int) throws -> (Item, [UInt8]) {
        let folder = try TemporaryFolder()
        let item = try folder.item("whole", bytes, modality)
        let part = try ItemPrefix.item(item, byteCount: count, path: folder.path + "/part")
        return (part, try part.load())
    }

    @Test func textEndsWithAWholeCharacter() throws {
        let text = Array("aé→🙂".utf8)
        let lengths = try (1...text.count).map { try cut(text, .text, to: $0).1.count }
        #expect(lengths == [1, 1, 3, 3, 3, 6, 6, 6, 6, 10])
    }

    @Test func picturesAndSoundStayWellFormed() throws {
        let picture = Array("P6\n10 20\n255\n".utf8) + (0..<600).map { UInt8(truncatingIfNeeded: $0) }
        let (_, part) = try cut(picture, .image, to: 13 + 100)
        #expect(part == Array("P6\n10 3\n255\n".utf8) + picture[13..<103])

        let sound =
            Array("RIFF".utf8) + [184, 1, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 2, 0, 0x40, 0x1F, 0, 0]
            + [0, 0x7D, 0, 0, 4, 0, 16, 0] + Array("data".utf8) + [0x90, 1, 0, 0] + [UInt8](repeating: 1, count: 400)
        let (item, wave) = try cut(sound, .audio, to: 44 + 103)
        #expect(wave.count == 144 && Array(wave[40..<44]) == [100, 0, 0, 0] && Array(wave[4..<8]) == [136, 0, 0, 0])
        #expect(item.id == "whole[:144]" && item.byteCount == 144)
    }

    @Test func picturesKeepTheSpellingOfTheirHeaders() throws {
        let pixels = (0..<600).map { UInt8(truncatingIfNeeded: $0) }
        for header in ["P6\n# by a program\n10 20\n255\n", "P6 \r\n10 # glued\n20 255#late\n"] {
            let (_, part) = try cut(Array(header.utf8) + pixels, .image, to: header.utf8.count + 100)
            #expect(part == Array(header.replacing("20", with: "3").utf8) + pixels[..<90])
        }
    }

    /// Less than a row is no picture, and what image codecs would not take tells nothing about them.
    @Test func atLeastOneRowOrFrameIsKept() throws {
        let picture = Array("P6\n1000 8\n255\n".utf8) + (0..<24_000).map { UInt8(truncatingIfNeeded: $0) }
        let (_, part) = try cut(picture, .image, to: 100)
        #expect(part.starts(with: Array("P6\n1000 ".utf8)) && part.count >= 3014 && part.count < 12_000)
        // A PNG file, of which nothing smaller is one, is cut where it was asked.
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47] + [UInt8](repeating: 7, count: 500)
        #expect(try cut(png, .image, to: 100).1 == Array(png.prefix(100)))
    }

    /// A file may be called as another's beginning is.
    @Test func noTwoBeginningsHaveOneName() throws {
        let folder = try TemporaryFolder()
        let items = [
            try folder.item("a", [1, 2, 3, 4], .binary), try folder.item("a[:2]", [5, 6], .binary),
            try folder.item("b", [1, 2, 3], .binary),
        ]
        let cut = try ItemPrefix.plan(RunPlan(items: items, entries: []), byteCount: 2, in: folder.path)
        #expect(Set(cut.items.map(\.id)) == ["a[:2]", "a[:2][2]", "b[:2]"])
        #expect(try cut.items.map { try $0.load() } == [[1, 2], [5, 6], [1, 2]])
    }

    @Test func beginningsOfBeginnings() throws {
        let folder = try TemporaryFolder()
        let whole = try folder.item("whole[:9]", [1, 2, 3, 4], .binary)
        let part = try ItemPrefix.item(whole, byteCount: 3, path: folder.path + "/part")
        let less = try ItemPrefix.item(part, byteCount: 2, path: folder.path + "/part")
        #expect(part.id == "whole[:9][:3]" && less.id == "whole[:9][:2]")
        #expect(try less.load() == [1, 2])
    }

    @Test func shortItemsStayThemselves() throws {
        #expect(try cut([1, 2, 3], .binary, to: 3).0.id == "whole")
    }
}
