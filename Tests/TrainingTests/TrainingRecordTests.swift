import CodecInterface
import Foundation
import Testing
import Training

/// Records, their split, and what is chosen of them.
@Suite struct TrainingRecordTests {
    /// A folder that goes away with this.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("training \(UUID().uuidString)").path

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, text) in files {
                try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func records(_ files: [String: String], areLines: Bool) throws -> TrainingRecords {
        let folder = try Folder(files)
        return try TrainingRecords(at: [folder.path], areLines: areLines)
    }

    @Test func linesKeepTheirEndsAndEmptyOnesAreLeftOut() throws {
        let lines = try records(["a": "one\n\ntwo\r\n\r\n", "b": "three"], areLines: true)
        #expect(lines.records == ["one\n", "two\r\n", "three"].map { Array($0.utf8) })
        #expect(lines.emptyCount == 2 && lines.files.count == 2)
        let files = try records(["a": "one\n\ntwo", "b": ""], areLines: false)
        #expect(files.records == [Array("one\n\ntwo".utf8)] && files.emptyCount == 1)
    }

    @Test func whatGivesNothingSaysSo() throws {
        #expect(throws: TrainingError.nothing(emptyCount: 3)) { try records(["a": "\n\n\n"], areLines: true) }
        #expect(throws: TrainingError.nothing(emptyCount: 1)) { try records(["a": ""], areLines: false) }
        let one = try records(["a": "one\ntwo\n"], areLines: false)
        #expect(throws: TrainingError.cannotSplit(recordCount: 1, isOneFile: true)) {
            try RecordSplit(one, holdingOut: 0.2, seed: 1)
        }
        let line = try records(["a": "one line\n\n"], areLines: true)
        #expect(throws: TrainingError.cannotSplit(recordCount: 1, isOneFile: false)) {
            try RecordSplit(line, holdingOut: 0.2, seed: 1)
        }
        #expect(throws: TrainingError.self) { try TrainingRecords(at: ["/nowhere/at all"], areLines: true) }
    }

    @Test func aSplitIsWholeSeededAndOfItsSize() throws {
        let text = (0..<100).map { "record \($0)\n" }.joined()
        let all = try records(["a": text], areLines: true)
        for (share, count) in [(0.2, 20), (0.001, 1), (0.999, 99)] {
            let split = try RecordSplit(all, holdingOut: share, seed: 7)
            #expect(split.heldOut.count == count && split.training.count == 100 - count)
            #expect(Set(split.training + split.heldOut) == Set(all.records))
            #expect(try RecordSplit(all, holdingOut: share, seed: 7) == split)
            #expect(try RecordSplit(all, holdingOut: share, seed: 8) != split)
        }
    }

    @Test func chosenDataIsFullOfWholeRecords() throws {
        let all = (0..<50).map { Array("record number \($0)\n".utf8) }
        let file = RecordSelection.file(of: all, byteCount: 300, seed: 1)
        #expect((280...300).contains(file.count))
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map { Array("\($0)\n".utf8) }
        #expect(Set(lines).isSubset(of: Set(all)) && Set(lines).count == lines.count)
        #expect(RecordSelection.file(of: all, byteCount: 3, seed: 1).isEmpty)
    }
}
