import Benchmarking
import Foundation
import Testing

/// Messages that nobody reads end nothing; results that nobody gets are told.
@Suite struct StandardStreamTests {
    private let run = "run -e store/zlib,1 --runs 1 --min-time 0 --warmup 0"

    private func program() throws -> Program {
        let program = try Program()
        try program.write("a", sampleText(3000))
        return program
    }

    @Test(arguments: ["2>&-", "2>/dev/full", "2> >(head -c 5 >/dev/null)"])
    func aRunGoesOnWithoutItsMessages(redirection: String) throws {
        let program = try program()
        let result = try program.shell("exec \"$0\" \(run) --verbose --output o a \(redirection)")
        #expect(result.status == 0)
        #expect(try RunFolder.read(program.folder + "/o").records.map(\.status) == [.ok, .ok])
        #expect(program.exists("o/report.md"))
    }

    @Test(arguments: ["run -e nosuch a", "compress nowhere", "decompress nowhere.ncb", "report nowhere"])
    func failuresKeepTheirStatus(arguments: String) throws {
        let program = try program()
        let spoken = try program.shell("exec \"$0\" \(arguments)")
        #expect(spoken.status == 1 || spoken.status == 64)
        #expect(try program.shell("exec \"$0\" \(arguments) 2>&-").status == spoken.status)
    }

    @Test(arguments: [
        "codecs", "--version", "--help", "corpora list --suite smoke", "run -e store --runs 1 --min-time 0 a",
    ])
    func lostResultsAreTold(arguments: String) throws {
        let program = try program()
        let full = try program.shell("exec \"$0\" \(arguments) >/dev/full")
        #expect(full.status == 1 && full.errors.contains("standard output could not be written: No space left"))
        let closed = try program.shell("exec \"$0\" \(arguments) >&-")
        #expect(closed.status == 1 && closed.errors.contains("it is closed"), "\(closed.errors)")
        #expect(try program.shell("exec \"$0\" \(arguments)").status == 0)
    }

    @Test func listsMayBePipes() throws {
        let program = try program()
        let result = try program.shell("exec \"$0\" \(run) --output o --files-from <(echo a)")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try RunFolder.read(program.folder + "/o").records.count == 2)
    }
}
