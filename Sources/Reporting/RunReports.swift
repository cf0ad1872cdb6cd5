package import Benchmarking
package import Console
import Foundation

/// What a run leaves for people: the table on standard output, `report.md` with its plots, and `report.html`.
package struct RunReports: Sendable {
    private let folder: RunFolder?
    private let verbosity: Verbosity

    /// - Parameter folder: where the run lies and its reports go; nil for the table alone.
    package init(folder: RunFolder?, verbosity: Verbosity) {
        self.folder = folder
        self.verbosity = verbosity
    }

    /// Returns false, after a message, when a file of the report could not be written.
    package func write(_ records: [TrialRecord], _ environment: RunEnvironment) -> Bool {
        guard !records.isEmpty else { return true }
        if verbosity != .quiet {
            StandardOutput.print(
                TerminalTable.text(of: records, environment: environment, width: TerminalWidth.current), terminator: "")
            let spread = MachineNoise.spread(of: records.compactMap(\.yardstickSpeed))
            if spread > 0.1 {
                StandardError.print(
                    "ncbench: NOTE: the machine's own speed varied by \(NumberText.fixed(0)(spread * 100)) % between"
                        + " trials (column yardstick_mbps)")
            }
        }
        guard let folder else { return true }
        do {
            // From the rows as they were written, so that 'ncbench report' gives the same bytes later.
            let written = try RunFolder.read(folder.path).records
            for file in try ReportFiles.files(of: report(written, environment, folder), formats: [.markdown, .html]) {
                let url = URL(fileURLWithPath: folder.path).appendingPathComponent(file.path)
                try RunFolder.create(url.deletingLastPathComponent().path)
                try file.data.write(to: url, options: .atomic)
            }
            return true
        } catch {
            // Without rows there is no report either; a folder that went away is not made anew.
            if case RunFolderError.cannotRead = error {
                StandardError.print("ncbench: no report was written: \(error)")
                return false
            }
            let reason =
                if case RunFolderError.cannotCreate(_, let reason) = error { reason } else { RunFolder.describe(error) }
            StandardError.print(
                "ncbench: cannot write the report into '\(folder.path)': \(reason); 'ncbench report"
                    + " \(folder.path)' makes it from the rows there are")
            return false
        }
    }

    private func report(_ records: [TrialRecord], _ environment: RunEnvironment, _ folder: RunFolder) -> Report {
        let name = URL(fileURLWithPath: folder.path).lastPathComponent
        let curves = RunFolder.readCurves(folder.path).records
        return Report(runs: [
            ReportedRun(
                name: name, records: records, environment: environment, curves: curves,
                items: RunFolder.readItems(folder.path))
        ])
    }
}
