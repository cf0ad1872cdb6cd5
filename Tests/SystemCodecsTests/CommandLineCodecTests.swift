import CodecInterface
import CodecSamples
import Foundation
import SystemCodecs
import Testing

@Suite("Command lines as codecs: running them")
struct CommandLineCodecTests {
    private let text = sampleText(byteCount: 30_000)

    private func codec(_ parameters: String, timeLimit: Duration = .seconds(60)) throws -> CommandLineCodec {
        try CommandLineCodec(
            try CommandDefinition(parsing: parameters), level: nil, threads: 1, timeLimit: timeLimit)
    }

    @Test(
        "Files and standard streams, in every combination",
        .enabled(if: CommandLineTool.isInstalled("gzip"), "gzip is not installed"),
        arguments: [
            "gzip -9 -n -c {in}::gzip -d -c {in}.gz", "gzip -9 -n -c::gzip -d -c",
            "sh -c 'gzip -9 -n < {in} > {out}'::sh -c 'gzip -d < {in} > {out}'",
            "sh -c 'cat {in} | gzip -9 -n > {out}.gz'::gzip -dc {in}.gz",
        ])
    func gzip(parameters: String) throws {
        let codec = try codec(parameters)
        let stream = try codec.compressed(text)
        #expect(stream.starts(with: [0x1F, 0x8B]))
        #expect(stream.count < text.count / 3)
        #expect(try codec.decompressed(stream, byteCount: text.count) == text)
        #expect(try codec.compressed(text) == stream)
        #expect(try codec.decompressed(try codec.compressed([]), byteCount: 0) == [])
    }

    @Test(
        "xz gives the bytes that the library gives",
        .enabled(if: CommandLineTool.isInstalled("xz"), "xz is not installed"))
    func xz() throws {
        let codec = try codec("xz -6 -T1 -c::xz -d -c")
        let stream = try codec.compressed(text)
        #expect(stream == (try XZCodec(parameters: "6", threads: 1).compressed(text)))
        #expect(try codec.decompressed(stream, byteCount: text.count) == text)
    }

    @Test("The named examples bring everything back where they are installed", arguments: ["ppmd", "zpaq", "lrzip"])
    func named(name: String) throws {
        let definition = try #require(CommandCatalog.reviewed().definitions.first { $0.name == name })
        guard definition.isInstalled else {
            #expect(throws: CodecError.self) {
                try CommandLineCodec(definition, level: nil, threads: 1, timeLimit: .seconds(60))
            }
            return
        }
        for level in [nil, definition.levels.first, definition.levels.last] {
            let codec = try CommandLineCodec(definition, level: level, threads: 1, timeLimit: .seconds(60))
            #expect(codec.information.name == name)
            #expect(codec.information.version.first?.isNumber == true, "version \(codec.information.version)")
            for bytes in [text, [0x41], [UInt8](repeating: 7, count: 5000)] {
                let stream = try codec.compressed(bytes)
                #expect(try codec.decompressed(stream, byteCount: bytes.count) == bytes, "level \(level ?? "default")")
            }
        }
        #expect(throws: CodecError.self) {
            try CommandLineCodec(definition, level: "99", threads: 1, timeLimit: .seconds(60))
        }
    }

    @Test("Time and memory are the program's own, and starting it is measured")
    func usage() throws {
        // Waiting, and little computing; dd holds a buffer of 64 MB a while.
        let codec = try codec(
            "sh -c 'sleep 0.3; dd if=/dev/zero of=/dev/null bs=64M count=20; cat {in} > {out}'::cat")
        var usage = ChildProcessUsage()
        let source: [UInt8] = [1, 2, 3]
        var destination = [UInt8](repeating: 0, count: 100)
        let count = try source.withUnsafeBytes { source in
            try destination.withUnsafeMutableBytes { try codec.compress(source, into: $0, usage: &usage) }
        }
        #expect(count == 3)
        #expect(usage.wallSeconds > 0.3)
        #expect(usage.wallSeconds < 60)
        #expect(usage.cpuSeconds < usage.wallSeconds)
        #expect(usage.cpuSeconds > 0)
        #expect(usage.peakByteCount > 60_000_000)
        #expect(usage.peakByteCount < 1_000_000_000)

        // This process's own memory is not the program's.
        let ballast = [UInt8](repeating: 1, count: 300_000_000)
        let quick = try self.codec("sh -c 'sleep 0.05; cat'::sh -c 'sleep 0.05; cat'")
        let startUp = try quick.measureStartUp(within: 60)
        for usage in [startUp.compression, startUp.decompression] {
            #expect(usage.wallSeconds > 0)
            #expect(usage.wallSeconds < 30)
            #expect(usage.peakByteCount > 0)
            #expect(usage.peakByteCount < 50_000_000)
        }
        #expect(ballast.allSatisfy { $0 == 1 })
    }

    @Test(
        "A failing program is an error with its own words",
        arguments: [
            ("sh -c 'echo went wrong >&2; exit 3'", ["exit status 3", "went wrong"]),
            ("sh -c 'echo said on standard output; exit 1' {out}", ["exit status 1", "said on standard output"]),
            ("sh -c 'kill -9 $$'", ["killed by signal 9"]), ("sh -c 'true' {out}", ["it wrote no file 'stream'"]),
            ("sh -c 'mkdir {out}'", ["it wrote no file 'stream'"]),
            ("sh -c 'ln -s /etc/passwd {out}'", ["it wrote no file 'stream'"]),
        ])
    func failures(command: String, fragments: [String]) throws {
        let codec = try codec("\(command)::cat")
        let error = #expect(throws: CodecError.self) { try codec.compressed(text) }
        for fragment in fragments {
            #expect(error.map { "\($0)".contains(fragment) } == true, "\(String(describing: error))")
        }
    }

    @Test("Too much output is an error, not an overflow")
    func tooLarge() throws {
        let codec = try codec("cat::cat {in} {in}")
        let stream = try codec.compressed(text)
        #expect(stream == text)
        #expect(throws: CodecError.outputTooLarge(codec: "cmd", capacity: text.count)) {
            try codec.decompressed(stream, byteCount: text.count)
        }
    }

    @Test("A program that does not end is stopped, and so are those it started", .timeLimit(.minutes(5)))
    func timeLimit() throws {
        let marker = "77\(UInt32.random(in: 100_000...999_999))"
        let codec = try codec("sh -c 'sleep \(marker); echo more'::cat", timeLimit: .milliseconds(300))
        let start = ContinuousClock.now
        let error = #expect(throws: CodecError.self) { try codec.compressed(text) }
        // Its child would go on for years.
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(error.map { "\($0)".contains("time limit") } == true, "\(String(describing: error))")
        #if os(Linux)
        // The signal is sent; the sleeping process may take a moment to go.
        var isRunning = true
        for _ in 0..<300 where isRunning {
            let commands = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
                .compactMap { try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8) }
            isRunning = commands.contains { $0.hasPrefix("sleep\0\(marker)") }
            if isRunning { Thread.sleep(forTimeInterval: 0.1) }
        }
        #expect(!isRunning, "the program's own child is still there")
        #endif
    }

    @Test("Each run has a folder of its own, which is gone afterwards")
    func folders() throws {
        // The program tells where it runs, and leaves files there.
        let codec = try codec("sh -c 'pwd > {out}; touch left-behind; mkdir -p a/b; echo $TMPDIR >> {out}'::cat")
        let first = String(decoding: try codec.compressed(text), as: UTF8.self).split(separator: "\n")
        let second = String(decoding: try codec.compressed(text), as: UTF8.self).split(separator: "\n")
        #expect(first.count == 2)
        #expect(first[0] != second[0])
        #expect(first[0].hasSuffix(URL(filePath: String(first[1])).lastPathComponent))
        for folder in [first[0], second[0]] {
            #expect(!FileManager.default.fileExists(atPath: String(folder)))
        }
    }

    @Test("Programs get no input they were not given, and none of this process's open files")
    func isolation() throws {
        let codec = try codec("sh -c 'cat; ls /proc/self/fd | wc -l' {in}::cat")
        let said = String(decoding: try codec.compressed(text), as: UTF8.self)
        #if os(Linux)
        // Standard input, output and error, and the folder that ls itself reads.
        #expect(said.split(separator: "\n").last.flatMap { Int($0) } == 4, "\(said)")
        #endif
    }

    @Test("One codec may run several programs at once")
    func concurrency() async throws {
        let codec = try codec("sh -c 'sleep 0.1; cat {in} > {out}'::cat")
        let text = text
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<4 { group.addTask { try codec.compressed(text) } }
            for try await bytes in group { #expect(bytes == text) }
        }
    }
}
