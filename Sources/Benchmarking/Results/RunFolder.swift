import Corpora
package import Foundation
import OutsideText

/// The files of one run: `results.csv`, `samples.csv` and `environment.json` in a folder of their own.
package struct RunFolder: Sendable {
    /// Of the folder, as it was given.
    package let path: String

    package init(path: String) { self.path = path }

    /// A row a trial: `docs/results-csv.md`.
    package var resultsPath: String { path + "/results.csv" }
    /// A row a timed repetition.
    package var samplesPath: String { path + "/samples.csv" }
    /// The machine and the options.
    package var environmentPath: String { path + "/environment.json" }

    /// What a saved run holds.
    package struct Contents: Sendable {
        /// The rows that could be read, in the file's order.
        package var records: [TrialRecord]
        /// Those that could not, or that cannot be true.
        package var damaged: [DamagedRow]
        /// Nil when `environment.json` is missing or not readable: the results stand for themselves.
        package var environment: RunEnvironment?
    }

    /// Reads a run by the path that ``RunInput`` takes.
    package static func read(_ path: String) throws(RunFolderError) -> Contents {
        try RunInput(path).contents()
    }

    /// The repetitions that a run kept; none where there is no such file. `path` is a run's folder or its results file.
    package static func readSamples(_ path: String) -> [SampleRecord] { readSamplesCounting(path).records }

    /// The same, with the number of rows that cannot be read or cannot be true.
    package static func readSamplesCounting(_ path: String) -> (records: [SampleRecord], damagedCount: Int) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return ([], 0) }
        let folder = RunFolder(path: isFolder.boolValue ? path : PathText.folder(of: path))
        guard let data = FileManager.default.contents(atPath: folder.samplesPath) else { return ([], 0) }
        return SampleRecord.readCounting(data)
    }

    /// `environment.json`; nil when it is missing or not readable.
    package func environment() -> RunEnvironment? {
        (try? PathFile.bytes(of: environmentPath)).flatMap { data in
            try? JSONDecoder().decode(
                RunEnvironment.self, from: data.dropFirst(ByteOrderMark.byteCount(in: data)))
        }
    }

    /// Writes `environment.json`, whole or not at all.
    package func write(_ environment: RunEnvironment) throws(RunFolderError) {
        do {
            try environment.fileContents().write(to: URL(fileURLWithPath: environmentPath), options: .atomic)
        } catch {
            throw .cannotWrite(path: environmentPath, reason: Self.describe(error))
        }
    }

    func contents(of path: String) throws(RunFolderError) -> Data {
        do throws(FileProblem) {
            return try PathFile.bytes(of: path)
        } catch {
            throw .cannotRead(path: path, reason: error.reason)
        }
    }

    /// Makes the names of new files last through a power failure, as their contents do.
    func syncNames() {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// The cause of a file error without the path, which our messages name themselves.
    package static func describe(_ error: any Error) -> String {
        FileProblem.reason(error)
    }

    /// Makes a folder, and those above it where need be.
    package static func create(_ path: String) throws(RunFolderError) {
        do throws(FileProblem) {
            try FileProblem.createFolder(path)
        } catch {
            throw .cannotCreate(path: path, reason: error.reason)
        }
    }
}

extension RunEnvironment {
    /// What `environment.json` holds.
    package func fileContents() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
