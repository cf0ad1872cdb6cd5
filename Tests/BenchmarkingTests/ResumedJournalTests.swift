import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

/// What of a run's rows counts when it is gone on with: those of trials that are whole, and of items that are what they were.
@Suite struct ResumedJournalTests {
    private let temporary: TemporaryFolder
    private let folder: RunFolder
    private let records: [TrialRecord]

    init() throws {
        temporary = try TemporaryFolder()
        folder = RunFolder(path: temporary.path + "/run")
        var records = [("a", 1), ("a", 2), ("b", 1), ("b, \"c\"", 1)].map { Fixtures.record($1, item: $0) }
        records[2].status = .changedItem
        self.records = records
        let journal = try ResultsJournal(folder, environment: Fixtures.environment(Fixtures.options(Fixtures.plan())))
        for record in records { try journal.append(record, samples: Fixtures.samples(record)) }
    }

    private func item(_ name: String, _ digit: Character = "a") -> Item {
        Item(
            id: ExactText(name), modality: .text, byteCount: 1000, sha256: String(repeating: digit, count: 64),
            origin: .file(path: name))
    }

    private var items: [Item] { ["a", "b", "b, \"c\""].map { item($0) } }

    private func resumed(_ items: [Item]) throws -> ResultsJournal.Begun {
        try #require(try ResultsJournal.resume(folder, items: items) { (_, _) throws(RunFolderError) in })
    }

    private func samples() throws -> [SampleRecord] { RunFolder.readSamples(folder.path) }

    @Test func rowsOfChangedItemsAreMeasuredAgain() throws {
        let begun = try resumed(items)
        let kept = [records[0], records[1], records[3]]
        #expect(begun.records == kept && begun.repairs.contains { $0.contains("1 row whose items changed") })
        #expect(try RunFolder.read(folder.path).records == kept)
        #expect(try samples().count == 27 && samples().allSatisfy { $0.item != "b" })
        // What is appended follows, and nobody else comes in.
        try begun.journal.append(records[2], samples: Fixtures.samples(records[2]))
        #expect(try RunFolder.read(folder.path).records == kept + [records[2]])
        #expect(throws: RunFolderError.locked(path: folder.resultsPath)) { try resumed(items) }
    }

    @Test func rowsOfOtherBytesGo() throws {
        let begun = try resumed([item("a", "f"), item("b, \"c\"")])
        // The one that is gone cannot be measured again; its row stays and says so.
        #expect(begun.records == [records[2], records[3]])
        #expect(begun.repairs.contains { $0.contains("2 rows whose items changed") })
    }

    @Test(arguments: [0, 1, 5, 8]) func missingSamplesAreNoticed(left: Int) throws {
        let kept = try samples().filter {
            !($0.item == "a" && $0.spec == "zlib,2" && $0.index + ($0.direction == .compress ? 0 : 6) >= left)
        }
        try (SampleRecord.header + kept.map(\.row).joined()).write(
            toFile: folder.samplesPath, atomically: false, encoding: .utf8)
        let begun = try resumed(items)
        #expect(begun.records == [records[0], records[3]])
        #expect(begun.repairs.contains { $0.contains("1 row whose samples are missing") }, "\(begun.repairs)")
        // Nor is half of them left to be counted with those that come.
        #expect(try samples().count == 18)
    }

    @Test func damagedSamplesAreMissing() throws {
        let text = try String(contentsOfFile: folder.samplesPath, encoding: .utf8)
        try text.replacing("zlib,2\",decompress,1,2,0.25", with: "zlib,2\",decompress,1,2,x", maxReplacements: 1).write(
            toFile: folder.samplesPath, atomically: false, encoding: .utf8)
        #expect(try resumed(items).records == [records[0], records[3]])
    }

    @Test func withoutTheFileAllAreMissing() throws {
        try FileManager.default.removeItem(atPath: folder.samplesPath)
        let begun = try resumed(items)
        #expect(begun.records.isEmpty && begun.repairs.contains { $0.contains("3 rows whose samples are missing") })
        #expect(try RunFolder.read(folder.path).records.isEmpty)
        #expect(try String(contentsOfFile: folder.samplesPath, encoding: .utf8) == SampleRecord.header)
    }

    @Test func whichItemsMayDiffer() {
        let before = [item("a"), item("b")].map { ItemRecord(run: "run-1", of: $0) }
        let continuity = ItemContinuity(begun: before, records: records)
        #expect(continuity.allows([item("a"), item("b", "f")]) && continuity.allows([item("a")]))
        #expect(continuity.gone(from: [item("a")]).map(\.item) == ["b"])
        #expect(!continuity.allows([item("a", "f"), item("b")]), "nobody saw that one change")
        #expect(!continuity.allows([item("a"), item("b"), item("c")]) && !continuity.allows([item("b")]))
        #expect(!ItemContinuity(begun: before, records: []).allows([item("a"), item("b", "f")]))
        #expect(!ItemContinuity(begun: [], records: records).allows([item("a"), item("b")]))
    }
}
