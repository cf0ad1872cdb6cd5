import ArgumentParser
import Console
import Corpora
import Foundation
import NeuralCodecs

/// `ncbench kernels`: how near the in-house coder's inner loops come to what the core can do.
struct KernelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Time the in-house coders' inner loops against the peak of this core.",
        discussion: """
            Prints for each level, and for each kernel in that level's shapes, fused multiply-adds a second and the \
            fraction of the core's peak. The peak is a loop of nothing else, timed beside every kernel. Times are \
            processor time of one thread. Of mix: a byte, a channel of a pixel and a sample, on the sample and on generated \
            ones, and the kernels that mix predictions and solve for them.
            """)

    /// The coders whose kernels can be timed.
    enum Coder: String, CaseIterable, ExpressibleByArgument { case lstm, mix }

    @Option(help: "Whose kernels: \(Coder.allCases.map(\.rawValue).joined(separator: ", ")).")
    var coder = Coder.lstm

    @Option(name: .customLong("levels"), help: "Levels, as in 1,5,9 or 5-9.")
    var levels = LevelList(1...9)

    @Option(help: "A file to code for the training step; its first 60,000 bytes are used. Without it, generated text.")
    var sample: String?

    @Option(help: "Which build of the kernels: \(KernelBuild.allCases.map(\.rawValue).joined(separator: ", ")).")
    var build: KernelBuild = .fastest

    func validate() throws {
        guard build.isAvailable else {
            throw ValidationError("this processor does not run the \(build.rawValue) kernels")
        }
    }

    func run() throws {
        try OptimisedBuild.require(for: "kernels")
        let bytes = try sample.map { try BenchmarkText.beginning(of: $0, byteCount: 60_000) } ?? BenchmarkText.generated
        let symbolCount = Set(bytes).count
        let benchmark = KernelBenchmark(build: build)
        StandardOutput.print("\(build.rawValue) kernels, \(bytes.count) bytes with \(symbolCount) values")
        StandardOutput.print("peak of this core: \(giga(benchmark.peak())) G multiply-adds/s")
        switch coder {
        case .lstm: printNetworks(benchmark, bytes, symbolCount: symbolCount)
        case .mix:
            for level in levels.values {
                guard let parameters = MixParameters.level(level, for: bytes) else { continue }
                StandardOutput.print("\nmix,\(level)")
                for timing in benchmark.codingSteps(ofMix: parameters, on: bytes)
                    + benchmark.kernels(ofMix: parameters)
                {
                    StandardOutput.print(line(timing))
                }
            }
        }
    }

    private func printNetworks(_ benchmark: KernelBenchmark, _ bytes: [UInt8], symbolCount: Int) {
        for level in levels.values {
            guard let parameters = ModelParameters.level(level) else { continue }
            let cost = ModelCost(of: parameters, symbolCount: symbolCount)
            StandardOutput.print(
                "\nlevel \(level): \(cost.forward / 1000) K multiply-adds forward, \(cost.total / 1000) K a byte in all"
            )
            for timing in benchmark.trainingSteps(of: parameters, on: bytes)
                + benchmark.kernels(of: parameters, symbolCount: symbolCount)
            {
                StandardOutput.print(line(timing))
            }
        }
    }

    private func line(_ timing: KernelBenchmark.Timing) -> String {
        let name = timing.name.padding(toLength: 52, withPad: " ", startingAt: 0)
        let time = String(format: "%10.2f µs", timing.seconds * 1e6)
        guard let rate = timing.multiplyAddsPerSecond, let fraction = timing.fractionOfPeak else {
            return "  \(name)\(time)"
        }
        return "  \(name)\(time)  \(giga(rate)) G/s" + String(format: "  %3.0f %% of peak", fraction * 100)
    }

    private func giga(_ rate: Double) -> String { String(format: "%.1f", rate / 1e9) }
}

extension KernelBuild: ExpressibleByArgument {}
