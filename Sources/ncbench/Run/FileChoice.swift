import Benchmarking
import CodecInterface
import Console
import Corpora
import Foundation

/// The user's own files, as the command line names them.
struct FileChoice {
    var paths: [String]
    /// A file with more paths, `-` for standard input.
    var list: String?
    var listEndsWithNUL = false
    /// Whether media files count as their samples.
    var decodes = false
    /// What kind of data all of them are; nil to tell by content.
    var modality: String?

    /// Whether items are called by their paths, whole.
    var keepsPaths = false
    /// The folder that results are written to, which is no part of what is measured.
    var output: String?

    var isAnything: Bool { !paths.isEmpty || list != nil }

    /// The items. Files that cannot be read or are damaged are named on standard error and counted; the others go on.
    ///
    /// - Throws: the status to end with, after a message, when nothing is left or the list cannot be read.
    func selection() throws -> RunPlanning.Selection {
        let modality = try modality.map(RunPlanning.modality)
        var failureCount = 0
        let items: [Item]
        do throws(CorpusError) {
            items = try PathItems.items(
                at: paths + (try listed()), keepsPaths: keepsPaths, modality: modality, decodes: decodes,
                output: output, note: { StandardError.print("ncbench: NOTE: \($0)") },
                failure: { error in
                    // Not for plain samples, as a codec may not be for a kind of item: no failure.
                    if case .undecodable = error { return StandardError.print("ncbench: NOTE: \(error)") }
                    StandardError.print("ncbench: \(error)")
                    failureCount += 1
                })
        } catch {
            throw exitStatus(for: error)
        }
        guard !items.isEmpty || failureCount == 0 else { throw ExitStatus.failure }
        return RunPlanning.Selection(items: items, failureCount: failureCount)
    }

    /// The paths in the list, which may be a pipe: `--files-from <(find …)`.
    private func listed() throws(CorpusError) -> [String] {
        guard let list else { return [] }
        do throws(FileProblem) {
            let data = try PathFile.bytes(of: list, readsStandardInput: true)
            return PathItems.paths(inList: data, endedByNUL: listEndsWithNUL)
        } catch {
            throw .cannotRead(path: list == "-" ? "standard input" : list, reason: error.reason)
        }
    }
}
