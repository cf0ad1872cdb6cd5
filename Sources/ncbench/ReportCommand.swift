import ArgumentParser
import Benchmarking
import Foundation
import Reporting

/// `ncbench report`: renders a saved run again.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Render the results of a run that was kept with --output.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown, csv
    }

    @Argument(help: ArgumentHelp("A run's folder, or its results.csv.", valueName: "run"))
    var path: String

    @Option(help: "markdown or csv.")
    var format = Format.markdown

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write report.md or results.csv into this folder.", valueName: "folder"))
    var output: String?

    func run() throws {
        let contents: RunFolder.Contents
        do throws(RunFolderError) {
            contents = try RunFolder.read(path)
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        for row in contents.damaged { StandardError.print("ncbench: left out of the report: \(path): \(row)") }
        let text =
            switch format {
            case .markdown:
                MarkdownReport.text(of: contents.records, context: ReportContext(environment: contents.environment))
            case .csv: ResultsFile.text(of: contents.records)
            }
        guard let output else { return print(text, terminator: "") }
        let file = output + (format == .markdown ? "/report.md" : "/results.csv")
        do {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            StandardError.print("ncbench: cannot write '\(file)': \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
    }
}
