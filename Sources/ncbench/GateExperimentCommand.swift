import ArgumentParser
import Benchmarking
import Foundation
import Regression

/// `ncbench gate-experiment`: how often the gate is wrong, on recorded runs of one build. Its result is in
/// `docs/regression-gate.md`.
///
/// Each comparison splits the runs into two halves at random and puts a run together from each: round k is round k of a
/// run drawn from the half, all trials of it alike, so that what disturbed a round stays together. No process is on both
/// sides. Then one codec's times on the new side are stretched.
struct GateExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate-experiment", abstract: "Count false alarms and misses of compare on runs of one build.",
        shouldDisplay: false)

    @Argument(help: "Folders of at least four runs of one build, with the same options.")
    var runs: [String]

    @Option(help: "Comparisons of each kind.")
    var comparisons = 100

    @Option(help: "How much slower a codec is made, in percent.")
    var slowdown = 10.0

    @Option(help: "The codec that is made slower; each in turn without it.")
    var codec: String?

    @Option(help: "Seed of the random choices.")
    var seed: UInt64 = 1

    func validate() throws {
        guard runs.count >= 4 else { throw ValidationError("name at least four runs") }
        guard comparisons > 0, slowdown > 0 else { throw ValidationError("counts and slowdowns are above 0") }
    }

    func run() throws {
        let recorded = try runs.map { try ComparisonSource.readBase($0) }
        let specs = Set(recorded.flatMap { $0.records.map(\.codec) }).sorted()
        guard !specs.isEmpty, codec.map(specs.contains) ?? true else {
            throw ValidationError("no run has the codec '\(codec ?? "")'")
        }
        var random = SplitMix(state: seed)
        var (alarms, insufficient) = (0, 0)
        for _ in 0..<comparisons {
            let comparison = try compare(recorded, slower: nil, &random)
            if !comparison.regressions.isEmpty { alarms += 1 }
            if comparison.testCount == 0 { insufficient += 1 }
        }
        print("nothing changed: \(alarms) false alarms in \(comparisons) comparisons (\(insufficient) without a test)")
        for name in codec.map({ [$0] }) ?? specs {
            var found = 0
            for _ in 0..<comparisons {
                let comparison = try compare(recorded, slower: name, &random)
                if comparison.regressions.contains(where: { $0.spec.codec == name }) { found += 1 }
            }
            print("\(name) slower by \(slowdown) %: found in \(found) of \(comparisons) comparisons")
        }
    }

    private func compare(_ recorded: [ComparedRun], slower: String?, _ random: inout SplitMix) throws -> Comparison {
        let order = recorded.shuffled(using: &random)
        let half = order.count / 2
        let base = assembled(Array(order[..<half]), "base", slower: nil, &random)
        let new = assembled(Array(order[half...]), "new", slower: slower, &random)
        do {
            return try Judge.compare(base, new, limits: .standard, alpha: 0.05)
        } catch {
            StandardError.print("ncbench: the runs cannot be compared: \(error)")
            throw ExitStatus.notComparable
        }
    }

    private func assembled(
        _ runs: [ComparedRun], _ name: String, slower: String?, _ random: inout SplitMix
    ) -> ComparedRun {
        let rounds = runs.flatMap { $0.samples.compactMap(\.round) }.max() ?? 0
        var samples: [SampleRecord] = []
        for round in 0...rounds {
            let drawn = runs[Int.random(in: 0..<runs.count, using: &random)]
            samples += drawn.samples.filter { $0.round == round }
        }
        for index in samples.indices {
            samples[index].run = name
            guard let slower, samples[index].spec.split(separator: ",").first.map(String.init) == slower else {
                continue
            }
            samples[index].wallSeconds *= 1 + slowdown / 100
            samples[index].waitSeconds = samples[index].waitSeconds.map { $0 * (1 + slowdown / 100) }
        }
        let records = runs[0].records.map { record in
            var record = record
            record.run = name
            return record
        }
        return ComparedRun(name: name, records: records, samples: samples, environment: runs[0].environment)
    }
}

/// Random numbers from a seed, the same everywhere (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
