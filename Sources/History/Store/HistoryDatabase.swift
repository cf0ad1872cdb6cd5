import Corpora
import Foundation
package import GRDB
import OutsideText

/// A history in one SQLite file, or in memory.
package struct HistoryDatabase: Sendable {
    /// What messages call it.
    package let path: String
    package let queue: DatabaseQueue

    /// How long a writer waits for another one, seconds.
    private static let patience = 120.0

    /// Opens a history.
    ///
    /// - Parameter creates: whether one is made where there is none, with the folders above it.
    /// - Throws: ``HistoryError`` when it is none of ours, damaged, of a newer build, or on a network file system.
    package init(path: String, creates: Bool) throws(HistoryError) {
        if let fileSystem = NetworkFileSystem.name(at: path) { throw .onNetwork(path: path, fileSystem: fileSystem) }
        let isThere = !PathFile.isNothing(at: path)
        guard creates || isThere else { throw .missing(path: path) }
        guard !isThere || !FileProblem.isMissing(path) else {
            throw .cannotUse(path: path, reason: "it is not a regular file")
        }
        guard PathText.isUTF8(path) else { throw .cannotUse(path: path, reason: "its name is not UTF-8") }
        if creates, !isThere { try Self.createFolder(above: path) }
        var configuration = Self.configuration
        configuration.readonly = isThere && access(path, W_OK) != 0
        self.path = path
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.prepare(queue, path: path)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// A history in memory, empty at first.
    package init(inMemoryNamed path: String) throws(HistoryError) {
        self.path = path
        do {
            queue = try DatabaseQueue(configuration: Self.configuration)
            try Self.prepare(queue, path: path)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        return configuration
    }

    private static func prepare(_ queue: DatabaseQueue, path: String) throws {
        switch try queue.read(Schema.kind) {
        case .foreign: throw HistoryError.foreign(path: path)
        case .history(let version) where version > Schema.currentVersion:
            throw HistoryError.newer(path: path, version: version)
        case .history(Schema.currentVersion): break
        case .empty, .history: try queue.writeWithoutTransaction { try Schema.update($0) }
        }
        // Of a foreign program that came in between.
        guard try queue.read(Schema.kind) == .history(version: Schema.currentVersion) else {
            throw HistoryError.foreign(path: path)
        }
    }

    /// Reads in one transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// Writes in one transaction: all of it or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(HistoryError) -> Value {
        do {
            return try queue.inDatabaseTransaction(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}

extension DatabaseQueue {
    /// A transaction that takes the right to write at once: one that reads first and then wants to write may find that it has to
    /// give up because another has written meanwhile.
    fileprivate func inDatabaseTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try writeWithoutTransaction { database in
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(database)
                return .commit
            }
            guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return value
        }
    }
}
