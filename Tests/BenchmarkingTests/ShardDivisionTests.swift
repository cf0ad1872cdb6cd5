import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

@Suite struct ShardDivisionTests {
    private func item(_ name: String, _ byteCount: Int) -> Item {
        Item(id: ExactText(name), modality: .text, byteCount: byteCount, sha256: name, origin: .file(path: name))
    }

    /// Codecs 10,000 times apart on items 100 times apart.
    private func plan(items: Int) -> RunPlan {
        RunPlan(
            items: (0..<items).map { item("item \($0)", 1000 + $0 * $0 % 97 * 1000) },
            entries: ["fast", "quick", "middle", "slow", "slower"].map { Fixtures.entry($0) })
    }

    private var costs: CostTable {
        get throws {
            let speeds = [("fast", 0.001), ("quick", 0.002), ("middle", 0.1), ("slow", 20), ("slower", 30)]
            let rows = speeds.flatMap { name, seconds in
                ["compress", "decompress"].map { "\"faulty,\(name)\",0,text,\($0),0,\(seconds)\n" }
            }
            return try CostTable(
                parsing: "spec,block_bytes,modality,direction,fixed_s,s_per_mb\n" + rows.joined(), path: "costs.csv")
        }
    }

    private func division(_ plan: RunPlan, _ count: Int) throws -> ShardDivision {
        ShardDivision(plan, costs: TrialCosts(try costs, of: plan, prefixByteCount: nil), count: count)
    }

    @Test(arguments: [1, 2, 7, 64, 500]) func everyTrialIsInOneShard(count: Int) throws {
        let plan = plan(items: 40)
        let division = try division(plan, count)
        var seen: [TrialKey: Int] = [:]
        for number in 1...count {
            let part = division.plan(of: number, from: plan)
            let own = part.restricted(part.plan)
            #expect(own.trialCount == part.trials(own).count)
            for item in own.items {
                for entry in own.entries(on: item) { seen[TrialKey(entry, on: item), default: 0] += 1 }
            }
        }
        #expect(seen.count == plan.trialCount && seen.values.allSatisfy { $0 == 1 })
    }

    @Test(arguments: [2, 7, 16]) func shardsTakeEquallyLong(count: Int) throws {
        let plan = plan(items: 60)
        let costs = TrialCosts(try costs, of: plan, prefixByteCount: nil)
        let seconds = ShardDivision(plan, costs: costs, count: count).expectedSeconds
        let whole = ShardDivision(plan, costs: costs, count: 1).expectedSeconds[0]
        #expect(abs(seconds.reduce(0, +) / whole - 1) < 1e-9)
        // Graham's bound: what is best is at least the mean, and at least the longest trial; none is longer than the mean here.
        #expect(try #require(seconds.max()) <= whole / Double(count) * 4 / 3)
    }

    @Test func whatIsComparedBySpeedStaysTogether() throws {
        let plan = plan(items: 12)
        // So many shards that no item fits into one: the slow codecs part from the fast ones, which stay together.
        let division = try division(plan, 12)
        for number in 1...12 {
            let part = division.plan(of: number, from: plan)
            for entries in part.entries where !entries.isDisjoint(with: [0, 1, 2]) {
                #expect(entries.isSuperset(of: [0, 1, 2]), "\(entries)")
            }
        }
        // Few shards: every item whole.
        let few = try self.division(self.plan(items: 400), 2)
        for number in 1...2 {
            #expect(few.plan(of: number, from: self.plan(items: 400)).entries.allSatisfy { $0 == [0, 1, 2, 3, 4] })
        }
    }

    @Test func theSameDivisionEverywhere() throws {
        let plan = plan(items: 30)
        let options = RunOptions(plan: plan, isolation: "process", budget: nil, executablePath: "/nowhere")
        let first = try division(plan, 8).fingerprint(options, prefixByteCount: nil)
        #expect(try division(plan, 8).fingerprint(options, prefixByteCount: nil) == first)
        #expect(try division(plan, 8).fingerprint(options, prefixByteCount: 1024) != first)
        #expect(try division(plan, 9).fingerprint(options, prefixByteCount: nil) != first)
        // With rough costs alone, and another table, it is another division.
        let rough = ShardDivision(plan, costs: TrialCosts(CostTable(), of: plan, prefixByteCount: nil), count: 8)
        #expect(try rough.fingerprint(options, prefixByteCount: nil) != first)
    }

    @Test func costsAreKept() throws {
        let table = try costs
        #expect(try CostTable(parsing: table.text, path: "costs.csv") == table)
        let entry = Fixtures.entry("slow")
        #expect(table.line(entry, .text, .compress).secondsPerMegabyte == 20)
        // Another kind of data counts where its own is not known.
        #expect(table.line(entry, .image, .compress).secondsPerMegabyte == 20)
        for text in [
            "", "a,b\n1,2\n", "spec,block_bytes,modality,direction,fixed_s,s_per_mb\nx,0,text,compress,-1,2\n",
        ] {
            #expect(throws: CostTable.Malformation.self) { try CostTable(parsing: text, path: "x") }
        }
    }
}

@Suite struct ShardRequestTests {
    private func shard(_ text: String, _ environment: [String: String] = [:]) -> String {
        do throws(ShardRequest.Problem) {
            return try ShardRequest(parsing: text).resolved(environment).description
        } catch {
            return "refused"
        }
    }

    @Test func numbers() {
        #expect(shard("3/16") == "3/16" && shard("1/1") == "1/1")
        for text in ["", "0/3", "4/3", "3", "a/b", "3/16/2", "-1/4", "1/100001", "auto/0", "auto/x", "/"] {
            #expect(shard(text) == "refused", "\(text)")
        }
    }

    @Test func schedulers() {
        let slurm = [
            "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "16",
            "SLURM_ARRAY_TASK_COUNT": "16", "SLURM_ARRAY_TASK_STEP": "1",
        ]
        #expect(shard("auto", slurm) == "5/16" && shard("auto/20", slurm) == "5/20")
        // From 0 on, and by steps.
        let steps = [
            "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "6",
            "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_STEP": "2",
        ]
        #expect(shard("auto", steps) == "3/4")
        // What is left of an array does not say how large that was.
        var gaps = slurm
        gaps["SLURM_ARRAY_TASK_COUNT"] = "7"
        #expect(shard("auto", gaps) == "refused" && shard("5/16", gaps) == "5/16")
        #expect(
            shard("auto", ["SGE_TASK_ID": "2", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "3", "SGE_TASK_STEPSIZE": "1"])
                == "2/3")
        #expect(shard("auto", ["SGE_TASK_ID": "undefined"]) == "refused")
        #expect(shard("auto/4", ["JOB_COMPLETION_INDEX": "0"]) == "1/4")
        #expect(shard("auto/4", ["JOB_COMPLETION_INDEX": "4"]) == "refused")
        #expect(shard("auto", ["JOB_COMPLETION_INDEX": "0"]) == "refused")
        #expect(shard("auto/4", ["PARALLEL_SEQ": "4"]) == "4/4")
        // Numbers that no scheduler gives.
        for number in ["9223372036854775807", "-9223372036854775808", "99999999999999999999"] {
            for variable in ["SLURM_ARRAY_TASK_ID", "SGE_TASK_ID", "JOB_COMPLETION_INDEX", "PARALLEL_SEQ"] {
                #expect(shard("auto/4", [variable: number]) == "refused")
            }
            for (first, last) in [("-9223372036854775808", number), (number, "9223372036854775807"), ("0", number)] {
                let far = [
                    "SLURM_ARRAY_TASK_ID": number, "SLURM_ARRAY_TASK_MIN": first, "SLURM_ARRAY_TASK_MAX": last,
                    "SLURM_ARRAY_TASK_STEP": "1",
                ]
                #expect(shard("auto", far) == "refused")
            }
        }
        #expect(shard("auto") == "refused" && shard("auto/4", ["SLURM_ARRAY_TASK_ID": "x"]) == "refused")
    }
}
