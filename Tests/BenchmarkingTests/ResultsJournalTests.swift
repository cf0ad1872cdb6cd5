import Benchmarking
import Foundation
import Testing

@Suite struct ResultsJournalTests {
    private func begin(_ folder: RunFolder, rows: Int) throws -> RunEnvironment {
        let environment = Fixtures.environment(Fixtures.options(Fixtures.plan()))
        let journal = try ResultsJournal(folder, environment: environment)
        for index in 0..<rows {
            let record = Fixtures.record(index, item: index % 2 == 0 ? "a \"quoted\", name" : "plain")
            try journal.append(record, samples: Fixtures.samples(record))
        }
        return environment
    }

    @Test func rowsAreReadWhileTheRunGoesOn() throws {
        let temporary = try TemporaryFolder()
        let folder = RunFolder(path: temporary.path + "/run")
        let environment = try begin(folder, rows: 3)
        let contents = try RunFolder.read(folder.path)
        #expect(contents.records.count == 3 && contents.damaged.isEmpty)
        #expect(contents.environment == environment)
        #expect(SampleRecord.read(try String(contentsOfFile: folder.samplesPath, encoding: .utf8)).count == 27)
    }

    @Test func aFolderWithResultsIsNotOverwritten() throws {
        let temporary = try TemporaryFolder()
        let folder = RunFolder(path: temporary.path)
        let environment = try begin(folder, rows: 1)
        #expect(throws: RunFolderError.occupied(path: folder.path)) {
            try ResultsJournal(folder, environment: environment)
        }
        #expect(try RunFolder.read(folder.path).records.count == 1)
    }

    @Test func oneWriterAtATime() throws {
        let temporary = try TemporaryFolder()
        let folder = RunFolder(path: temporary.path)
        let journal = try ResultsJournal(folder, environment: Fixtures.environment(Fixtures.options(Fixtures.plan())))
        #expect(throws: RunFolderError.locked(path: folder.resultsPath)) {
            try ResultsJournal.resume(folder) { (_, _) throws(RunFolderError) in }
        }
        try journal.append(Fixtures.record(1), samples: [])
    }

    /// Cut anywhere, both files are whole again after resuming, and what is appended then follows the last whole row.
    @Test func cutAnywhere() throws {
        let temporary = try TemporaryFolder()
        let original = RunFolder(path: temporary.path + "/original")
        _ = try begin(original, rows: 3)
        let results = try Data(contentsOf: URL(fileURLWithPath: original.resultsPath))
        let samples = try Data(contentsOf: URL(fileURLWithPath: original.samplesPath))
        let header = ResultsFile.header.utf8.count
        for cut in stride(from: header, through: results.count, by: 7) {
            let folder = RunFolder(path: temporary.path + "/\(cut)")
            try FileManager.default.copyItem(atPath: original.path, toPath: folder.path)
            try results.prefix(cut).write(to: URL(fileURLWithPath: folder.resultsPath))
            // A writer that was killed had written the samples of the row it was at, whole or in part.
            try samples.dropLast(cut % 40).write(to: URL(fileURLWithPath: folder.samplesPath))
            let whole = (try ResultsFile.read(String(decoding: results.prefix(cut), as: UTF8.self), path: "")).records
            let begun = try #require(try ResultsJournal.resume(folder) { (_, _) throws(RunFolderError) in })
            #expect(begun.records == whole)
            let next = Fixtures.record(9)
            try begun.journal.append(next, samples: Fixtures.samples(next))
            let contents = try RunFolder.read(folder.path)
            #expect(contents.damaged.isEmpty && contents.records == whole + [next])
            let kept = SampleRecord.read(try String(contentsOfFile: folder.samplesPath, encoding: .utf8))
            let specs = Set(contents.records.map { "\($0.item) \($0.spec)" })
            #expect(kept.allSatisfy { specs.contains("\($0.item) \($0.spec)") })
            #expect(kept.count { $0.spec == next.spec } == 9)
        }
    }

    @Test func damageInTheMiddleIsNotResumed() throws {
        let temporary = try TemporaryFolder()
        let folder = RunFolder(path: temporary.path)
        _ = try begin(folder, rows: 3)
        let text = try String(contentsOfFile: folder.resultsPath, encoding: .utf8).replacing(",401,", with: ",x,")
        try text.write(toFile: folder.resultsPath, atomically: false, encoding: .utf8)
        let error = #expect(throws: RunFolderError.self) {
            try ResultsJournal.resume(folder) { (_, _) throws(RunFolderError) in }
        }
        #expect(error?.description.contains("take that line out") == true)
        #expect(try String(contentsOfFile: folder.resultsPath, encoding: .utf8) == text)
        // That helps.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains(",x,") }
        try lines.joined(separator: "\n").write(toFile: folder.resultsPath, atomically: false, encoding: .utf8)
        let begun = try #require(try ResultsJournal.resume(folder) { (_, _) throws(RunFolderError) in })
        #expect(begun.records.count == 2)
    }

    /// Nobody could find what is written into a file that has no name any more, or that another program cut off.
    @Test(arguments: ["results.csv", "samples.csv", "items.csv", "environment.json"], ["rm", "mv", "cut"])
    func aRecordThatIsGoneEndsTheRun(name: String, how: String) throws {
        let temporary = try TemporaryFolder()
        let folder = RunFolder(path: temporary.path + "/run")
        let journal = try ResultsJournal(folder, environment: Fixtures.environment(Fixtures.options(Fixtures.plan())))
        try folder.write([ItemRecord]())
        let record = Fixtures.record(1)
        try journal.append(record, samples: Fixtures.samples(record))
        try journal.check()
        let path = "\(folder.path)/\(name)"
        switch how {
        case "rm": try FileManager.default.removeItem(atPath: path)
        case "mv": try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + "2")
        default: #expect(truncate(path, 0) == 0)
        }
        // The others are written at once, and nobody goes on behind their ends.
        let isAppended = name.hasSuffix(".csv") && name != "items.csv"
        guard how != "cut" || isAppended else { return }
        let error = #expect(throws: RunFolderError.self) { try journal.check() }
        guard case .recordGone = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        if isAppended {
            #expect(throws: RunFolderError.self) { try journal.append(record, samples: Fixtures.samples(record)) }
        }
        #expect(FileManager.default.fileExists(atPath: folder.path) == (how != "mv"))
    }

    @Test func nothingToResume() throws {
        let temporary = try TemporaryFolder()
        let begun = try ResultsJournal.resume(RunFolder(path: temporary.path)) { (_, _) throws(RunFolderError) in }
        if begun != nil { Issue.record("a run was found in an empty folder") }
    }
}
