import Foundation
import Testing

@Suite struct RefusalTests {
    let tool: FileTool
    let data = sampleData(3000)

    init() throws {
        tool = try FileTool()
        try tool.write(data, to: "a")
    }

    private func expect(
        _ arguments: String..., status: Int32, message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try tool.names()
        let result = try tool.run(arguments)
        #expect(result.status == status && !result.wasSignalled, sourceLocation: sourceLocation)
        #expect(result.errors.contains(message), "\(result.errors)", sourceLocation: sourceLocation)
        #expect(try tool.names() == before, "nothing is left behind", sourceLocation: sourceLocation)
    }

    @Test func existingFilesAreKept() throws {
        try tool.write(Data([7]), to: "a.ncb")
        try expect("compress", "-1", "a", status: 1, message: "a.ncb: already exists; -f overwrites it")
        #expect(try tool.read("a.ncb") == Data([7]))
        #expect(try tool.run("compress", "-1", "-f", "a").status == 0)
        #expect(try tool.read("a.ncb").count > 1)
        try expect("decompress", "a.ncb", status: 1, message: "a: already exists")
        #expect(try tool.run("decompress", "-f", "a.ncb").status == 0)
        try expect("compress", "-f", "-o", "a", "a", status: 1, message: "same file")
        try expect("compress", "-f", "-o", "./a", "a", status: 1, message: "same file")
        #expect(try tool.read("a") == data)
    }

    @Test func suffixes() throws {
        try tool.write(data, to: "b.ncb")
        try expect("compress", "-1", "b.ncb", status: 1, message: "already has the suffix '.ncb'")
        #expect(try tool.run("compress", "-1", "-f", "b.ncb").status == 0)
        #expect(try tool.names() == ["a", "b.ncb", "b.ncb.ncb"])
        try expect("decompress", "a", status: 1, message: "does not end in '.ncb'")
        try tool.write(data, to: ".ncb")
        try expect("decompress", ".ncb", status: 1, message: "does not end in '.ncb'")
    }

    @Test func filesThatCannotBeRead() throws {
        try expect("compress", "missing", status: 1, message: "missing: cannot open: No such file or directory")
        try expect("compress", ".", status: 1, message: ".: is a directory")
        try expect("compress", "-1", "-o", "no/such/folder", "a", status: 1, message: "no/such/folder: cannot create")
        try expect("compress", "-1", "-o", "/", "a", status: 1, message: "/: is a directory")
        // The others are still done.
        #expect(try tool.run("compress", "-1", "missing", "a").status == 1)
        #expect(try tool.names() == ["a", "a.ncb"])
    }

    @Test func damagedFilesLeaveNothing() throws {
        #expect(try tool.run("compress", "-1", "a").status == 0)
        let stream = try tool.read("a.ncb")
        try FileManager.default.removeItem(at: tool.url("a"))

        try tool.write(stream.dropLast(20), to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "unexpected end at byte \(stream.count - 20)")
        try expect("test", "a.ncb", status: 1, message: "a.ncb: unexpected end at byte \(stream.count - 20)")
        var changed = stream
        changed[stream.count - 30] ^= 1
        try tool.write(changed, to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "a.ncb: damaged at byte")
        try tool.write(stream + Data("junk".utf8), to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "do not belong to an .ncb stream")
        try tool.write(Data("plain text".utf8), to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "not an .ncb stream")
        try tool.write(Data(), to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "unexpected end at byte 0")
        changed = stream
        changed[4] = 9
        try tool.write(changed, to: "a.ncb")
        try expect("decompress", "a.ncb", status: 1, message: "stream format version 9")
        try tool.write(stream, to: "a.ncb")
        try expect("test", "--memory-limit", "1K", "a.ncb", status: 1, message: "raise it with --memory-limit")

        // A file that was there keeps its contents when its replacement turns out to be damaged.
        try tool.write(stream.dropLast(20), to: "a.ncb")
        try tool.write(Data([1, 2, 3]), to: "a")
        try expect("decompress", "-f", "a.ncb", status: 1, message: "unexpected end")
        #expect(try tool.read("a") == Data([1, 2, 3]))
    }

    @Test func whatIsLeftCanBeRecovered() throws {
        #expect(try tool.run("compress", "-1", "--block-size", "1K", "a").status == 0)
        var stream = try tool.read("a.ncb")
        let marker = Data("BLK".utf8)
        let second = try #require(stream.range(of: marker, in: 100..<stream.count)?.lowerBound)
        stream[second + 60] ^= 0xFF
        try tool.write(stream, to: "b.ncb")
        let result = try tool.run("decompress", "--recover", "b.ncb")
        #expect(result.status == 1)
        #expect(result.errors.contains("raw bytes 1024 to 2047 are lost"))
        #expect(try tool.read("b") == data[..<1024] + data[2048...])
    }

    @Test func aDamagedEndLosesNothing() throws {
        #expect(try tool.run("compress", "-1", "a").status == 0)
        var stream = try tool.read("a.ncb")
        stream[stream.count - 2] ^= 0xFF
        try tool.write(stream, to: "b.ncb")
        #expect(try tool.run("decompress", "b.ncb").status == 1)
        let result = try tool.run("decompress", "--recover", "b.ncb")
        #expect(result.status == 0 && result.errors.contains("all bytes are there"), "\(result.errors)")
        #expect(try tool.read("b") == data)
    }

    @Test func whereNothingIsIntactNothingIsWritten() throws {
        #expect(try tool.run("compress", "-1", "a").status == 0)
        try tool.write(tool.read("a.ncb").prefix(40), to: "b.ncb")
        for options in [[], ["-f"]] {
            let result = try tool.run(["decompress", "--recover", "b.ncb"] + options)
            #expect(result.status == 1 && result.errors.contains("nothing of it is intact"), "\(result.errors)")
            #expect(try tool.names().contains("b") == !options.isEmpty)
            try tool.write(Data("precious".utf8), to: "b")
        }
        try tool.write(Data("precious".utf8), to: "b")
        #expect(try tool.run("decompress", "--recover", "-f", "b.ncb").status == 1)
        #expect(try tool.read("b") == Data("precious".utf8))
    }

    @Test(arguments: [
        (["compress", "-e", "lstm,10"], "it takes 1-9"), (["compress", "-e", "xz,9"], "'xz,9' is something else"),
        (["compress", "-e", "lstm,1,2"], "something else"), (["compress", "-e", ""], "codec name is missing"),
        (["compress", "-1", "-e", "lstm"], "contradict"), (["compress", "-1", "-9"], "-9"),
        (["compress", "--block-size", "1"], "1KiB to 1GiB"), (["compress", "--block-size", "1Q"], "block-size"),
        (["compress", "--block-size", "99999999999G"], "block-size"), (["compress", "-t", "-3"], "threads"),
        (["compress", "-t", "5000"], "0 to 1024"), (["compress", "-c", "-o", "x"], "contradict"),
        (["compress", "-k", "--rm", "a"], "contradict"), (["compress", "-o", "x", "a", "b"], "one input"),
        (["decompress", "--rm", "-c", "a"], "--rm needs an output file"),
        (["decompress", "-l", "--recover"], "contradict"), (["test", "-o", "x"], "Unknown option"),
    ])
    func usageErrors(arguments: [String], message: String) throws {
        let result = try tool.run(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(try tool.names() == ["a"])
    }

    #if os(Linux)
    @Test func aFullDisk() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let errors = Pipe()
        let process = try tool.start(
            ["compress", "-1", "-c", "a"], input: .nullDevice, output: full, errors: errors.fileHandleForWriting)
        try errors.fileHandleForWriting.close()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(text.contains("cannot write: No space left on device"))
    }
    #endif
}
