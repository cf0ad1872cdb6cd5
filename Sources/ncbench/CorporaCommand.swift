import ArgumentParser
import CodecInterface
import Console
import Corpora
import Foundation

/// `ncbench corpora`: the items there are, getting them, and proving what is on disk.
struct CorporaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpora", abstract: "List, fetch or verify the items of the suites.",
        discussion: """
            The items are described in corpora/manifest.yaml, which is found through the environment variable \
            NCBENCH_CORPORA (a folder), or from the current folder upwards, or beside the installed program, or from the \
            executable's folder upwards. Fetched items lie in corpora/data, those of an installed program in \
            $XDG_CACHE_HOME/ncbench, which is ~/.cache/ncbench unless set.
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
        case text, json, markdown
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the items.")

        @OptionGroup var suite: SuiteOption
        @Flag(help: "Only items whose files are on this machine, intact or not.")
        var here = false
        @Option(help: "How to print them: text, json, or markdown, the tables of corpora/README.md.")
        var format = Format.text

        func run() throws {
            try reportingErrors {
                let store = try CorpusStore.located()
                let isGenerated = !here && (suite.suite == nil || suite.suite == "smoke")
                let rows =
                    (isGenerated ? GeneratedItems.items.map(CorpusRow.init) : [])
                    + (try suite.entries(of: store)).filter { !here || store.isHere($0) }.map {
                        CorpusRow($0, in: store)
                    }
                switch format {
                case .text: StandardOutput.print(CorpusRow.table(rows), terminator: "")
                case .markdown: StandardOutput.print(CorpusRow.markdown(rows), terminator: "")
                case .json:
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                    StandardOutput.print(String(decoding: try encoder.encode(rows), as: UTF8.self))
                }
            }
        }
    }

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Download what is missing, from Debian packages (without root) and from the corpora's own sites.",
            discussion: """
                A broken download is gone on with by the next fetch. What is here and intact is left alone, and what \
                cannot be had does not keep the rest away. The suite 'quick' downloads 94 MB, 'standard' 309 MB, and \
                'full' some 460 MB more.
                """)

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
            // An archive that cannot be had fails all its items with the same words.
            let reasons = failures.map { "\($0.error)" }
            for (index, failure) in failures.enumerated() where reasons.firstIndex(of: reasons[index]) == index {
                let items = failures.enumerated().filter { reasons[$0.offset] == reasons[index] }.map(\.element.item)
                let names =
                    items.count > 3
                    ? "\(failure.item) and \(items.count - 1) others" : items.joined(separator: ", ")
                StandardError.print("ncbench: \(names): \(failure.error)")
            }
            if !failures.isEmpty { throw ExitStatus.failure }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the hashes of what is on disk.",
            discussion: """
                With --suite all items of the suite must be here. Exit status: 0 fine; 1 an item is damaged, or missing \
                from the suite.
                """)

        @OptionGroup var suite: SuiteOption

        func run() throws {
            var isWhole = true
            var missing: [String] = []
            try reportingErrors {
                let store = try CorpusStore.located()
                for entry in try suite.entries(of: store) {
                    guard FileManager.default.fileExists(atPath: store.path(of: entry)) else {
                        missing.append(entry.id)
                        continue
                    }
                    do throws(CorpusError) {
                        try store.verify(entry)
                        StandardOutput.print("\(entry.id): ok")
                    } catch {
                        isWhole = false
                        StandardError.print("ncbench: \(entry.id): \(error)")
                    }
                }
            }
            if !missing.isEmpty, let name = suite.suite {
                StandardError.print("ncbench: \(CorpusError.notFetched(suite: name, items: missing))")
                isWhole = false
            } else if !missing.isEmpty {
                StandardError.print("ncbench: \(missing.count) items are not on this machine")
            }
            if !isWhole { throw ExitStatus.failure }
        }
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
