import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

@Suite struct RunOptionsTests {
    private let item = Item(id: "a", modality: .text, byteCount: 1, sha256: "0", origin: .file(path: "a"))

    @Test func equalRunsGoOn() {
        let plan = Fixtures.plan(items: [item], entries: [Fixtures.entry("x")])
        #expect(Fixtures.options(plan).obstacle(toResuming: Fixtures.options(plan)) == nil)
    }

    @Test func everyDifferenceHasItsReason() {
        let plan = Fixtures.plan(items: [item], entries: [Fixtures.entry("x")])
        func reason(_ change: (inout RunPlan) -> Void) -> String? {
            var changed = plan
            change(&changed)
            return Fixtures.options(changed).obstacle(toResuming: Fixtures.options(plan))
        }
        #expect(reason { $0.threads = 2 } == "--threads was 1 and now is 2")
        #expect(reason { $0.repetitions.minimumRuns = 3 } == "--runs was 2 and now is 3")
        #expect(reason { $0.sweep(over: [5, nil]) } == "--block-size was none and now is 5,whole")
        #expect(reason { $0.recordsCurves = true }?.contains("--curve") == true)
        #expect(reason { $0.repetitions.warmups = 9 }?.contains("--warmup") == true)
        #expect(reason { $0.items = [] }?.contains("number of items") == true)
        #expect(
            reason {
                $0.items = [
                    Item(id: "a", modality: .text, byteCount: 1, sha256: "1", origin: .file(path: "a"))
                ]
            }?.contains("contents have changed") == true)
        #expect(reason { $0.entries = [] }?.contains("list of codecs") == true)
        #expect(reason { $0.timeout = 3 } == "--timeout was none and now is 3.0")
        #expect(reason { $0.memoryLimit = 3 } == "--memory-limit was none and now is 3")
        #expect(reason { $0.pinnedCPU = 0 } == "--pin was none and now is 0")
        #expect(reason { $0.rounds = 1 } == "--rounds was 2 and now is 1")
        let other = RunOptions(plan: plan, isolation: "process", budget: nil, executablePath: "/bin/cat")
        #expect(other.obstacle(toResuming: Fixtures.options(plan))?.contains("another build") == true)
    }

    @Test func theEnvironmentNamesNobody() throws {
        let environment = Fixtures.environment(Fixtures.options(Fixtures.plan(items: [item])))
        let text = String(decoding: try JSONEncoder().encode(environment), as: UTF8.self)
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, 255)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #expect(!text.contains("\"\(name)\"") && !text.contains(NSHomeDirectory() + "/"))
        #expect(environment.logicalCores > 0 && environment.noise != nil && !environment.kernel.isEmpty)
        #expect(try JSONDecoder().decode(RunEnvironment.self, from: Data(text.utf8)) == environment)
    }
}
