package import Benchmarking

/// What has to be the same of two runs' machines, and of how they were used, for their times and memory to say anything about
/// each other.
package enum MachineKind {
    /// One trait of a run's environment.
    struct Trait: Sendable {
        /// What a message says of two values that differ.
        let difference: String
        /// As text; nil where it is not known.
        let value: @Sendable (RunEnvironment) -> String?
        /// Whether runs of earlier builds may not have noted it, so that nothing follows from its lack.
        let mayBeMissing: @Sendable (RunEnvironment) -> Bool
        /// How it reads in the name of a kind; nil for what is usual and goes without saying.
        let words: @Sendable (RunEnvironment) -> String?
    }

    static let traits = [
        Trait(
            difference: "the processors differ", value: \.cpuModel, mayBeMissing: { _ in false },
            words: { $0.cpuModel ?? "unknown processor" }),
        Trait(
            difference: "the numbers of processors differ", value: { String($0.logicalCores) },
            mayBeMissing: { _ in false },
            words: { "\($0.logicalCores) processor\($0.logicalCores == 1 ? "" : "s")" }),
        Trait(
            difference: "the processors that the run was allowed differ", value: \.affinity,
            mayBeMissing: { $0.affinity == nil },
            words: { environment in
                let all = environment.logicalCores == 1 ? "0" : "0-\(environment.logicalCores - 1)"
                return environment.affinity.flatMap { $0 == all ? nil : "allowed \($0)" }
            }),
        Trait(
            difference: "the builds differ", value: \.buildConfiguration, mayBeMissing: { _ in false },
            words: { $0.buildConfiguration == "release" ? nil : "\($0.buildConfiguration) build" }),
        Trait(
            difference: "isolation differs", value: \.options?.isolation, mayBeMissing: { $0.options == nil },
            words: { $0.options.flatMap { $0.isolation == "process" ? nil : "isolation \($0.isolation)" } }),
        Trait(
            difference: "the pinned processor differs", value: { $0.options?.pinnedCPU.map(String.init) },
            mayBeMissing: { $0.options == nil },
            words: { $0.options?.pinnedCPU.map { "pinned to \($0)" } }),
    ]

    /// The name of the kind of machine that a run was measured on. Runs with one name are comparable.
    package static func text(of environment: RunEnvironment?) -> String {
        guard let environment else { return "unknown machine" }
        let mixture = environment.mixesMachines ? ["\(environment.machineTypeCount) types of machines"] : []
        return (mixture + traits.compactMap { $0.words(environment) }).joined(separator: ", ")
    }
}
