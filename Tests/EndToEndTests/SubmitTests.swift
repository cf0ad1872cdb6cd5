import Benchmarking
import Foundation
import Testing

/// `submit` through the built program, with programs in place of Slurm's that do as little of it as is asked here: they show what
/// is said and kept where a cluster would refuse or forget. `Tests/Cluster/run.sh` has a real one.
@Suite struct SubmitTests {
    private let program: Program
    private static let measured = "-e store/zlib,1 --runs 1 --min-time 0 --warmup 0 --rounds 1 item"

    init() throws {
        program = try Program()
        try program.write("item", sampleText(2000))
        try program.write("costs.csv", "spec,block_bytes,modality,direction,fixed_s,s_per_mb\n")
        // Remembers what it was asked; its answer and its status are in files.
        try command(
            "sbatch",
            """
            [ "$1" = --version ] && { echo slurm 22; exit 0; }
            printf '%s\\n' "$@" >asked
            cat answer 2>/dev/null || echo 17
            cat complaint >&2 2>/dev/null && exit 1
            exit 0
            """)
        try command("squeue", "cat queue 2>/dev/null; exit 0")
        try command("scancel", "printf '%s\\n' \"$@\" >cancelled")
    }

    private func command(_ name: String, _ script: String) throws {
        try FileManager.default.createDirectory(
            atPath: program.folder + "/bin", withIntermediateDirectories: true)
        try program.write("bin/" + name, "#!/bin/sh\n" + script + "\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program.folder + "/bin/" + name)
    }

    private func submit(_ words: String) throws -> ProgramResult {
        try program.shell("PATH=\"$PWD/bin:$PATH\" \"$0\" submit \(words)")
    }

    private func begin(_ more: String = "") throws -> ProgramResult {
        try submit("--slurm --shards 3 --costs costs.csv --output suite \(more) -- \(Self.measured)")
    }

    @Test func whatIsRefusedLeavesNothingBehind() throws {
        try program.write(
            "complaint", "sbatch: error: invalid partition specified: x\n\nsbatch: error: Batch job submission failed\n"
        )
        let refused = try begin("--partition x")
        #expect(refused.status == 1, "\(refused.errors)")
        #expect(
            refused.errors.contains(
                "status 1: sbatch: error: invalid partition specified: x; sbatch: error: Batch job submission failed"),
            "\(refused.errors)")
        #expect(!program.exists("suite"))
        let status = try submit("--status suite")
        #expect(status.status == 1 && status.errors.contains("nothing was submitted in 'suite'"), "\(status.errors)")
        // A folder that was there stays, and what others put into it.
        try FileManager.default.createDirectory(atPath: program.folder + "/suite", withIntermediateDirectories: true)
        #expect(try begin().status == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder + "/suite").isEmpty)
        // Mended, the same command is taken.
        try FileManager.default.removeItem(atPath: program.folder + "/complaint")
        let taken = try begin()
        #expect(taken.status == 0 && taken.errors.contains("job 17: shards 1-3 of 3"), "\(taken.errors)")
        #expect(try program.read("asked").contains("--array=1-3\n"))
        // Slurm reads a % in names of logs.
        #expect(try submit("--slurm --costs costs.csv --output 50%j -- \(Self.measured)").status == 0)
        #expect(try program.read("asked").contains("--output=50%%j/logs/%a.log\n"))
    }

    @Test func whereThereIsNoSlurmNothingIsMeasured() throws {
        try command("sbatch", "exit 127")
        // Without costs, codecs would be measured first.
        let result = try submit("--slurm --output suite -- \(Self.measured)")
        #expect(result.status == 1 && result.errors.contains("there is no 'sbatch' here"), "\(result.errors)")
        #expect(!result.errors.contains("finding out") && !program.exists("suite"))
    }

    @Test func whatIsOpenIsSubmittedAlone() throws {
        #expect(try begin().status == 0)
        #expect(try begin().errors.contains("holds other files"))
        try program.write("queue", "2|RUNNING|node1\n")
        try program.write("suite/logs/1.log", "first\nslurmstepd: error: killed\n")
        let status = try submit("--status suite")
        #expect(status.status == 1, "\(status.errors)")
        #expect(status.output.contains("0 of 3 shards done") && status.output.contains("running (node1): 2"))
        #expect(
            status.output.contains("open: 1, not begun: slurmstepd: error: killed") && status.output.contains("open: 3")
        )
        // The third is done by hand, as a task would do it.
        let task = try program.shell("SLURM_ARRAY_TASK_ID=3 bash suite/job.sh")
        #expect(task.status == 0, "\(task.errors)")
        #expect(try submit("--resubmit suite").status == 0)
        #expect(try program.read("asked").contains("--array=1\n"))
        for number in 1...2 {
            #expect(try program.shell("SLURM_ARRAY_TASK_ID=\(number) bash suite/job.sh").status == 0)
        }
        try program.write("queue", "")
        let done = try submit("--status suite")
        #expect(done.status == 0 && done.output.contains("3 of 3 shards done, 2 trials"), "\(done.output)")
        #expect(try program.shell("\"$0\" merge whole suite/shards/*").status == 0)
    }

    @Test func aRecordWithoutJobsSaysSo() throws {
        #expect(try begin().status == 0)
        // As where the program was killed before the scheduler answered.
        try program.write(
            "suite/submission.json",
            try program.read("suite/submission.json").replacing(/"jobs" : \[[\s\S]*\],/, with: "\"jobs\" : [],"))
        let status = try submit("--status suite")
        #expect(
            status.status == 1 && status.output.hasPrefix("no job was submitted yet\n"),
            "\(status.output)\(status.errors)")
        try program.write("suite/submission.json", "{}")
        #expect(try submit("--status suite").errors.contains("is damaged, or of another version"))
    }

    @Test func interruptedWaitingCancelsWhatItIsAskedTo() throws {
        try program.write("queue", "1|PENDING|(Resources)\n2|PENDING|(Resources)\n3|PENDING|(Resources)\n")
        for choice in ["leave", "cancel"] {
            let process = try program.start(
                [],
                shell: """
                    PATH="$PWD/bin:$PATH" exec "$0" submit --slurm --shards 3 --costs costs.csv --wait \
                        --on-interrupt \(choice) --output \(choice) -- \(Self.measured)
                    """)
            // The first look has been taken, and so the watch for signals is there.
            #expect(try eventually { try program.read("err").contains("0 of 3 shards done") })
            process.interrupt()
            let result = try program.result(of: process)
            #expect(result.status == 130 && program.exists("cancelled") == (choice == "cancel"), "\(result.errors)")
        }
        #expect(try program.read("cancelled") == "17\n")
    }
}
