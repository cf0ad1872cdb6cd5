import Benchmarking
import Foundation
import History
import HistorySamples
import OutsideText
import Synchronization
import Testing

/// Runs go in and come out as they were, whoever else writes.
struct StoreTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func open() throws -> HistoryDatabase { try HistoryDatabase(path: scratch.database, creates: true) }

    @Test func runsComeOutAsTheyWentIn() throws {
        var run = try SampleRuns.run(1)
        run.records[0].status = .failed(reason: "it broke")
        run.records[0].blockByteCount = 4096
        run.records[0].compressedByteCount = nil
        run.records[1].status = .crashed(signal: "SIGSEGV: words")
        for index in run.samples.indices where index < 12 { run.samples[index].blockByteCount = 4096 }
        let database = try open()
        #expect(try database.add([run]) == [.added])
        #expect(try database.run(run.run) == run)
        let summary = try #require(try database.runs().first)
        #expect(summary.trialCount == 4 && summary.failedCount == 2 && summary.date == run.date)
    }

    @Test func filesComeOutAsTheyWere() throws {
        // Times that the digits of a CSV file are enough for.
        let run = try SampleRuns.run(1) { _, _, round in [0.001, 0.0011, 0.0012, 0.0013, 0.0014, 0.0015][round] }
        let folder = scratch.path + "/saved"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in try run.files() { try file.data.write(to: URL(fileURLWithPath: folder + "/" + file.name)) }
        let database = try open()
        _ = try database.add(try HistoryInput.read(folder).runs)
        var restored = try database.run(run.run)
        #expect(restored.name == "saved")
        restored.name = run.name
        #expect(restored == run)
        for file in try restored.files() {
            #expect(file.data == FileManager.default.contents(atPath: folder + "/" + file.name), "\(file.name)")
        }
    }

    @Test func stretchesOfPassesAreKept() throws {
        var run = try SampleRuns.run(1)
        for index in run.samples.indices where index % 2 == 0 {
            run.samples[index].stretches = StretchTimes("1024:\(index + 1).5 9912.0 512:5021.3")
        }
        let database = try open()
        #expect(try database.add([run, run]) == [.added, .known])
        #expect(try database.run(run.run) == run)
    }

    @Test func addingIsIdempotentAndAtomic() throws {
        let database = try open()
        let (first, second) = (try SampleRuns.run(1), try SampleRuns.run(2))
        #expect(try database.add([first, second, first]) == [.added, .added, .known])
        var other = try SampleRuns.run(1)
        other.records[0].compressedByteCount = 39_999
        // The third is new, and stays out with the one that cannot be added.
        #expect(throws: HistoryError.self) { try database.add([try SampleRuns.run(3), other]) }
        #expect(try database.runs().map(\.run) == [first.run, second.run])
        #expect(try database.run(first.run) == first)
    }

    @Test func aRunThatWentOnIsRenewed() throws {
        let database = try open()
        let whole = try SampleRuns.run(1)
        var beginning = whole
        beginning.records.removeLast()
        // Samples without a row are what a killed run leaves.
        #expect(try database.add([beginning]) == [.added])
        #expect(try database.run(whole.run).samples.count == 36)
        #expect(try database.add([beginning]) == [.known])
        #expect(try database.add([whole]) == [.continued])
        #expect(try database.run(whole.run) == whole)
        #expect(throws: HistoryError.self) { try database.add([beginning]) }
    }

    @Test func laterRowsOfATrialCount() throws {
        var run = try SampleRuns.run(1)
        var again = run.records[0]
        again.compressedByteCount = 1
        run = RecordedRun(
            run: run.run, name: run.name, records: run.records + [again], samples: [], items: [], curves: [],
            environment: run.environment)
        let database = try open()
        _ = try database.add([run])
        #expect(try database.run(run.run).records.count == 4)
        #expect(try database.run(run.run).records[0].compressedByteCount == 1)
    }

    @Test func severalWritersDoNotDisturbEachOther() async throws {
        let path = scratch.database
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<5 {
                        // Each opens the file anew, as a program does; the first ones find none.
                        _ = try HistoryDatabase(path: path, creates: true).add([
                            try SampleRuns.run(10 * writer + number), try SampleRuns.run(100),
                        ])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try HistoryDatabase(path: path, creates: false).runs().count == 21)
    }

    @Test func hostileNamesAreData() throws {
        let names = ["'; DROP TABLE runs; --", "e\u{301}", "é", "\u{1B}[2J", "a\"b", "../../x", "日本"]
        let run = try SampleRuns.run(1, items: names)
        let database = try open()
        _ = try database.add([run])
        #expect(try database.run(run.run) == run)
    }
}
