import Foundation
package import GRDB

/// The tables of a history and how they came about, version by version. `docs/history.md` describes them.
///
/// The version is the database's `user_version`, and its `application_id` says that it is a history at all: any program can read
/// both, and both change within the transaction that changes the tables, whoever else opens the file at that moment.
package enum Schema {
    /// `ncbh`.
    static let applicationID = 0x6E63_6268

    /// What leads from the version before to the next one, from an empty database on.
    private static let steps = [
        Step(sql: text(PackageResources.version_1_sql)),
        Step(sql: text(PackageResources.version_2_sql)) { try FastestPasses(database: $0).fillAll() },
        Step(sql: text(PackageResources.version_3_sql)),
    ]

    private struct Step: Sendable {
        let sql: String
        /// What is to be done with the rows that are there.
        var fill: @Sendable (Database) throws -> Void = { _ in }
    }

    /// The version that this build writes.
    package static var currentVersion: Int { steps.count }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// What a database is to us.
    package enum Kind: Equatable {
        case empty
        case history(version: Int)
        /// Something else has its tables there.
        case foreign
    }

    /// What a database is; none of its tables is read.
    package static func kind(of database: Database) throws -> Kind {
        let identifier = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        if identifier == applicationID {
            return .history(version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
        }
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        return identifier == 0 && count == 0 ? .empty : .foreign
    }

    /// Brings a database to the current version, in one transaction that no other writer can get in between.
    ///
    /// - Parameter version: to stop at, for tests of histories of earlier builds.
    static func update(_ database: Database, to version: Int = currentVersion) throws {
        try database.inTransaction(.immediate) {
            // Looked at again: another program may have done it since.
            let known: Int
            switch try kind(of: database) {
            case .empty: known = 0
            case .history(let version): known = version
            case .foreign: return .rollback
            }
            guard known < version else { return .rollback }
            for step in steps[known..<version] {
                try database.execute(sql: step.sql)
                try step.fill(database)
            }
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
            return .commit
        }
    }
}
