import Foundation
import OutsideText

/// Finds the files that paths name, each once.
struct FileSearch {
    /// The files in the order they were found, and the path of the question that each was found by.
    private(set) var files: [(path: String, asked: String)] = []
    /// The paths without links and detours of those files, and which of the files it is.
    private var known: [ExactText: Int] = [:]
    private var passedOver = 0
    private var otherSpellings: [String] = []
    /// Links within folders that lead to files that were found by themselves.
    private var linkCount = 0
    /// The path without links and detours of a folder whose files are not looked for.
    private let leftOut: ExactText?
    private var leftOutFolder: String?

    /// - Parameter leftOut: a folder that is passed over within others; it need not exist.
    init(leavingOut leftOut: String? = nil) { self.leftOut = leftOut.map(PathFile.real) }

    /// What was passed over, for people.
    var notes: [String] {
        var notes = otherSpellings
        if let leftOutFolder {
            notes.append("'\(VisibleText.oneLine(leftOutFolder))' is passed over: what this run writes goes there")
        }
        if linkCount > 0 {
            notes.append(
                "\(linkCount) name\(linkCount == 1 ? "" : "s") passed over: other names of files that are measured anyway"
            )
        }
        if passedOver > 0 {
            notes.append(
                "\(passedOver) name\(passedOver == 1 ? "" : "s") passed over: links to folders or to nothing, pipes, devices"
                    + " and the like")
        }
        return notes
    }

    /// Adds the file at `path`, or those in the folder there.
    mutating func add(
        _ path: String, failure: (CorpusError) throws(CorpusError) -> Void
    ) throws(CorpusError) {
        guard !path.utf8.contains(0) else {
            return try failure(
                .cannotRead(
                    path: path, reason: "a path has no NUL in it; the paths in a list that ends them so take --null"))
        }
        guard let status = PathFile.status(of: path) else {
            let reason =
                path == "-"
                ? "there is no file of this name, and standard input gives its bytes only once; copy them into a file"
                : String(cString: strerror(errno))
            return try failure(.cannotRead(path: path, reason: reason))
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: try search(folder: path, asked: path, failure: failure)
        case S_IFREG: found(path, asked: path)
        // Pipes and devices have no end, or cannot be read twice.
        default:
            try failure(
                .cannotRead(path: path, reason: "it is neither a file nor a folder; copy its bytes into a file"))
        }
    }

    private mutating func found(_ path: String, asked: String) {
        let real = PathFile.real(path)
        guard let place = known[real] else {
            known[real] = files.count
            files.append((path, asked))
            return
        }
        guard path == asked else {
            linkCount += 1
            return
        }
        let first = VisibleText.oneLine(files[place].path)
        otherSpellings.append(
            ExactText(files[place].path) == ExactText(path)
                ? "'\(first)' is named more than once, and measured once"
                : "'\(VisibleText.oneLine(path))' is the file '\(first)', and measured once, by that name")
    }

    private mutating func search(
        folder: String, asked: String, failure: (CorpusError) throws(CorpusError) -> Void
    ) throws(CorpusError) {
        let names: [String]
        do throws(FileProblem) {
            names = try PathFile.names(in: folder)
        } catch {
            return try failure(.cannotRead(path: folder, reason: error.reason))
        }
        for name in names {
            let path = folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
            guard let own = PathFile.status(of: path, followsLinks: false) else {
                // Removed between the two looks.
                guard errno != ENOENT else { continue }
                try failure(.cannotRead(path: path, reason: String(cString: strerror(errno))))
                continue
            }
            if own.st_mode & S_IFMT == S_IFDIR {
                guard leftOut == nil || PathFile.real(path) != leftOut else {
                    leftOutFolder = path
                    continue
                }
                try search(folder: path, asked: asked, failure: failure)
                continue
            }
            // A link that leads nowhere is no file; one that leads to a folder could lead back here.
            guard let target = PathFile.status(of: path), target.st_mode & S_IFMT == S_IFREG else {
                passedOver += 1
                continue
            }
            found(path, asked: asked)
        }
    }
}
