import Foundation
import Testing

// Of POSIX, but glibc shows them to Swift only with a feature macro that nothing sets.
@_silgen_name("posix_openpt") private func openTerminal(_ flags: CInt) -> CInt
@_silgen_name("grantpt") private func grantTerminal(_ descriptor: CInt) -> CInt
@_silgen_name("unlockpt") private func unlockTerminal(_ descriptor: CInt) -> CInt
@_silgen_name("ptsname") private func terminalName(_ descriptor: CInt) -> UnsafePointer<CChar>?

/// A terminal without a screen: what is written to it can be read back.
private final class Terminal {
    let screen: FileHandle
    let keyboardAndScreen: FileHandle

    init() throws {
        let main = openTerminal(O_RDWR | O_NOCTTY)
        try #require(main >= 0 && grantTerminal(main) == 0 && unlockTerminal(main) == 0)
        let name = try #require(terminalName(main))
        let other = open(name, O_RDWR | O_NOCTTY)
        try #require(other >= 0)
        screen = FileHandle(fileDescriptor: main, closeOnDealloc: true)
        keyboardAndScreen = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    }

    /// What has been written so far.
    func text() -> String {
        _ = fcntl(screen.fileDescriptor, F_SETFL, O_NONBLOCK)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(screen.fileDescriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}

@Suite struct TerminalTests {
    let tool: FileTool

    init() throws {
        tool = try FileTool()
        try tool.write(sampleData(3000), to: "a")
    }

    @Test func compressedDataIsNotWrittenToATerminal() throws {
        let terminal = try Terminal()
        let errors = tool.url("errors")
        try Data().write(to: errors)
        let process = try tool.start(
            ["compress", "-1", "-c", "a"], input: .nullDevice, output: terminal.keyboardAndScreen,
            errors: FileHandle(forWritingTo: errors))
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(try String(contentsOf: errors, encoding: .utf8).contains("not written to a terminal"))
        #expect(terminal.text().isEmpty)

        let forced = try tool.start(
            ["compress", "-1", "-c", "-f", "a"], input: .nullDevice, output: terminal.keyboardAndScreen,
            errors: FileHandle(forWritingTo: errors))
        forced.waitUntilExit()
        #expect(forced.terminationStatus == 0)
        #expect(!terminal.text().isEmpty)
    }

    @Test(arguments: [["decompress"], ["test"]])
    func compressedDataIsNotReadFromATerminal(arguments: [String]) throws {
        let terminal = try Terminal()
        let errors = tool.url("errors")
        try Data().write(to: errors)
        let process = try tool.start(
            arguments, input: terminal.keyboardAndScreen, output: .nullDevice, errors: FileHandle(forWritingTo: errors))
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(try String(contentsOf: errors, encoding: .utf8).contains("not read from a terminal"))
    }

    /// Long enough to be interrupted and to show progress: a pipe that never ends.
    private func startEndless(errors: FileHandle, arguments: [String] = []) throws -> (Process, Pipe) {
        let endless = Pipe()
        let process = try tool.start(
            ["compress", "-1", "-o", "out.ncb"] + arguments, input: endless.fileHandleForReading, output: .nullDevice,
            errors: errors)
        return (process, endless)
    }

    /// Waits until `condition` holds, for as long as a busy machine may take.
    private func wait(until condition: () throws -> Bool) throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: 900)
        while Date() < deadline {
            if try condition() { return true }
            usleep(10_000)
        }
        return false
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func interruptionLeavesNothing(signal: Int32) throws {
        let (process, endless) = try startEndless(errors: .nullDevice)
        #expect(try wait { try tool.names().contains { $0.hasPrefix(".ncbench-") } })
        #expect(try !tool.names().contains("out.ncb"), "the name appears only when the file is complete")
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        #expect(try tool.names() == ["a"])
        try endless.fileHandleForWriting.close()
    }

    @Test func progressIsShownAndErased() throws {
        let terminal = try Terminal()
        let (process, endless) = try startEndless(errors: terminal.keyboardAndScreen)
        let piece = sampleData(300_000)
        var shown = ""
        for _ in 0..<1000 where !shown.contains("MB/s") {
            try endless.fileHandleForWriting.write(contentsOf: piece)
            usleep(150_000)
            shown += terminal.text()
        }
        #expect(shown.contains("\rstandard input  ") && shown.contains("MB/s"))
        try endless.fileHandleForWriting.close()
        // A terminal that nobody reads is soon full, and whoever writes to it waits.
        while process.isRunning {
            shown += terminal.text()
            usleep(10_000)
        }
        process.waitUntilExit()
        shown += terminal.text()
        #expect(process.terminationStatus == 0)
        #expect(shown.hasSuffix("\r\u{1B}[K"), "the line is gone at the end")
    }

    @Test func progressCanBeTurnedOff() throws {
        let terminal = try Terminal()
        let (process, endless) = try startEndless(errors: terminal.keyboardAndScreen, arguments: ["-q"])
        for _ in 0..<4 {
            try endless.fileHandleForWriting.write(contentsOf: sampleData(100_000))
            usleep(100_000)
        }
        try endless.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(terminal.text().isEmpty)
    }
}
