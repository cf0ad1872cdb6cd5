import ArgumentParser
import Benchmarking
import CodecSamples
import Console
import Regression

/// How often `compare` is wrong.
///
/// Each comparison draws two of the runs, whole, so that what a machine does over minutes is in it; n runs make n (n - 1) such
/// comparisons. Then one direction of one codec is slowed down on the new side.
struct CompareExperiment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "On runs of one build.",
        discussion: """
            ncbench run --suite quick -e zlib,6/zstd,3/lstm,1 --output aa1      and again into aa2, aa3, …
            Tests/GateExperiment/run.sh compare aa1 aa2 aa3 … --slowdown 10
            """)

    @Argument(help: "Folders of at least four runs of one build, with the same options.")
    var runs: [String]

    @Option(help: "How much slower a codec is made, in percent.")
    var slowdown = 10.0

    @OptionGroup var choice: GateExperimentCommand.Choice

    func validate() throws {
        guard runs.count >= 4 else { throw ValidationError("name at least four runs") }
        guard slowdown > 0 else { throw ValidationError("--slowdown must be more than 0") }
    }

    func run() throws {
        let recorded = try Unusable.reporting { try runs.map { try ComparedRun.base(at: $0) } }
        let limits = try choice.limits(beginning: .standard)
        let codecs = try choice.codecs(recorded)
        var random = SplitMix64(seed: choice.seed)
        func compare(_ slowdown: Slowdown?) throws -> Comparison {
            let drawn = recorded.shuffled(using: &random)
            let (base, new) = (drawn[0].side("base"), drawn[1].side("new", slowdown))
            return try Unusable.reporting { try Judge.compare(base, new, limits: limits, alpha: 0.05) }
        }
        var (alarms, untested) = (0, 0)
        for _ in 0..<choice.comparisons {
            let comparison = try compare(nil)
            if !comparison.regressions.isEmpty { alarms += 1 }
            if comparison.testCount == 0 { untested += 1 }
        }
        StandardOutput.print(
            "nothing changed: \(alarms) false alarms in \(choice.comparisons) comparisons (\(untested) without a test)")
        for codec in codecs {
            for direction in SampleRecord.Direction.allCases {
                let slowdown = Slowdown(codec: codec, direction: direction, share: slowdown / 100)
                var found = 0
                for _ in 0..<choice.comparisons {
                    let comparison = try compare(slowdown)
                    if slowdown.isFound(in: comparison) { found += 1 }
                }
                StandardOutput.print("\(slowdown.description): found in \(found) of \(choice.comparisons)")
            }
        }
    }
}
