import Foundation
import Testing

/// What a run of the program gave.
struct ProgramResult {
    var status: Int32
    var wasSignalled: Bool
    var output: Data
    var errors: String
}

/// The built program, run in a folder of its own that goes away with this.
final class FileTool {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("file tool \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// `ncbench` lies beside the test bundle.
    static let program: URL = {
        #if canImport(Darwin)
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
        return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("ncbench")
        #else
        return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("ncbench")
        #endif
    }()

    /// Starts the program without waiting for it.
    func start(_ arguments: [String], input: FileHandle, output: FileHandle, errors: FileHandle) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return process
    }

    /// Runs the program to its end.
    @discardableResult
    func run(_ arguments: String..., input: Data = Data()) throws -> ProgramResult {
        try run(arguments, input: input)
    }

    func run(_ arguments: [String], input: Data = Data()) throws -> ProgramResult {
        let streams = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        let paths = ["input", "output", "errors"].map { streams.appendingPathComponent($0) }
        try input.write(to: paths[0])
        for path in paths[1...] { try Data().write(to: path) }
        let process = try start(
            arguments, input: FileHandle(forReadingFrom: paths[0]), output: FileHandle(forWritingTo: paths[1]),
            errors: FileHandle(forWritingTo: paths[2]))
        process.waitUntilExit()
        return ProgramResult(
            status: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
            output: try Data(contentsOf: paths[1]),
            errors: String(decoding: try Data(contentsOf: paths[2]), as: UTF8.self))
    }

    func write(_ data: Data, to name: String) throws { try data.write(to: url(name)) }

    func read(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// The names of everything in the folder, hidden files included.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

    func attributes(_ name: String) throws -> [FileAttributeKey: Any] {
        try FileManager.default.attributesOfItem(atPath: url(name).path)
    }
}

/// Text that compresses.
func sampleData(_ count: Int) -> Data {
    var state: UInt32 = 1
    var data = Data()
    while data.count < count {
        state = state &* 1_664_525 &+ 1_013_904_223
        data.append(contentsOf: ["the ", "cat ", "sat ", "on ", "a ", "mat.\n"][Int(state >> 24) % 6].utf8)
    }
    return data.prefix(count)
}
