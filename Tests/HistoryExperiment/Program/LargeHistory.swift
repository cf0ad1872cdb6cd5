import ArgumentParser
import CodecSamples
import Foundation
import History
import HistorySamples

/// Makes a history as large as years of use leave it, for measuring how long its pages take.
struct LargeHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Fill a new history with made-up runs, to time commands on.",
        discussion: "Every spec has noise of 1 %, and one of them gets 5 % slower at three quarters of the runs.")

    @Option(help: "The file, which must not be there yet.") var database: String
    @Option(help: "How many runs.") var runs = 1000
    @Option(help: "Items of each run.") var items = 25
    @Option(help: "Specs of each run; the rows are items times specs.") var specs = 20

    func validate() throws {
        guard runs > 0, items > 0, specs > 0 else { throw ValidationError("all numbers must be above 0") }
        guard !FileManager.default.fileExists(atPath: database) else {
            throw ValidationError("'\(database)' is there already")
        }
    }

    func run() throws {
        let history = try HistoryDatabase(path: database, creates: true)
        let (itemNames, specNames) = (
            (1...items).map { "item \($0)" }, (1...specs).map { "codec\($0 / 4 + 1),\($0 % 4 + 1)" }
        )
        var random = SplitMix64(seed: 1)
        for number in 0..<runs {
            let run = try SampleRuns.run(number, specs: specNames, items: itemNames) { spec, item, _ in
                let slowness = spec == specNames[0] && number >= 3 * runs / 4 ? 1.05 : 1
                return 0.001 * Double(item + 1) * slowness * (1 + 0.01 * Double(random.next() >> 11) / 0x1p53)
            }
            _ = try history.add([run])
        }
    }
}
