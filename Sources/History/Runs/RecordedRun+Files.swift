import Benchmarking
package import Foundation

extension RecordedRun {
    /// One of the files that a run's folder has.
    package struct File: Sendable {
        /// Within the folder.
        package let name: String
        package let data: Data
    }

    /// What a folder that this run was added from held, byte for byte where this build wrote it, but for reports.
    ///
    /// - Throws: what the encoder says of an environment that it cannot encode.
    package func files() throws -> [File] {
        func file(_ name: String, _ header: String, _ rows: [String]) -> [File] {
            rows.isEmpty ? [] : [File(name: name, data: Data((header + rows.joined()).utf8))]
        }
        var files = [File(name: "results.csv", data: Data(ResultsFile.text(of: records).utf8))]
        files += file("samples.csv", SampleRecord.header, samples.map(\.row))
        files += file("items.csv", ItemRecord.header, items.map(\.row))
        files += file("curves.csv", CurveRecord.header, curves.map(\.row))
        if let environment { files.append(File(name: "environment.json", data: try environment.fileContents())) }
        return files
    }
}
