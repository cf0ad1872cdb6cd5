import ArgumentParser
import Console
import NeuralCodecs
import Training

/// What `ncbench train` asks of networks.
struct NetworkTrainingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Networks: passes over the training data. (default: 10)", valueName: "n"))
    var epochs: Int?

    @Option(
        help: ArgumentHelp(
            "Networks: records that are learnt together, in one step; 128, or fewer where that leaves less than 100 steps"
                + " an epoch.", valueName: "n"))
    var batchSize: Int?

    @Option(
        help: ArgumentHelp(
            "Networks: end after so many epochs without a better result; 0 for never. (default: 3)", valueName: "n"))
    var patience: Int?

    @Option(help: ArgumentHelp("Networks: begin no epoch that would end later than this (10m, 2h).", valueName: "time"))
    var time: SpanOfTime?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Networks: threads to use. The result does not depend on it. (default: 1)", valueName: "n"))
    var threads: Int?

    @Flag(help: "Networks: go on from the checkpoint beside the output.")
    var resume = false

    func validate() throws {
        guard (1...100_000).contains(epochs ?? 1) else { throw ValidationError("--epochs takes 1 to 100000") }
        guard (1...1024).contains(batchSize ?? 1) else { throw ValidationError("--batch-size takes 1 to 1024") }
        guard (patience ?? 0) >= 0 else { throw ValidationError("--patience takes a number from 0 on") }
        guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads takes 1 to 1024") }
        if let time, time.seconds <= 0 { throw ValidationError("--time takes a span above 0") }
    }

    /// Those that were given, by their names.
    var given: [String] {
        [
            ("--epochs", epochs != nil), ("--batch-size", batchSize != nil), ("--patience", patience != nil),
            ("--time", time != nil), ("--threads", threads != nil), ("--resume", resume),
        ].filter(\.1).map(\.0)
    }

    /// - Parameter seed: of the order of the records.
    func settings(_ parameters: ModelParameters, seed: Int) -> NetworkTraining.Settings {
        var settings = NetworkTraining.Settings(parameters: parameters)
        settings.epochs = epochs ?? settings.epochs
        settings.batchSize = batchSize
        settings.seed = seed
        if let patience { settings.patience = patience > 0 ? patience : nil }
        settings.timeLimit = time?.seconds
        settings.threads = threads ?? settings.threads
        return settings
    }
}
