import ArgumentParser
import Benchmarking
import CodecInterface
import Console
import Corpora
import Regression

/// `ncbench baseline`: the sizes that this project promises not to make worse.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Keep and check the sizes that every codec gives.",
        discussion: """
            A baseline is a folder with one CSV file a suite: for each codec at its default and a few settings, on each item, the \
            compressed size and the stream's SHA-256. It is committed, so that a change of ratio is a reviewed diff. Rows of system \
            libraries are keyed by version and architecture; those of other versions are counted and not judged.
            """,
        subcommands: [Check.self, Update.self])

    /// Which suites.
    struct SuiteChoice: ParsableArguments {
        @Option(
            help: "The suite: smoke, quick; may be repeated. By default smoke, and quick where its corpus was fetched.")
        var suite: [String] = []

        @Option(help: "Only the rows of this codec, as in lstm; may be repeated.")
        var codec: [String] = []

        /// Whether a codec's rows are concerned.
        func includes(_ codec: String) -> Bool { self.codec.isEmpty || self.codec.contains(codec) }

        private static let known = ["smoke", "quick"]

        func validate() throws {
            if let unknown = suite.first(where: { !Self.known.contains($0) }) {
                throw ValidationError(
                    "there is no baseline of the suite '\(unknown)', only of \(Self.known.joined(separator: " and "))")
            }
            let codecs = BaselinePlan.codecs(of: CodecRegistry().source)
            if let unknown = codec.first(where: { !codecs.contains($0) }) {
                throw ValidationError(
                    "a baseline has no rows of the codec '\(unknown)', only of \(codecs.joined(separator: ", "))")
            }
        }

        /// The suites with their items.
        func items() throws -> [(suite: String, items: [Item])] {
            var result: [(suite: String, items: [Item])] = []
            for name in Self.known where suite.isEmpty || suite.contains(name) {
                do throws(CorpusError) {
                    let items = name == "smoke" ? GeneratedItems.items : try CorpusStore.located().items(of: name)
                    result.append((name, items))
                } catch {
                    guard suite.isEmpty else {
                        StandardError.print("ncbench: \(error)")
                        throw ExitStatus.notComparable
                    }
                    StandardError.print("ncbench: NOTE: without the suite \(name), which is not here: \(error)")
                }
            }
            return result
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the sizes of this build with the baseline.",
            discussion: """
                Exit status: 0 no size is worse; 3 a size is larger, by one byte or more, or a row is missing; 4 a round trip failed; \
                5 the baseline is missing or damaged, or an item is not the one it was made from; 1 a codec failed; 64 usage.
                """)

        @OptionGroup var choice: SuiteChoice

        @Option(
            help: ArgumentHelp(
                "The folder with the baseline; or, of a single suite, its file, a pipe, or - for standard input.",
                valueName: "folder"))
        var baseline = "reports/baseline"

        /// For the project's own tests: `zlib,9=zlib,1` measures the second in place of the first, as if the codec had become worse.
        @Option(help: .hidden)
        var standIn: [String] = []

        func run() throws {
            let standIns = try reporting { try standIn.map { try BaselinePlan.StandIn(parsing: $0) } }
            let folder = BaselineFolder(path: baseline)
            guard folder.isFolder || choice.suite.count == 1 else {
                StandardError.print("ncbench: '\(baseline)' is the baseline of one suite; say which with --suite")
                throw ExitStatus.usage
            }
            var checks: [BaselineCheck] = []
            // A missing baseline must not be found out after minutes.
            let suites = try choice.items().map { suite, items in
                (suite: suite, items: items, rows: try reporting { try folder.rows(of: suite) })
            }
            for (suite, items, base) in suites {
                let measured = try BaselineCommand.measure(suite, items, choice, standIns)
                let check = BaselineCheck(
                    base.filter { choice.includes($0.codec) }, measured.rows, libraries: measured.libraries)
                StandardOutput.print(BaselineText.text(check, suite: suite), terminator: "")
                checks.append(check)
            }
            if checks.contains(where: { $0.verdict == .notComparable }) { throw ExitStatus.notComparable }
            if checks.contains(where: { $0.verdict == .regression }) {
                StandardError.print(
                    "ncbench: sizes are worse than the baseline '\(baseline)'; if that is wanted, 'ncbench baseline update'"
                        + " writes it anew, and the difference is reviewed")
                throw ExitStatus.regression
            }
            if checks.contains(where: \.isOutdated) {
                StandardError.print(
                    "ncbench: NOTE: the baseline can be updated with 'ncbench baseline update', so that nothing gained is lost"
                        + " again unnoticed")
            }
        }
    }

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the baseline anew, after a change that is meant.",
            discussion: """
                Rows of other versions of system libraries are kept while item and setting are the same, so that machines with \
                different systems share one baseline.

                Exit status: 0 written; 4 a round trip failed; 1 a codec failed or a file cannot be written (nothing is changed \
                then); 5 an asked-for suite was not fetched, or the old baseline is damaged; 64 usage.
                """)

        @OptionGroup var choice: SuiteChoice

        @Option(name: [.short, .long], help: ArgumentHelp("The folder with the baseline.", valueName: "folder"))
        var output = "reports/baseline"

        func run() throws {
            let folder = BaselineFolder(path: output)
            for (suite, items) in try choice.items() {
                let old = try reporting { try folder.rowsToUpdate(of: suite) }
                let measured = try BaselineCommand.measure(suite, items, choice, [])
                let concerned = old.filter { choice.includes($0.codec) }
                let updated = BaselineFile.updated(
                    concerned, with: measured.rows, missing: Set(CodecRegistry().missing.map(\.name)))
                let rows = BaselineFile.sorted(
                    old.filter { !choice.includes($0.codec) } + updated,
                    byCodec: BaselinePlan.codecs(of: CodecRegistry().source))
                try reporting { try folder.write(rows, of: suite) }
                if !concerned.isEmpty {
                    let check = BaselineCheck(concerned, measured.rows, libraries: measured.libraries)
                    StandardOutput.print(BaselineText.text(check, suite: suite), terminator: "")
                }
                StandardOutput.print("\(folder.path(of: suite)): \(rows.count) rows")
            }
        }
    }
}

/// Does something with a baseline or with specs; what is wrong becomes a message and its status.
private func reporting<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as CodecError {
        StandardError.print("ncbench: \(error)")
        throw ExitStatus.usage
    } catch let problem as BaselineFolder.Problem {
        StandardError.print("ncbench: \(problem)")
        if case .cannotWrite = problem { throw ExitStatus.failure }
        throw ExitStatus.notComparable
    }
}

extension BaselineCommand {
    /// Measures a suite; a codec that fails, or whose round trip does, ends it with its status.
    fileprivate static func measure(
        _ suite: String, _ items: [Item], _ choice: SuiteChoice, _ standIns: [BaselinePlan.StandIn]
    ) throws -> (rows: [BaselineRow], libraries: [String: String]) {
        let plan = try reporting {
            try BaselinePlan(
                suite: suite, source: CodecRegistry().source, codecs: choice.codec.isEmpty ? nil : Set(choice.codec),
                standIns: standIns)
        }
        let cancellation = Cancellation()
        let watch = InterruptionWatch { cancellation.cancel() }
        defer { watch.end() }
        let records: [TrialRecord]
        do {
            records = try BaselineMeasuring(plan, on: items).records(cancellation)
        } catch let error as CorpusError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.notComparable
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        if let signal = watch.signal { throw ExitCode(128 + signal) }
        for record in records where record.status != .ok {
            StandardError.print(
                "ncbench: \(record.codec),\(record.parameters) on \(record.item): \(record.status)")
        }
        if let status = exitStatus(for: RunVerdict(of: records)) { throw status }
        let rows = records.compactMap { record in
            plan.libraries[record.codec].flatMap { BaselineRow(record, library: $0) }
        }
        return (rows, plan.libraries)
    }
}
