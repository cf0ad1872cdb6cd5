import ArgumentParser
import Benchmarking
import Console
import Regression

/// How often the gate is wrong, on recorded runs of one build. Its results are in `docs/regression-gate.md`.
@main
struct GateExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "GateExperiment",
        abstract: "Count false alarms and misses of compare and ab on runs of one build.",
        subcommands: [CompareExperiment.self, ABExperiment.self],
        defaultSubcommand: CompareExperiment.self)

    /// What both kinds of experiment ask.
    struct Choice: ParsableArguments {
        @Option(help: "Comparisons of each kind.")
        var comparisons = 100

        @Option(help: "The codec that is made slower; each in turn without it.")
        var codec: String?

        @Option(help: ArgumentHelp("Limits other than the standard ones, as in compare.", valueName: "limits"))
        var limit: [String] = []

        @Option(help: "Seed of the random choices.")
        var seed: UInt64 = 1

        func validate() throws {
            guard comparisons > 0 else { throw ValidationError("--comparisons must be more than 0") }
            do {
                for text in limit { _ = try LimitText.rules(parsing: text) }
            } catch {
                throw ValidationError("\(error)")
            }
        }

        /// The codecs that are made slower in turn.
        func codecs(_ runs: [ComparedRun]) throws -> [String] {
            let known = Set(runs.flatMap { $0.records.map(\.codec) }).sorted()
            guard let codec else { return known }
            guard known.contains(codec) else {
                throw ValidationError("no run has the codec '\(codec)', only \(known.joined(separator: ", "))")
            }
            return [codec]
        }

        func limits(beginning standard: Limits) throws -> Limits {
            var limits = standard
            for text in limit { limits.add(try LimitText.rules(parsing: text)) }
            return limits
        }
    }
}

/// A codec made slower in one direction, as a change of its code would.
struct Slowdown {
    let codec: String
    let direction: SampleRecord.Direction
    /// A share: 0.1 for 10 %.
    let share: Double

    var description: String { "\(codec) \(direction.rawValue) \(Self.text(share)) slower" }

    static func text(_ share: Double) -> String { NumberText.significant(share * 100) + " %" }

    func apply(to samples: inout [SampleRecord]) {
        for index in samples.indices
        where samples[index].direction == direction && isOwn(spec: samples[index].spec) {
            samples[index].wallSeconds *= 1 + share
            samples[index].cpuSeconds *= 1 + share
            samples[index].stretches?.multiply(by: 1 + share)
            samples[index].waitSeconds = samples[index].waitSeconds.map { $0 * (1 + share) }
        }
    }

    /// Whether a comparison found it, be it on all items or on one.
    func isFound(in comparison: Comparison) -> Bool {
        comparison.regressions.contains { finding in
            guard case .measured(let metric) = finding.kind, finding.spec.codec == codec else { return false }
            return metric == (direction == .compress ? .compressionTime : .decompressionTime)
        }
    }

    private func isOwn(spec: String) -> Bool { spec == codec || spec.hasPrefix(codec + ",") }
}

extension ComparedRun {
    /// What was recorded, as one side of a comparison.
    ///
    /// - Parameters:
    ///   - slowdown: put into the times; nil for none.
    ///   - rounds: those that count; nil for all.
    func side(_ name: String, _ slowdown: Slowdown? = nil, rounds: Set<Int>? = nil) -> ComparedRun {
        var samples = samples
        if let rounds { samples.removeAll { !($0.round.map(rounds.contains) ?? false) } }
        for index in samples.indices { samples[index].run = name }
        slowdown?.apply(to: &samples)
        let records = records.map { record in
            var record = record
            record.run = name
            return record
        }
        return ComparedRun(name: name, records: records, samples: samples, environment: environment)
    }
}

/// What runs that say nothing of the gate end with: the status of `ncbench` for runs that cannot be compared.
struct Unusable {
    static let status = ExitCode(5)

    /// Does something with runs; what is wrong with them becomes a message and the status.
    static func reporting<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let problem as ComparedRun.ReadingProblem {
            StandardError.print("GateExperiment: \(problem)")
        } catch let incomparable as NotComparable {
            StandardError.print("GateExperiment: the runs cannot be compared: \(incomparable)")
        }
        throw status
    }
}
