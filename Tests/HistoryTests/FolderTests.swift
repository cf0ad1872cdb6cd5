import Benchmarking
import Foundation
import History
import HistorySamples
import Testing

/// The folder form: a file a run.
struct FolderTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func runsAreFilesThatCanBeMerged() throws {
        let folder = HistoryFolder(path: scratch.path + "/runs")
        let runs = try (0..<3).map { try SampleRuns.run($0) }
        #expect(try folder.add(runs) == [.added, .added, .added])
        #expect(try folder.add([runs[1]]) == [.known])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 3 && names.allSatisfy { $0.hasPrefix("run-") && $0.hasSuffix(".sqlite") })
        #expect(try HistoryDatabase.reading(folder.path).runs().map(\.run) == runs.map(\.run))
        let database = try HistoryDatabase(path: scratch.database, creates: true)
        _ = try database.add([runs[0]])
        #expect(try database.add(try HistoryInput.read(folder.path).runs) == [.known, .added, .added])
        for run in runs { #expect(try database.run(run.run) == run) }
        // And a history into another one.
        let other = try HistoryDatabase(path: scratch.path + "/other.sqlite", creates: true)
        #expect(try other.add(try HistoryInput.read(scratch.database).runs).count == 3)
    }

    @Test func identifiersAreNoPaths() throws {
        var run = try SampleRuns.run(1)
        run.run = "../../escaped é"
        for index in run.records.indices { run.records[index].run = run.run }
        run.samples = []
        run.items = []
        run.curves = []
        let folder = HistoryFolder(path: scratch.path + "/runs")
        _ = try folder.add([run])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        #expect(try folder.recordedRuns() == [run])
    }

    @Test func aRunThatWentOnIsRenewedAndAnotherRefused() throws {
        let folder = HistoryFolder(path: scratch.path + "/runs")
        let whole = try SampleRuns.run(1)
        var beginning = whole
        beginning.records.removeLast()
        _ = try folder.add([beginning])
        #expect(try folder.add([whole]) == [.continued])
        #expect(throws: HistoryError.self) { try folder.add([beginning]) }
        #expect(try folder.recordedRuns() == [whole])
    }

    @Test func damagedFilesAreNamed() throws {
        let folder = HistoryFolder(path: scratch.path + "/runs")
        _ = try folder.add([try SampleRuns.run(1)])
        let file = folder.path + "/run-broken.sqlite"
        try Data("no database".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: HistoryError.foreign(path: file)) { try folder.merged() }
    }
}
