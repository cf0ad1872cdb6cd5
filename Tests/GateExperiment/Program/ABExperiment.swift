import ArgumentParser
import Benchmarking
import CodecSamples
import Console
import Regression

/// How often `ab` is wrong, and the smallest slowdown it finds.
///
/// Each comparison draws one of the recorded runs and some of its rounds, each with what both sides gave, and with even chance
/// exchanges the sides of all of them: what made one side slower throughout stays, as does what disturbed a round. Then one
/// direction of one codec is slowed down on the new side.
struct ABExperiment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab", abstract: "On runs of 'ncbench ab' with the same build on both sides.",
        discussion: """
            ncbench ab --base ncbench --new ncbench --runs 48 -e zlib,6/zstd,3/lstm,1 --output ab1      and into ab2, ab3, …
            Tests/GateExperiment/run.sh ab ab1 ab2 ab3 … --slowdown 3 --rounds 12
            Tests/GateExperiment/run.sh ab ab1 ab2 ab3 … --sensitivity --rounds 6 --rounds 12 --rounds 24
            """)

    @Argument(help: "Folders that 'ncbench ab --output' wrote.")
    var runs: [String]

    @Option(help: "Rounds of a comparison, at most half of what each run has; may be repeated.")
    var rounds: [Int] = [12]

    @Option(help: "How much slower a codec is made, in percent.")
    var slowdown = 3.0

    @Flag(help: "Look for the smallest slowdown that is found in 19 of 20 comparisons instead.")
    var sensitivity = false

    @OptionGroup var choice: GateExperimentCommand.Choice

    /// Slowdowns that are tried, as shares.
    private static let ladder = [
        0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.15, 0.2,
        0.25, 0.3, 0.4, 0.5, 0.75, 1, 2,
    ]

    private struct Recorded {
        let base: ComparedRun
        let new: ComparedRun
        let roundCount: Int
        let secondsPerRound: Double
    }

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("name the folders of runs") }
        guard slowdown > 0 else { throw ValidationError("--slowdown must be more than 0") }
        guard rounds.allSatisfy({ $0 >= 4 }) else { throw ValidationError("--rounds must be 4 or more") }
    }

    func run() throws {
        let recorded = try runs.map(read)
        let most = rounds.max() ?? 0
        if let short = zip(runs, recorded).first(where: { $0.1.roundCount < 2 * most }) {
            throw ValidationError(
                "'\(short.0)' has \(short.1.roundCount) rounds; for comparisons of \(most) record \(2 * most) or more")
        }
        let limits = try choice.limits(beginning: .alternating)
        let codecs = try choice.codecs(recorded.map(\.base))
        for count in rounds {
            let seconds = recorded.map(\.secondsPerRound).reduce(0, +) / Double(recorded.count) * Double(count)
            StandardOutput.print("\(count) rounds, about \(DurationText.text(seconds)):")
            func comparisons(_ slowdown: Slowdown?) throws -> [Comparison] {
                // The same rounds for every slowdown, so that a larger one is found where a smaller one is.
                var random = SplitMix64(seed: choice.seed)
                return try (0..<choice.comparisons).map { _ in
                    try compare(recorded, rounds: count, limits, slowdown, &random)
                }
            }
            func foundCount(_ slowdown: Slowdown) throws -> Int {
                try comparisons(slowdown).count(where: slowdown.isFound)
            }
            let unchanged = try comparisons(nil)
            StandardOutput.print(
                "  nothing changed: \(unchanged.count { !$0.regressions.isEmpty }) false alarms in"
                    + " \(unchanged.count) comparisons (\(unchanged.count { $0.testCount == 0 }) without a test)")
            for codec in codecs {
                for direction in SampleRecord.Direction.allCases {
                    if sensitivity {
                        let smallest = try smallestFound { share in
                            try foundCount(Slowdown(codec: codec, direction: direction, share: share))
                        }
                        let text = smallest.map(Slowdown.text) ?? "more than \(Slowdown.text(Self.ladder.last ?? 0))"
                        StandardOutput.print("  \(codec) \(direction.rawValue): \(text) is found in 19 of 20")
                    } else {
                        let slowdown = Slowdown(codec: codec, direction: direction, share: slowdown / 100)
                        let found = try foundCount(slowdown)
                        StandardOutput.print("  \(slowdown.description): found in \(found) of \(choice.comparisons)")
                    }
                }
            }
        }
    }

    /// The smallest step of the ladder that is found in 19 of 20 comparisons, by halving.
    private func smallestFound(_ foundCount: (Double) throws -> Int) rethrows -> Double? {
        var (low, high) = (0, Self.ladder.count)
        while low < high {
            let middle = (low + high) / 2
            if try foundCount(Self.ladder[middle]) * 20 >= 19 * choice.comparisons {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low < Self.ladder.count ? Self.ladder[low] : nil
    }

    private func compare(
        _ recorded: [Recorded], rounds: Int, _ limits: Limits, _ slowdown: Slowdown?, _ random: inout SplitMix64
    ) throws -> Comparison {
        let drawn = recorded[Int.random(in: 0..<recorded.count, using: &random)]
        let chosen = Set((0..<drawn.roundCount).shuffled(using: &random).prefix(rounds))
        let isExchanged = Bool.random(using: &random)
        let base = (isExchanged ? drawn.new : drawn.base).side("base", rounds: chosen)
        let new = (isExchanged ? drawn.base : drawn.new).side("new", slowdown, rounds: chosen)
        return try Unusable.reporting {
            try Judge.compare(base, new, limits: limits, alpha: 0.05, isPaired: true)
        }
    }

    private func read(_ folder: String) throws -> Recorded {
        let (base, new) = (
            try Unusable.reporting { try ComparedRun.base(at: folder + "/base") },
            try Unusable.reporting { try ComparedRun.base(at: folder + "/new") }
        )
        guard let ends = AlternatingRecord.roundEnds(folder) else {
            StandardError.print(
                "GateExperiment: '\(folder)' has no readable rounds.csv; 'ncbench ab --output' writes it")
            throw Unusable.status
        }
        guard let program = base.environment?.options?.executableSHA256,
            program == new.environment?.options?.executableSHA256
        else {
            StandardError.print(
                "GateExperiment: the two sides of '\(folder)' are different builds: what is noise would not be known")
            throw Unusable.status
        }
        return Recorded(
            base: base, new: new, roundCount: ends.count, secondsPerRound: (ends.last ?? 0) / Double(ends.count))
    }
}
