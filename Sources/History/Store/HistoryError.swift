import GRDB
import OutsideText

/// What can go wrong with a history.
package enum HistoryError: Error, Sendable, Equatable {
    /// There is none at that path.
    case missing(path: String)
    /// The system or SQLite does not let us; the reason is in words.
    case cannotUse(path: String, reason: String)
    /// A database of something else, or no database.
    case foreign(path: String)
    case damaged(path: String, reason: String)
    /// Made by a newer build.
    case newer(path: String, version: Int)
    /// On a file system whose locks cannot be trusted.
    case onNetwork(path: String, fileSystem: String)
    /// Another program keeps writing.
    case busy(path: String)
    /// The history has another run of that identifier.
    case conflict(run: String, reason: String)
    /// No run is meant by these words.
    case noRun(selector: String, reason: String)
    /// An input that holds no run.
    case cannotRead(path: String, reason: String)
}

extension HistoryError {
    /// What SQLite says, in words.
    init(_ error: any Error, path: String) {
        if let error = error as? HistoryError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .cannotUse(path: path, reason: "\(error)")
            return
        }
        let words = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_NOTADB: self = .foreign(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, reason: words)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_FULL: self = .cannotUse(path: path, reason: "no space is left; nothing of this call was kept")
        case .SQLITE_READONLY: self = .cannotUse(path: path, reason: "it may not be written")
        default: self = .cannotUse(path: path, reason: words)
        }
    }
}

extension HistoryError {
    /// The same of another file: the one that a copy was made of.
    func named(_ path: String) -> HistoryError {
        switch self {
        case .missing: .missing(path: path)
        case .cannotUse(_, let reason): .cannotUse(path: path, reason: reason)
        case .foreign: .foreign(path: path)
        case .damaged(_, let reason): .damaged(path: path, reason: reason)
        case .newer(_, let version): .newer(path: path, version: version)
        case .busy: .busy(path: path)
        case .onNetwork, .conflict, .noRun, .cannotRead: self
        }
    }
}

extension HistoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "there is no history at '\(shown(path))'; 'ncbench history add RUN' begins one, --database names another"
        case .cannotUse(let path, let reason): "cannot use the history '\(shown(path))': \(reason)"
        case .foreign(let path):
            "'\(shown(path))' is not a history: it belongs to another program; name another file with --database"
        case .damaged(let path, let reason):
            "the history '\(shown(path))' is damaged: \(reason); restore a copy, or add its runs to a new one"
        case .newer(let path, let version):
            "the history '\(shown(path))' is of version \(version), this build knows up to \(Schema.currentVersion); use a newer"
                + " ncbench"
        case .onNetwork(let path, let fileSystem):
            "'\(shown(path))' lies on \(shown(fileSystem)), a network file system, whose locks a database cannot trust; name a folder"
                + " there with --database FOLDER/ to keep a file for each run, and add that folder to a history on a local disk"
        case .busy(let path): "another program has been writing to the history '\(shown(path))' for too long; try again"
        case .conflict(let run, let reason): "the history has another run '\(shown(run))': \(reason)"
        case .noRun(let selector, let reason): "no run is meant by '\(shown(selector))': \(reason)"
        case .cannotRead(let path, let reason): "cannot read '\(shown(path))': \(reason)"
        }
    }

    private func shown(_ text: String) -> String { VisibleText.oneLine(text) }
}
