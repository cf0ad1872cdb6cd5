import Foundation
import Testing

@Suite struct CompressDecompressTests {
    let tool: FileTool
    let data = sampleData(3000)

    init() throws { tool = try FileTool() }

    @Test func aFileComesBackWithModeAndTimes() throws {
        try tool.write(data, to: "a.txt")
        let date = Date(timeIntervalSince1970: 981_173_106.5)
        try FileManager.default.setAttributes(
            [.modificationDate: date, .posixPermissions: 0o4640], ofItemAtPath: tool.url("a.txt").path)

        #expect(try tool.run("compress", "-1", "a.txt").status == 0)
        #expect(try tool.names() == ["a.txt", "a.txt.ncb"])
        #expect(try tool.read("a.txt.ncb").count < data.count / 2)
        try FileManager.default.removeItem(at: tool.url("a.txt"))
        let result = try tool.run("decompress", "a.txt.ncb")
        #expect(result.status == 0 && result.errors.isEmpty && result.output.isEmpty)
        #expect(try tool.read("a.txt") == data)
        for name in ["a.txt", "a.txt.ncb"] {
            let attributes = try tool.attributes(name)
            #expect(attributes[.posixPermissions] as? Int == 0o640, "and no set-user-ID")
            #expect(abs((attributes[.modificationDate] as? Date ?? .now).timeIntervalSince(date)) < 0.01)
        }
    }

    @Test func inputsStayUnlessToldOtherwise() throws {
        try tool.write(data, to: "a")
        #expect(try tool.run("compress", "-1", "-k", "a").status == 0)
        #expect(try tool.names() == ["a", "a.ncb"])
        #expect(try tool.run("compress", "-1", "--rm", "-f", "a").status == 0)
        #expect(try tool.names() == ["a.ncb"])
        #expect(try tool.run("decompress", "--rm", "a.ncb").status == 0)
        #expect(try tool.names() == ["a"])
        #expect(try tool.read("a") == data)
    }

    @Test func pipes() throws {
        for arguments in [[], ["-"], ["-c"], ["-o", "-"]] {
            let compressed = try tool.run(["compress", "-1"] + arguments, input: data)
            #expect(compressed.status == 0 && compressed.errors.isEmpty)
            let back = try tool.run("decompress", input: compressed.output)
            #expect(back.status == 0 && back.output == data)
        }
        #expect(try tool.names().isEmpty)
    }

    @Test func severalFilesAndConcatenation() throws {
        try tool.write(data, to: "a")
        try tool.write(Data(), to: "b")
        try tool.write(Data([1, 2, 3]), to: "c")
        #expect(try tool.run("compress", "-1", "a", "b", "c").status == 0)
        #expect(try tool.names() == ["a", "a.ncb", "b", "b.ncb", "c", "c.ncb"])
        let expected = data + Data([1, 2, 3])
        #expect(try tool.run("decompress", "-c", "a.ncb", "b.ncb", "c.ncb").output == expected)
        let joined = try tool.run("compress", "-1", "-c", "a", "b", "c").output
        #expect(try tool.run("decompress", input: joined).output == expected)
        #expect(try tool.run("test", input: joined).status == 0)
    }

    @Test func aNamedOutput() throws {
        try tool.write(data, to: "a")
        #expect(try tool.run("compress", "-1", "a", "-o", "other").status == 0)
        #expect(try tool.run("decompress", "other", "--output", "back").status == 0)
        #expect(try tool.read("back") == data)
        #expect(try tool.run("decompress", "-o", "from-pipe", input: tool.read("other")).status == 0)
        #expect(try tool.read("from-pipe") == data)
        // As a redirection by the shell would have made it.
        let mask = umask(0)
        umask(mask)
        #expect(try tool.attributes("from-pipe")[.posixPermissions] as? Int == 0o666 & ~Int(mask))
        #expect(try tool.run("compress", "-1", "-o", "/dev/null", "a").status == 0)
    }

    @Test func oddNames() throws {
        let names = ["with space", "-dash", "new\nline", "ünï", String(repeating: "n", count: 251)]
        for name in names {
            try tool.write(data, to: name)
            #expect(try tool.run("compress", "-1", "--rm", "--", name).status == 0)
            #expect(try tool.names() == [name + ".ncb"])
            #expect(try tool.run("decompress", "--rm", "--", name + ".ncb").status == 0)
            #expect(try tool.read(name) == data)
            try FileManager.default.removeItem(at: tool.url(name))
        }
    }

    @Test func levelsBlocksAndThreads() throws {
        try tool.write(data, to: "a")
        let byDefault = try tool.run("compress", "-c", "a").output
        #expect(try tool.run("compress", "-c", "-e", "mix", "a").output == byDefault)
        #expect(try tool.run("compress", "-c", "-e", "mix,5", "a").output == byDefault)
        #expect(try tool.run("compress", "-c", "-5", "-t", "3", "a").output == byDefault)
        #expect(try tool.run("compress", "-c", "-2", "a").output != byDefault)

        let blocks = try tool.run("compress", "-c", "-1", "--block-size", "1KiB", "a").output
        #expect(try tool.run("compress", "-c", "-1", "--block-size", "1024", "--threads", "0", "a").output == blocks)
        for threads in ["1", "2", "7"] {
            #expect(try tool.run("decompress", "-T", threads, input: blocks).output == data)
        }
    }

    @Test func listing() throws {
        try tool.write(data, to: "a")
        #expect(try tool.run("compress", "-3", "--block-size", "1K", "a").status == 0)
        let result = try tool.run("decompress", "-l", "a.ncb")
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        #expect(result.status == 0 && lines.count == 2)
        #expect(lines.last?.contains("3000") == true && lines.last?.contains("mix,3") == true)
        #expect(lines.last?.contains("1KiB") == true && lines.last?.last == "a.ncb")
    }

    @Test func verboseAndQuiet() throws {
        try tool.write(data, to: "a")
        #expect(try tool.run("compress", "-1", "-v", "a").errors.hasPrefix("a: 3000 bytes raw, "))
        #expect(try tool.run("test", "-v", "a.ncb").errors.hasPrefix("a.ncb: intact, 3000 bytes raw, "))
        #expect(try tool.run("compress", "-1", "-q", "-f", "a").errors.isEmpty)
    }

    #if os(Linux)
    /// Feeds the program 100 MB through a pipe and looks at its peak before it ends.
    @Test(arguments: [[], ["--block-size", "1MiB", "-t", "2"]])
    func memoryDoesNotGrowWithTheInput(options: [String]) throws {
        let pipe = Pipe()
        let process = try tool.start(
            ["compress", "-1", "-o", "out.ncb"] + options, input: pipe.fileHandleForReading, output: .nullDevice,
            errors: .standardError)
        // Quick to compress: noise is stored, zeros are repeated.
        var generator = SystemRandomNumberGenerator()
        let noise = Data((0..<1 << 17).flatMap { _ in withUnsafeBytes(of: generator.next(), Array.init) })
        let zeros = Data(count: 1 << 20)
        for _ in 0..<50 {
            try pipe.fileHandleForWriting.write(contentsOf: noise)
            try pipe.fileHandleForWriting.write(contentsOf: zeros)
        }
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }.flatMap {
            $0.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        #expect(try #require(peak) < 60_000, "kB")
        #expect(try tool.run("test", "out.ncb").status == 0)
    }
    #endif
}
