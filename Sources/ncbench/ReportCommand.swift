import ArgumentParser
import Benchmarking
import Console
import Corpora
import Foundation
import OutsideText
import Reporting

/// `ncbench report`: renders saved runs again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Render the results of saved runs as tables, plots or a page.",
        discussion: """
            RUN is a folder that `ncbench run --output` wrote, a results.csv, a report.json, a pipe with one of these (- is \
            standard input), or a run of the history: an identifier, latest, latest~3, a date or a commit. Several runs are set side \
            by side; those of different machines are told apart, and none are ever averaged.

            The same results give the same bytes. One format goes to standard output; with --output the files are \
            results.csv and totals.csv (csv, with items.csv and curves.csv where the runs kept them), report.json (json), report.md (markdown), plots/*.svg (svg, and with \
            markdown) and report.html (html, one file that works offline).

            With --columns, --sort or --group-by the rows are summed up anew: a table for each value of what they are grouped \
            by, a line for each codec and level, over the items of the table that all of them managed. Files are then \
            pivot.csv, pivot.json, pivot.md and pivot.html.

                ncbench report results --group-by item --columns ratio,c_mbps --sort c_mbps
                ncbench report results --group-by codec,modality --format csv

            RUN may also be the .csv that 'ncbench train' leaves beside a model, or several of them: a table and the loss curve of each, \
            as markdown or svg.

                ncbench report log.csv --format markdown --output results

            Exit status: 0 fine; 1 a file cannot be read or written, or rows were damaged and left out; 64 usage.
            """)

    @Argument(help: ArgumentHelp("A run's folder, a results.csv or a report.json.", valueName: "run"))
    var paths: [String]

    @OptionGroup var history: HistoryChoice

    @Option(
        help: ArgumentHelp(
            "Formats, separated by commas: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "formats"))
    var format = FormatList(formats: [.markdown])

    @Option(
        name: [.short, .long], help: ArgumentHelp("Write the report's files into this folder.", valueName: "folder"))
    var output: String?

    @OptionGroup var pivot: PivotOptions

    func validate() throws {
        guard !pivot.isAskedFor || format.formats.isSubset(of: PivotFiles.formats) else {
            throw ValidationError(
                "plots show no tables: with --columns, --sort or --group-by the formats are"
                    + " \(PivotFiles.formats.map(\.rawValue).joined(separator: ", "))")
        }
        guard !paths.isEmpty else { throw ValidationError("name at least one run: a folder or a results.csv") }
        guard paths.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("only one of the runs can be standard input (-)")
        }
        guard output == nil else { return }
        guard format.formats.count == 1 else {
            throw ValidationError("several formats are several files; say where to with --output")
        }
        guard format.formats != [.svg] else { throw ValidationError("plots are files; say where to with --output") }
    }

    func run() throws {
        if let trainings = try TrainingCurveFiles.report(paths) { return try run(trainings) }
        let source = try ReportSource.read(paths, database: history.database)
        do {
            if let output {
                for file in try files(of: source.report) { try write(file, into: output) }
            } else if let format = format.formats.first, let data = try text(of: source.report, format) {
                StandardOutput.write(data)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: the report could not be written: \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
        if source.isDamaged { throw ExitStatus.failure }
    }

    /// Reports trainings instead of runs.
    private func run(_ trainings: TrainingReport) throws {
        guard !pivot.isAskedFor, format.formats.isSubset(of: TrainingReport.formats) else {
            StandardError.print(
                "ncbench: trainings are reported as "
                    + FormatList(formats: TrainingReport.formats).description.replacing(",", with: " or ")
                    + ", without --columns, --sort and --group-by; '\(VisibleText.path(paths[0]))' is the table itself")
            throw ExitStatus.usage
        }
        guard let output else { return StandardOutput.print(trainings.text, terminator: "") }
        do {
            for file in trainings.files(formats: format.formats) { try write(file, into: output) }
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
    }

    private func files(of report: Report) throws -> [ReportFile] {
        guard pivot.isAskedFor else { return try ReportFiles.files(of: report, formats: format.formats) }
        let tables = Pivot(of: report, pivot.choice)
        return try ReportFormat.allCases.filter(format.formats.contains).compactMap {
            try PivotFiles.file(of: tables, format: $0)
        }
    }

    private func text(of report: Report, _ format: ReportFormat) throws -> Data? {
        pivot.isAskedFor
            ? try PivotFiles.file(of: Pivot(of: report, pivot.choice), format: format)?.data
            : try ReportFiles.text(of: report, format: format)
    }

    private func write(_ file: ReportFile, into folder: String) throws(RunFolderError) {
        let url = URL(fileURLWithPath: folder).appendingPathComponent(file.path)
        // The record itself is never replaced by what was made of it.
        guard !paths.contains(where: { isRecord($0, url) }) else { return }
        try RunFolder.create(url.deletingLastPathComponent().path)
        do {
            try file.data.write(to: url, options: .atomic)
        } catch {
            throw .cannotCreate(path: url.path, reason: RunFolder.describe(error))
        }
    }

    /// Whether the file at `url` is part of the record of a run that was named.
    private func isRecord(_ path: String, _ url: URL) -> Bool {
        guard ["results.csv", "items.csv", "curves.csv"].contains(url.lastPathComponent) else { return false }
        var status = stat()
        // What comes through a pipe lies in no folder.
        guard PathText.withCString(path, { stat($0, &status) }) == 0,
            [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
        else { return false }
        let input = PathFile.real(path)
        let folder = status.st_mode & S_IFMT == S_IFDIR ? input : PathFile.real(PathText.folder(of: path))
        let target = PathFile.real(PathText.folder(of: url.path))
        return folder == target || input == PathFile.real(url.path)
    }
}

/// The value of `--format`.
struct FormatList: ExpressibleByArgument, CustomStringConvertible {
    let formats: Set<ReportFormat>

    init(formats: Set<ReportFormat>) { self.formats = formats }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        let formats = names.compactMap { ReportFormat(rawValue: String($0)) }
        guard formats.count == names.count else { return nil }
        self.formats = Set(formats)
    }

    var description: String {
        ReportFormat.allCases.filter(formats.contains).map(\.rawValue).joined(separator: ",")
    }
}
