import Foundation
import OutsideText
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Unpacks archives whose hash was checked, with the machine's own tools.
struct Unpacking {
    let archive: ManifestArchive
    /// Where its file lies.
    let path: String

    /// The commands that can do it, the first that is there is used.
    private func commands(into folder: String) -> [(tool: String, arguments: [String])] {
        switch archive.format {
        case .file: []
        case .tarGzip: [("tar", ["-xzf", path, "-C", folder])]
        case .zip:
            [
                ("unzip", ["-q", "-o", path, "-d", folder]), ("bsdtar", ["-xf", path, "-C", folder]),
                ("python3", ["-m", "zipfile", "-e", path, folder]),
            ]
        }
    }

    /// Unpacks into `folder`, which exists.
    ///
    /// - Returns: the folder that the members' paths are relative to.
    func run(into folder: String) async throws(CorpusError) -> String {
        if archive.format == .file {
            // The one file is its own member, under the last part of its address.
            return PathText.folder(of: path)
        }
        for (tool, arguments) in commands(into: folder) {
            do {
                let result = try await Subprocess.run(
                    .name(tool), arguments: Arguments(arguments), workingDirectory: FilePath(folder),
                    output: .discarded, error: .string(limit: 1 << 14))
                guard result.terminationStatus.isSuccess else {
                    let words = result.standardError.split(separator: "\n").last.map(String.init)
                    throw CorpusError.download(
                        source: archive.id, reason: "\(tool): \(words ?? "it failed without a word")")
                }
                return folder
            } catch let error as CorpusError {
                throw error
            } catch {
                // Not installed: the next one.
                continue
            }
        }
        throw .download(
            source: archive.id,
            reason: "nothing here unpacks it; install \(commands(into: folder).map(\.tool).joined(separator: " or "))")
    }
}
