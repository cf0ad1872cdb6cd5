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

    /// What messages call the server that apt-get is set up to fetch from.
    static let mirror = "the package mirror"

    /// What apt-get says when it finds no way to the mirror, after it has tried several times.
    private static let wordsWithoutConnection = [
        "Temporary failure resolving", "Could not resolve", "Could not connect", "Unable to connect",
        "Cannot initiate the connection", "Network is unreachable",
    ]

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
                environment: .inherit.updating(["LC_ALL": "C"]), workingDirectory: FilePath(folder),
                output: .discarded, error: .string(limit: 1 << 16))
            guard result.terminationStatus.isSuccess else {
                let lines = result.standardError.split(separator: "\n").filter { !$0.hasPrefix("W:") }
                if let line = lines.last, Self.wordsWithoutConnection.contains(where: { line.contains($0) }) {
                    throw CorpusError.unreachable(host: Self.mirror, reason: "\(tool): \(line)")
                }
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
