import ArgumentParser
import Benchmarking
import Foundation
import Reporting

/// What a run leaves for people: the table on standard output and `report.md`, and the exit status.
struct RunReports {
    let folder: RunFolder?
    let verbosity: Verbosity

    func write(_ records: [TrialRecord], _ environment: RunEnvironment) {
        guard !records.isEmpty else { return }
        let context = ReportContext(environment: environment)
        if verbosity != .quiet {
            let table = TerminalTable.text(of: records, context: context, width: TerminalWidth.current)
            // The reader may have gone (`| head`), which is no reason to fail.
            try? FileHandle.standardOutput.write(contentsOf: Data(table.utf8))
            let spread = MachineNoise.spread(of: records.compactMap(\.yardstickSpeed))
            if spread > 0.1 {
                StandardError.print(
                    "ncbench: NOTE: the machine's own speed varied by \(NumberText.fixed(0)(spread * 100)) % between"
                        + " trials (column yardstick_mbps)")
            }
        }
        guard let folder else { return }
        let path = folder.path + "/report.md"
        do {
            try Data(MarkdownReport.text(of: records, context: context).utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            StandardError.print("ncbench: cannot write '\(path)': \(RunFolder.describe(error))")
        }
    }

    /// Throws the exit status that the rows ask for.
    static func throwStatus(of records: [TrialRecord]) throws {
        if records.contains(where: { $0.status == .mismatch }) { throw ExitStatus.mismatch }
        let isFine = records.allSatisfy { record in
            switch record.status {
            case .ok, .unsupported: true
            default: false
            }
        }
        if !isFine { throw ExitStatus.failure }
    }
}

/// A folder for items and streams, which goes away with the run.
struct ScratchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            StandardError.print("ncbench: cannot create the scratch folder '\(path)': \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
