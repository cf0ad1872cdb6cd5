import Console
import Corpora
import Foundation

/// Where the neural programs get something to code from.
enum BenchmarkText {
    /// Generated text, the same everywhere.
    static var generated: [UInt8] { GeneratedItems.text(byteCount: 60_000) }

    /// A file's bytes, or its first ones.
    static func beginning(of path: String, byteCount: Int = .max) throws -> [UInt8] {
        do {
            let file = try PathFile.handle(path)
            defer { try? file.close() }
            let data = byteCount == .max ? try file.readToEnd() : try file.read(upToCount: byteCount)
            return [UInt8](data ?? Data())
        } catch {
            StandardError.print("ncbench: \(path): cannot be read: \(FileProblem.reason(error))")
            throw ExitStatus.failure
        }
    }
}

/// Speeds of a debug build say nothing.
enum OptimisedBuild {
    static func require(for command: String) throws {
        #if DEBUG
        StandardError.print(
            "ncbench: ncbench \(command) times nothing in a debug build; build with: swift build -c release")
        throw ExitStatus.failure
        #endif
    }
}
