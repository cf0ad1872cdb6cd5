package import Foundation

/// The forms a report comes in.
package enum ReportFormat: String, Sendable, CaseIterable {
    case csv, json, markdown, svg, html
}

/// A file of a report.
package struct ReportFile: Sendable {
    /// Its place in the report's folder, e.g. `plots/memory-text.svg`.
    package let path: String
    package let data: Data

    package init(path: String, data: Data) {
        self.path = path
        self.data = data
    }
}

/// What each format consists of: one line a format.
package enum ReportFiles {
    /// The files of a report in some formats, in a stable order, each once.
    ///
    /// Markdown brings the plots that it shows.
    ///
    /// - Throws: nothing that a report's contents could cause; see ``JSONReport/data(of:)`` and ``PageReport/data(of:)``.
    package static func files(of report: Report, formats: Set<ReportFormat>) throws -> [ReportFile] {
        let plots = formats.isDisjoint(with: [.svg, .markdown]) ? [] : Plots.all(of: report)
        var files: [ReportFile] = []
        for format in ReportFormat.allCases where formats.contains(format) {
            switch format {
            case .csv:
                files.append(ReportFile(path: "results.csv", data: ResultsText.data(of: report)))
                files.append(ReportFile(path: "totals.csv", data: Data(TotalsFile.text(of: report).utf8)))
                files += ResultsText.companions(of: report)
            case .json: files.append(ReportFile(path: "report.json", data: try JSONReport.data(of: report)))
            case .markdown:
                let text = MarkdownReport.text(of: report, plots: plots)
                files.append(ReportFile(path: "report.md", data: Data(text.utf8)))
            case .svg: break
            case .html: files.append(ReportFile(path: "report.html", data: try PageReport.data(of: report)))
            }
        }
        return files + plots.map { ReportFile(path: $0.path, data: $0.file) }
    }

    /// The report as one text, for standard output; nil for a format that is several files.
    package static func text(of report: Report, format: ReportFormat) throws -> Data? {
        switch format {
        case .csv: ResultsText.data(of: report)
        case .json: try JSONReport.data(of: report)
        case .markdown: Data(MarkdownReport.text(of: report, plots: []).utf8)
        case .html: try PageReport.data(of: report)
        case .svg: nil
        }
    }
}
