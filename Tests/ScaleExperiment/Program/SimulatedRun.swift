import Benchmarking
import CodecInterface
import CodecSamples
import Corpora
import Foundation
import OutsideText

/// A run that nobody could measure in one piece: many items and 40 specs, as 1,000 nodes of two types would have measured it.
struct SimulatedRun {
    let plan: RunPlan
    private let costs: CostTable
    private static let text = String(repeating: "0123456789abcdef", count: 4)

    init(itemCount: Int) {
        var random = SplitMix64(seed: 1)
        let items = (0..<itemCount).map { place in
            // Sizes as files have them: most are small, few are large.
            let size = 1 << Int.random(in: 8...22, using: &random) + Int.random(in: 0..<1000, using: &random)
            let hash = String(place, radix: 16)
            return Item(
                id: ExactText("corpus/folder \(place % 100)/file \(place).dat"), modality: .binary, byteCount: size,
                sha256: String(Self.text.dropLast(hash.utf8.count)) + hash, origin: .file(path: "/nowhere"))
        }
        let names =
            ["zlib", "xz", "zstd", "brotli"].flatMap { name in (1...9).map { (name, $0) } }
            + [1, 3, 5, 9].map { ("lstm", $0) }
        let entries = names.map { name, level in
            RunPlan.Entry(
                spec: CodecSpec(codec: name, parameters: "\(level)"),
                information: CodecInformation(
                    name: name, summary: "", family: name == "lstm" ? .neural : .classical,
                    parameters: (1...9).map(String.init), parameterRange: "1-9", defaultParameters: "6",
                    library: name, version: "1"),
                parameters: "\(level)")
        }
        var plan = RunPlan(items: items, entries: entries)
        plan.timeout = 3600
        self.plan = plan
        costs = CostTable()
    }

    func division(_ count: Int) -> ShardDivision {
        ShardDivision(plan, costs: TrialCosts(costs, of: plan, prefixByteCount: nil), count: count)
    }

    /// Writes every shard as its node would have.
    func write(_ count: Int, into folder: String) throws {
        let division = division(count)
        let options = RunOptions(plan: plan, isolation: "process", budget: nil, executablePath: "/nowhere")
        let fingerprint = try division.fingerprint(options, prefixByteCount: nil)
        var environment = RunEnvironment.current(
            run: "", date: Date(), command: "ncbench run --shard …",
            libraryVersions: Dictionary(plan.entries.map { ($0.information.name, "1") }) { first, _ in first },
            generatedItems: [], options: options)
        for number in 1...count {
            guard let shard = ShardNumber(number, of: count) else { continue }
            let part = division.plan(of: number, from: plan)
            let own = part.restricted(part.plan)
            environment.run = RunIdentifier.make(Date())
            environment.cpuModel = number.isMultiple(of: 3) ? "Slow Processor" : "Fast Processor"
            environment.options?.shard = ShardRecord(
                shard: shard, planSHA256: fingerprint, trialCount: plan.trialCount, command: "ncbench run …")
            let target = RunFolder(path: "\(folder)/\(number)")
            try RunFolder.create(target.path)
            try target.write(environment)
            try target.write(part.trials(own))
            try target.write(
                own.items.map {
                    ItemRecord(
                        run: environment.run, item: $0.id, modality: $0.modality, sha256: $0.sha256,
                        rawByteCount: $0.byteCount, isGenerated: false, media: nil)
                })
            try write(own, environment.run, into: target)
        }
    }

    private func write(_ plan: RunPlan, _ run: String, into folder: RunFolder) throws {
        var results = ResultsFile.header
        var samples = SampleRecord.header
        for item in plan.items {
            for entry in plan.entries(on: item) {
                let direction = DirectionRecord(
                    speed: 12.5, minimumSpeed: 11, confidenceLow: 12, confidenceHigh: 13.25, cpuSeconds: 0.0125,
                    peakByteCount: 4096, runs: 6)
                results += ResultsFile.row(
                    of: TrialRecord(
                        run: run, item: item.id, modality: item.modality, itemSHA256: item.sha256,
                        codec: entry.information.name, parameters: entry.parameters, codecVersion: "1",
                        rawByteCount: item.byteCount, compressedByteCount: max(1, item.byteCount / 2),
                        compression: direction, decompression: direction, yardstickSpeed: 1000,
                        streamSHA256: item.sha256, status: .ok))
                for direction in SampleRecord.Direction.allCases {
                    for index in 0..<6 {
                        samples +=
                            SampleRecord(
                                run: run, item: item.id, spec: entry.effectiveSpec, direction: direction, index: index,
                                passes: 1, wallSeconds: 0.0123, cpuSeconds: 0.0123, round: index / 2
                            ).row
                    }
                }
            }
        }
        try Data(results.utf8).write(to: URL(fileURLWithPath: folder.resultsPath))
        try Data(samples.utf8).write(to: URL(fileURLWithPath: folder.samplesPath))
    }
}
