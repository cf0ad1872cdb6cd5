import ArgumentParser
import Benchmarking
import Console
import Foundation

/// `ncbench manual`: writes the manual pages, for those who install the program.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Write the manual pages of all commands into a folder.", shouldDisplay: false)

    @Option(
        name: [.short, .long], help: ArgumentHelp("The folder; it is made where it is missing.", valueName: "folder"))
    var output: String

    func run() throws {
        do {
            try RunFolder.create(output)
            let folder = URL(fileURLWithPath: output)
            for page in try Self.pages() {
                try Data(page.text.utf8).write(to: folder.appendingPathComponent(page.fileName), options: .atomic)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: the manual could not be written: \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
    }

    /// The pages of this build.
    static func pages() throws -> [ManualPage] {
        ManualPage.pages(of: try HelpDump.current().command, version: NCBench.configuration.version)
    }
}
