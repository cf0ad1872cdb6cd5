import Benchmarking
import Foundation
import Testing

/// Files that codecs know beforehand, as a user meets them.
@Suite struct KnowledgeTests {
    private static func log(_ range: Range<Int>) -> String {
        range.map {
            "2026-11-26 12:\(10 + $0 % 50) host-\($0 % 7) sshd[\(1000 + $0)]: accepted key of user\($0 % 13)\n"
        }
        .joined()
    }

    private func program() throws -> Program {
        let program = try Program()
        try program.write("known log", Self.log(0..<300))
        try program.write("item.txt", Self.log(400..<410))
        return program
    }

    @Test func rowsTellTheFileAndCountItsBytes() throws {
        let program = try program()
        let result = try program.run(
            "run", "-e", "lstm,1@\"known log\"/lstm,1", "-e", "mix,1@known log", "item.txt", "-o", "results", "--runs",
            "1",
            "--min-time", "0", "--block-size", "90")
        #expect(result.status == 0, "\(result.errors)")
        let rows = try RunFolder.read(program.folder + "/results").records
        #expect(rows.map(\.parameters) == ["1@known log", "1", "1@known log"])
        let size = Self.log(0..<300).utf8.count
        #expect(rows.map(\.modelByteCount) == [size, 0, size])
        #expect(rows.allSatisfy { $0.status == .ok })
        let sizes = rows.compactMap(\.compressedByteCount)
        #expect(sizes.count == 3 && 2 * sizes[0] < sizes[1])
        let environment = try program.read("results/environment.json")
        #expect(environment.contains("\"name\" : \"known log\"") && environment.contains("\"byteCount\" : \(size)"))
    }

    @Test func anotherFileUnderTheSameNameIsNoticed() throws {
        let program = try program()
        let arguments = [
            "run", "-e", "mix,1@known log", "item.txt", "--runs", "1", "--min-time", "0", "-q", "-o",
        ]
        #expect(try program.result(of: program.start(arguments + ["a"])).status == 0)
        try program.write("known log", Self.log(0..<299))
        let resumed = try program.result(of: program.start(arguments + ["a", "--resume"]))
        #expect(
            resumed.status == 1 && resumed.errors.contains("'known log', which a codec knows beforehand, has changed"))
        #expect(try program.result(of: program.start(arguments + ["b"])).status == 0)
        let compared = try program.run("compare", "a", "b")
        #expect(
            compared.status == 5
                && compared.errors.contains("'known log', which codecs knew beforehand, is not the same"))
    }

    @Test(
        "What cannot be known is a mistake of usage, and nothing is begun",
        arguments: [
            ("mix,1@missing", "No such file"), ("mix,1@.", "not a regular file"), ("mix,1@empty", "it is empty"),
            ("xz@known log", "knows nothing beforehand"), ("mix,1@weights", "trained weights"),
            ("mix,1@", "the name of a file"), ("cmd@known log", "cmd"),
        ])
    func refusals(spec: String, words: String) throws {
        let program = try program()
        try program.write("empty", "")
        try Data([0x89, 0x4E, 0x43, 0x57, 1]).write(to: URL(fileURLWithPath: program.folder + "/weights"))
        let result = try program.run("run", "-e", spec, "item.txt", "-o", "results")
        #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.folder + "/results"))
    }

    @Test func theFileToolTakesTheFileOnBothSides() throws {
        let program = try program()
        #expect(try program.run("compress", "-e", "mix,1@known log", "item.txt").status == 0)
        #expect(
            try program.run("compress", "--model", "known log", "-e", "mix,1", "item.txt", "-o", "same.ncb").status == 0
        )
        let bytes = try ["item.txt.ncb", "same.ncb"].map {
            try Data(contentsOf: URL(fileURLWithPath: "\(program.folder)/\($0)"))
        }
        #expect(bytes[0] == bytes[1])
        let without = try program.run("decompress", "same.ncb", "-o", "back")
        #expect(without.status == 1 && without.errors.contains("--model"))
        #expect(!FileManager.default.fileExists(atPath: program.folder + "/back"))
        let wrong = try program.run("test", "--model", "item.txt", "same.ncb")
        #expect(wrong.status == 1 && wrong.errors.contains("'item.txt' is another"))
        #expect(try program.run("test", "--model", "known log", "same.ncb").status == 0)
        #expect(try program.run("decompress", "--model", "known log", "same.ncb", "-o", "back").status == 0)
        #expect(try program.read("back") == Self.log(400..<410))
        #expect(try program.run("decompress", "--list", "same.ncb").output.contains("mix,1@"))
        let both = try program.run("compress", "--model", "a", "-e", "mix,1@b", "item.txt", "-o", "x")
        #expect(both.status == 64 && both.errors.contains("not both"))
    }
}
