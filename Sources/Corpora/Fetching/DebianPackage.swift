import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Gets a Debian package's files without root: `apt-get download` and `dpkg-deb --extract`.
struct DebianPackage {
    let name: String
    /// Where the two tools are; nil to look along the PATH.
    var toolFolder: String?

    /// Downloads and unpacks into `folder`, which exists and is empty.
    ///
    /// - Returns: the folder that holds the package's files.
    func fetch(into folder: String) async throws(CorpusError) -> String {
        try await run("apt-get", ["-q", "-o", "APT::Sandbox::User=root", "download", name], in: folder)
        let archive = try? FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".deb") }
        guard let archive else { throw .download(source: name, reason: "apt-get left no .deb file behind") }
        let files = folder + "/files"
        try await run("dpkg-deb", ["--extract", folder + "/" + archive, files], in: folder)
        return files
    }

    private func run(_ tool: String, _ arguments: [String], in folder: String) async throws(CorpusError) {
        do {
            let result = try await Subprocess.run(
                toolFolder.map { .path(FilePath($0 + "/" + tool)) } ?? .name(tool), arguments: Arguments(arguments),
                workingDirectory: FilePath(folder),
                output: .discarded, error: .string(limit: 1 << 16))
            guard result.terminationStatus.isSuccess else {
                let lines = result.standardError.split(separator: "\n").filter { !$0.hasPrefix("W:") }
                throw CorpusError.download(
                    source: name,
                    reason: "\(tool): \(lines.last.map(String.init) ?? "it failed without a word")"
                        + "; 'apt-get update' as root may help")
            }
        } catch let error as CorpusError {
            throw error
        } catch {
            throw .download(
                source: name,
                reason: "\(tool) cannot be run (\(error)); items come from Debian packages, so this works"
                    + " on Debian and Ubuntu only")
        }
    }
}
