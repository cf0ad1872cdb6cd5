import Foundation

/// The files of one run: `results.csv`, `samples.csv` and `environment.json` in a folder of their own.
package struct RunFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    package var resultsPath: String { path + "/results.csv" }
    package var samplesPath: String { path + "/samples.csv" }
    package var environmentPath: String { path + "/environment.json" }

    /// What a saved run holds.
    package struct Contents: Sendable {
        package var records: [TrialRecord]
        package var damaged: [DamagedRow]
        /// Nil when `environment.json` is missing or not readable: the results stand for themselves.
        package var environment: RunEnvironment?
    }

    /// Reads a run: a folder, or a results file by itself.
    package static func read(_ path: String) throws(RunFolderError) -> Contents {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .cannotRead(path: path, reason: "no such file or folder")
        }
        let folder = RunFolder(path: isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent)
        let resultsPath = isFolder.boolValue ? folder.resultsPath : path
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: resultsPath))
        } catch {
            throw .cannotRead(path: resultsPath, reason: describe(error))
        }
        let (records, damaged) = try ResultsFile.read(String(decoding: data, as: UTF8.self), path: resultsPath)
        let environment = (try? Data(contentsOf: URL(fileURLWithPath: folder.environmentPath)))
            .flatMap { try? JSONDecoder().decode(RunEnvironment.self, from: $0) }
        return Contents(records: records, damaged: damaged, environment: environment)
    }

    /// The cause of a file error without the path, which our messages name themselves.
    package static func describe(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let cause, cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
        return error.localizedDescription
    }
}
