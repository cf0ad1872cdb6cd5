import Foundation

/// What a run of the program gave.
struct ProgramResult {
    var status: Int32
    var output: String
    var errors: String
}

/// The built program, run in a folder of its own that goes away with this.
final class Program {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("end to end \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static let path = path(of: "ncbench")

    /// A program of this package: it lies beside the test bundle.
    static func path(of name: String) -> String {
        #if canImport(Darwin)
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
        let folder = bundle.bundleURL.deletingLastPathComponent()
        #else
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        #endif
        return folder.appendingPathComponent(name).path
    }

    /// Starts `ncbench`, or another program, without waiting; output goes to the files `out` and `err`.
    func start(_ arguments: [String], shell: String? = nil, program: String = path) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: shell == nil ? program : "/bin/bash")
        process.arguments = shell.map { ["-c", $0, Self.path] } ?? arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: folder + "/" + name)) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/out"))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/err"))
        try process.run()
        return process
    }

    @discardableResult
    func run(_ arguments: String...) throws -> ProgramResult { try result(of: start(arguments)) }

    /// Runs a line of shell in which `$0` is `ncbench`.
    func shell(_ line: String) throws -> ProgramResult { try result(of: start([], shell: line)) }

    func result(of process: Process) throws -> ProgramResult {
        process.waitUntilExit()
        return ProgramResult(status: process.terminationStatus, output: try read("out"), errors: try read("err"))
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }
}

/// Waits until `condition` holds, for as long as a busy machine may take. Returns whether it came to hold.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: 900)
    while Date() < deadline {
        if try condition() { return true }
        usleep(10_000)
    }
    return try condition()
}

/// Text that compresses.
func sampleText(_ count: Int, seed: UInt32 = 1) -> String {
    var state = seed
    var text = ""
    while text.utf8.count < count {
        state = state &* 1_664_525 &+ 1_013_904_223
        text += ["the ", "cat ", "sat ", "on ", "a ", "mat.\n"][Int(state >> 24) % 6]
    }
    return String(text.prefix(count))
}
