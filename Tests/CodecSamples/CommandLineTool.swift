import Foundation
import Subprocess

/// A program of the system, as the independent second opinion on the codecs' streams.
package struct CommandLineTool: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let name: String

    package init(name: String) { self.name = name }

    /// Whether the program is on the search path; tests that need it are skipped where it is not.
    package static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Feeds `input` to the program and returns what it writes.
    package func run(_ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), input: .array(input), output: .bytes(limit: 64 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: "\(name) \(arguments.joined(separator: " ")): \(result.standardError)")
        }
        return result.standardOutput
    }

    /// Runs the program on files: `input` is written to a file, and the file that the program makes of it returned.
    ///
    /// - Parameters:
    ///   - inputName: the input file's name, which some programs judge a file by.
    ///   - outputName: the name of the file the program writes.
    ///   - arguments: the arguments, given the paths of the two files.
    package func convert(
        _ input: [UInt8], named inputName: String, to outputName: String, arguments: (String, String) -> [String]
    ) async throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "codec-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appending(path: inputName)
        let outputFile = folder.appending(path: outputName)
        try Data(input).write(to: inputFile)
        _ = try await run(arguments(inputFile.path, outputFile.path))
        return Array(try Data(contentsOf: outputFile))
    }
}
