import ArgumentParser
import CodecInterface
import Corpora
import Foundation

/// `ncbench corpora`: the items there are, getting them, and proving what is on disk.
struct CorporaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpora", abstract: "List, fetch or verify the items of the suites.",
        discussion: """
            The items are described in corpora/manifest.yaml, which is found through the environment variable \
            NCBENCH_CORPORA (a folder), or from the current folder upwards, or from the executable's folder upwards. \
            Fetched items lie in corpora/data.
            """,
        subcommands: [List.self, Fetch.self, Verify.self])

    struct SuiteOption: ParsableArguments {
        @Option(help: "Only the items of this suite.")
        var suite: String?

        func entries(of store: CorpusStore) throws(CorpusError) -> [ManifestEntry] {
            guard let suite else { return store.manifest.entries }
            return try store.entries(of: suite)
        }
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the items.")

        @OptionGroup var suite: SuiteOption
        @Option(help: "How to print them: text or json.")
        var format = Format.text

        func run() throws {
            try reportingErrors {
                let store = try CorpusStore.located()
                let rows =
                    (suite.suite == nil || suite.suite == "smoke" ? GeneratedItems.items.map(Row.init) : [])
                    + (try suite.entries(of: store)).map { Row($0, isPresent: store.isPresent($0)) }
                switch format {
                case .text: print(Row.table(rows), terminator: "")
                case .json:
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    print(String(decoding: try encoder.encode(rows), as: UTF8.self))
                }
            }
        }
    }

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Download what is missing, from Debian packages and without root.")

        @Option(help: "The suite to fetch.")
        var suite = "quick"

        func run() async throws {
            let failures: [(item: String, error: CorpusError)]
            do throws(CorpusError) {
                let store = try CorpusStore.located()
                failures = try await Fetcher(store: store, progress: StandardError.print).fetch(suite: suite)
            } catch {
                throw exitStatus(for: error)
            }
            for failure in failures { StandardError.print("ncbench: \(failure.item): \(failure.error)") }
            if !failures.isEmpty { throw ExitStatus.failure }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check the hashes of what is on disk.")

        @OptionGroup var suite: SuiteOption

        func run() throws {
            var isWhole = true
            try reportingErrors {
                let store = try CorpusStore.located()
                for entry in try suite.entries(of: store) {
                    do throws(CorpusError) {
                        try store.verify(entry)
                        print("\(entry.id): ok")
                    } catch {
                        isWhole = false
                        StandardError.print("ncbench: \(entry.id): \(error)")
                    }
                }
            }
            if !isWhole { throw ExitStatus.failure }
        }
    }
}

/// One line of the list.
private struct Row: Encodable {
    var id: String
    var modality: String
    var suites: [String]
    var bytes: Int
    var sha256: String
    var source: String
    var licence: String
    var what: String
    var present: Bool

    init(_ item: Item) {
        id = item.id
        modality = item.modality.rawValue
        suites = ["smoke"]
        bytes = item.byteCount
        sha256 = item.sha256
        source = "generated"
        licence = "MIT"
        what = GeneratedItems.description(of: String(item.id.dropFirst("generated/".count))) ?? ""
        present = true
    }

    init(_ entry: ManifestEntry, isPresent: Bool) {
        id = entry.id
        modality = entry.modality.rawValue
        suites = entry.suites
        bytes = entry.byteCount
        sha256 = entry.sha256
        source = "debian:\(entry.package)"
        licence = entry.licence
        what = entry.what
        present = isPresent
    }

    static func table(_ rows: [Row]) -> String {
        let cells =
            [["item", "kind", "suites", "bytes", "here", "licence", "what it is"]]
            + rows.map {
                [
                    $0.id, $0.modality, $0.suites.joined(separator: " "), String($0.bytes), $0.present ? "yes" : "no",
                    $0.licence, $0.what,
                ]
            }
        let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            zip(row, widths).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces) + "\n"
        }.joined()
    }
}

/// Runs `body`; a corpus error becomes a message and the right exit status.
private func reportingErrors(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as CorpusError {
        throw exitStatus(for: error)
    }
}

/// Says what is wrong and gives the status to end with.
func exitStatus(for error: CorpusError) -> ExitCode {
    StandardError.print("ncbench: \(error)")
    if case .unknownSuite = error { return ExitStatus.usage }
    return ExitStatus.failure
}
