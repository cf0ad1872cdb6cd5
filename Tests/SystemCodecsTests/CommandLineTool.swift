import Foundation
import Subprocess

/// A compression program of the system, run as a filter: the independent second opinion on the streams.
struct CommandLineTool {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let name: String

    /// Whether the program is on the search path; tests that need it are skipped where it is not.
    static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Feeds `input` to the program and returns what it writes.
    func run(_ arguments: [String], input: [UInt8]) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(arguments), input: .array(input), output: .bytes(limit: 64 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Failure(
                description: "\(name) \(arguments.joined(separator: " ")): \(result.standardError)")
        }
        return result.standardOutput
    }
}
