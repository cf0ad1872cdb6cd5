import CodecInterface
import CodecSamples
import Foundation
import SystemCodecs
import Testing

@Suite("Command lines as codecs: running them")
struct CommandLineCodecTests {
    private let text = sampleText(byteCount: 30_000)

    private func codec(_ parameters: String, timeLimit: Duration = .seconds(3600)) throws -> CommandLineCodec {
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

    @Test("The named examples bring everything back where they are installed", arguments: ["7z-ppmd", "zpaq", "lrzip"])
    func named(name: String) throws {
        let definition = try #require(CommandCatalog.reviewed().definitions.first { $0.name == name })
        guard definition.isInstalled else {
            #expect(throws: CodecError.self) {
                try CommandLineCodec(definition, level: nil, threads: 1, timeLimit: .seconds(3600))
            }
            return
        }
        for level in [nil, definition.levels.first, definition.levels.last] {
            let codec = try CommandLineCodec(definition, level: level, threads: 1, timeLimit: .seconds(3600))
            #expect(codec.information.name == name)
            #expect(codec.information.version.first?.isNumber == true, "version \(codec.information.version)")
            for bytes in [text, [0x41], [UInt8](repeating: 7, count: 5000)] {
                let stream = try codec.compressed(bytes)
                #expect(try codec.decompressed(stream, byteCount: bytes.count) == bytes, "level \(level ?? "default")")
            }
        }
        #expect(throws: CodecError.self) {
            try CommandLineCodec(definition, level: "99", threads: 1, timeLimit: .seconds(3600))
        }
    }

    @Test("Time and memory are the program's own, and starting it is measured")
    func usage() throws {
        // Waiting, and little computing; dd fills a buffer of 64 MB.
        let codec = try codec(
            "sh -c 'sleep 0.3; dd if=/dev/zero of=/dev/null bs=64M count=1; cat {in} > {out}'::cat")
        var usage = ChildProcessUsage()
        let source: [UInt8] = [1, 2, 3]
        var destination = [UInt8](repeating: 0, count: 100)
        let count = try source.withUnsafeBytes { source in
            try destination.withUnsafeMutableBytes { try codec.compress(source, into: $0, usage: &usage) }
        }
        #expect(count == 3)
        #expect(usage.wallSeconds > 0.3)
        #expect(usage.cpuSeconds < usage.wallSeconds)
        #expect(usage.cpuSeconds > 0)
        // Of the buffer, and little beside it.
        #expect((64 << 20..<72 << 20).contains(usage.peakByteCount), "\(usage.peakByteCount)")

        // This process's own memory is not the program's, however short it lives.
        let ballast = [UInt8](repeating: 1, count: 300_000_000)
        let startUp = try self.codec("cat::cat").measureStartUp(within: 600)
        for usage in [startUp.compression, startUp.decompression] {
            #expect(usage.wallSeconds > 0)
            #expect((1..<8 << 20).contains(usage.peakByteCount), "\(usage.peakByteCount)")
        }
        #expect(ballast.allSatisfy { $0 == 1 })
    }

    #if os(Linux)
    @Test(
        "What a program leaves behind ends with it",
        arguments: [
            // In the background; in a session of its own; forked twice, its parent gone; one that does not want to end.
            "sleep \"$0\" &", "setsid sleep \"$0\" &", "(setsid sh -c \"sleep $0 & sleep $0\" &);",
            "(trap \"\" TERM HUP INT; sleep \"$0\") &",
        ])
    func leftovers(command: String) throws {
        let marker = Self.marker()
        let codec = try codec("sh -c '\(command) cat' \(marker)::cat")
        // Nobody waits for it.
        #expect(try codec.compressed(text) == text)
        // Ended before the run of the program counts as over.
        #expect(try Self.sleepers(marker).isEmpty)
    }

    /// Seconds to sleep that no other test asks for: more than a week.
    private static func marker() -> String { "77\(UInt32.random(in: 100_000...999_999))" }

    /// The processes that sleep for so long, and have not ended.
    private static func sleepers(_ marker: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { process in
            Int(process) != nil
                && (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.hasPrefix(
                    "sleep\0\(marker)")
                    == true
        }
    }
    #endif

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

    #if os(Linux)
    @Test("A program that does not end is stopped, and so are those it started")
    func timeLimit() throws {
        let marker = Self.marker()
        // They would go on for weeks.
        let codec = try codec(
            "sh -c 'setsid sleep \(marker) & sleep \(marker); echo more'::cat", timeLimit: .milliseconds(300))
        let error = #expect(throws: CodecError.self) { try codec.compressed(text) }
        #expect(error.map { "\($0)".contains("time limit") } == true, "\(String(describing: error))")
        #expect(try Self.sleepers(marker).isEmpty)
    }
    #endif

    @Test("What cannot be started says why")
    func startFailure() throws {
        let script = FileManager.default.temporaryDirectory.appendingPathComponent("script-\(UUID().uuidString)").path
        try "#!/nowhere/interpreter\n".write(toFile: script, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
        defer { try? FileManager.default.removeItem(atPath: script) }
        let codec = try codec("\(script)::cat")
        let error = #expect(throws: CodecError.self) { try codec.compressed(text) }
        #expect(
            error.map { "\($0)".contains("it does not start: No such file or directory") } == true,
            "\(String(describing: error))")
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
