import Corpora
import Foundation
import OutsideText

extension Item {
    /// The absolute path of a file with the item's bytes, checked against its hash. Files are read piece by piece, whatever their size,
    /// and used where they are; anything else is written to `copy`.
    ///
    /// Workers check what they read by themselves; this is for a file that changed before, and tells it at once.
    ///
    /// - Throws: ``CorpusError`` when the bytes cannot be had or are others, ``RunFolderError`` when there is no room for a copy.
    func materialised(at copy: String) throws -> String {
        if case .file(let path) = origin {
            let found = try SHA256Text.ofFile(path)
            guard found == sha256 else {
                throw CorpusError.wrongHash(item: id.text, what: "it", expected: sha256, found: found)
            }
            // A program that is driven may be a wrapper that goes to another folder first.
            return path.hasPrefix("/") ? path : "\(ProcessText.currentFolder)/\(path)"
        }
        try load().withUnsafeBytes { try OwnFile.write($0, to: copy) }
        return copy
    }
}

extension CorpusError {
    /// What this makes of the trials on an item that could be read when the run was planned.
    var statusOfTrials: TrialStatus {
        if case .cannotRead(let path, let reason) = self, !FileProblem.isMissing(path) {
            return .failed(reason: "the item cannot be read: \(reason)")
        }
        return .changedItem
    }
}
