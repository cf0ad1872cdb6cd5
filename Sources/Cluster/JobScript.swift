import OutsideText

/// The script of a job array: one task a shard.
package struct JobScript: Sendable {
    /// The program, and what is measured: the words behind `ncbench run`.
    package var program: String
    package var words: [String]
    /// Where the command was given, from where its paths are.
    package var workingFolder: String
    package var folder: SubmissionFolder
    package var shardCount: Int
    package var threads: Int
    /// As Slurm spells spans of time; nil for the partition's own.
    package var timeLimit: String?
    package var partition: String?
    /// Whether tasks share nodes, and so disturb each other's times.
    package var sharesNodes: Bool

    /// - Parameters: as the properties of these names.
    package init(
        program: String, words: [String], workingFolder: String, folder: SubmissionFolder, shardCount: Int,
        threads: Int, timeLimit: String?, partition: String?, sharesNodes: Bool
    ) {
        self.program = program
        self.words = words
        self.workingFolder = workingFolder
        self.folder = folder
        self.shardCount = shardCount
        self.threads = threads
        self.timeLimit = timeLimit
        self.partition = partition
        self.sharesNodes = sharesNodes
    }

    /// The script for Slurm.
    package var slurm: String {
        var directives = [
            "--job-name=ncbench", "--open-mode=append", "--requeue", "--nodes=1", "--ntasks=1",
            "--cpus-per-task=\(threads)",
        ]
        if !sharesNodes { directives.append("--exclusive") }
        if let timeLimit { directives.append("--time=\(timeLimit)") }
        if let partition { directives.append("--partition=\(partition)") }
        let command =
            ["exec", ShellWord.quoted(program), "run", "--quiet", "--resume"] + options.map(ShellWord.quoted)
        return """
            #!/bin/bash
            \(directives.map { "#SBATCH \($0)" }.joined(separator: "\n"))
            # One task a shard; the array is given to sbatch: --array=1-\(shardCount). A task that is started again goes on where the
            # first one stopped.
            set -eu
            cd \(ShellWord.quoted(workingFolder))
            \(command.joined(separator: " ")) \\
                --shard "$SLURM_ARRAY_TASK_ID/\(shardCount)" --costs \(ShellWord.quoted(folder.costsPath)) \\
                --output \(ShellWord.quoted(folder.path))/shards/"$SLURM_ARRAY_TASK_ID"\(paths)

            """
    }

    /// Options come first, what stands behind `--` stays behind all of them.
    private var options: ArraySlice<String> { words.prefix { $0 != "--" } }

    private var paths: String {
        let rest = words[options.endIndex...]
        return rest.isEmpty ? "" : " " + rest.map(ShellWord.quoted).joined(separator: " ")
    }
}
