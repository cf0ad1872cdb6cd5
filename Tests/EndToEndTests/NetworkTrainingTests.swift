import Foundation
import Testing

/// `ncbench train` with networks.
@Suite struct NetworkTrainingTests {
    private static let log = (0..<60).map { "user=\($0 % 7) action=order item=\($0 * 37 % 90) done\n" }.joined()

    private func program() throws -> Program {
        let program = try Program()
        try program.write("log", Self.log)
        return program
    }

    private func train(_ program: Program, _ options: String, _ rest: String = "-o m.ncw log") throws -> ProgramResult {
        try program.shell("\"$0\" train -e lstm,1 --records \(options) \(rest)")
    }

    @Test func epochsArePrintedAndKept() throws {
        let program = try program()
        let result = try train(program, "--epochs 3")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("training: 48 records"))
        #expect(lines[0].contains("held out: 12 records"))
        #expect(lines[1].hasPrefix("epoch 1 of 3: training "))
        #expect(lines[3].contains("validation") && lines[3].contains("best"))
        let curve = try program.read("m.csv").split(separator: "\n")
        #expect(curve[0] == "epoch,training_bpb,validation_bpb,learning_rate,seconds,is_best")
        #expect(curve.count == 4)
        #expect(curve[3].hasPrefix("3,"))

        // The number of threads does not show; another seed does.
        try program.shell("cp m.ncw first.ncw")
        #expect(try train(program, "--epochs 3 --threads 2 -f").status == 0)
        #expect(try program.shell("cmp m.ncw first.ncw").status == 0)
        #expect(try train(program, "--epochs 3 --seed 2 -f").status == 0)
        #expect(try program.shell("cmp m.ncw first.ncw").status == 1)
    }

    @Test func trainingGoesOn() throws {
        let program = try program()
        #expect(try train(program, "--epochs 1").status == 0)
        let result = try train(program, "--epochs 3 --resume")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("epoch 2 of 3"))
        #expect(!result.output.contains("epoch 1 of 3"))
        #expect(try program.read("m.csv").split(separator: "\n").count == 4)
        for (options, word) in [("--seed 5", "--seed"), ("--batch-size 9", "--batch-size")] {
            let other = try train(program, "--resume \(options)")
            #expect(other.status == 64)
            #expect(other.errors.contains(word), "\(other.errors)")
        }
    }

    @Test func aSignalKeepsTheBest() throws {
        let program = try program()
        let process = try program.start(
            ["train", "-e", "lstm,1", "--records", "--epochs", "100000", "--patience", "0", "-o", "m.ncw", "log"])
        while !(try program.read("out")).contains("epoch 2 of") {
            guard process.isRunning else { break }
            usleep(10000)
        }
        process.interrupt()
        let result = try program.result(of: process)
        #expect(result.status == 130)
        #expect(result.errors.contains("m.ncw has epoch"), "\(result.errors)")
        #expect(try program.shell("head -c 4 m.ncw | tail -c 3").output == "NCW")
        let rows = try program.read("m.csv").split(separator: "\n").count - 1
        let more = try train(program, "--resume --patience 0 --epochs \(rows + 1)")
        #expect(more.status == 0, "\(more.errors)")
        #expect(more.output.contains("epoch \(rows + 1) of \(rows + 1)"))
    }

    @Test func trainedWeightsCode() throws {
        let program = try program()
        #expect(try train(program, "--epochs 2 --held-out held").status == 0)
        let line = "user=3 action=order item=42 done\n"
        try program.write("line", line)
        #expect(try program.run("compress", "-q", "-e", "lstm,1@m.ncw", "line").status == 0)
        #expect(try program.run("compress", "-q", "-e", "lstm,1", "-o", "plain.ncb", "line").status == 0)
        #expect(try program.shell("test $(wc -c <line.ncb) -lt $(wc -c <plain.ncb)").status == 0)
        let back = try program.run("decompress", "-q", "-c", "--model", "m.ncw", "line.ncb")
        #expect(back.status == 0 && back.output == line, "\(back.errors)")
        let refused = try program.run("decompress", "-q", "-c", "line.ncb")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("SHA-256"), "\(refused.errors)")

        let run = try program.run(
            "run", "-e", "lstm,1@m.ncw", "-e", "lstm,1", "--records", "held", "--runs", "1", "--min-time", "0",
            "--rounds", "1", "-o", "results", "--quiet")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try program.read("results/results.csv").contains("1@m.ncw"))

        #expect(try program.shell("head -c 500 m.ncw >cut.ncw").status == 0)
        for (spec, word) in [
            ("lstm,3@m.ncw", "weights of lstm,1"), ("gru,1@m.ncw", "weights of lstm,1"),
            ("mix,1@m.ncw", "trained weights"), ("lstm,1@cut.ncw", "truncated"), ("lstm,1@none.ncw", "none.ncw"),
        ] {
            let result = try program.run("compress", "-q", "-c", "-e", spec, "line")
            #expect(result.status == 64, "\(spec)")
            #expect(result.errors.contains(word), "\(spec): \(result.errors)")
        }
    }

    @Test(arguments: [
        ("-o m.ncw empty", "nothing to train with"), ("-o m.ncw short", "less than the 32 of one window"),
        ("--validation-split 1 -o m.ncw log", "--validation-split"), ("--epochs 0 -o m.ncw log", "--epochs"),
        ("--batch-size 0 -o m.ncw log", "--batch-size"), ("--time 0s -o m.ncw log", "--time"),
        ("--resume -o m.ncw log", "no checkpoint"), ("-o - log", "give the output a name"),
        ("-o there.ncw log", "already exists"),
    ])
    func whatCannotBeTrainedIsNamed(arguments: String, word: String) throws {
        let program = try program()
        for (name, text) in [("empty", ""), ("short", "abc\nabd\nabe\n"), ("there.ncw", "")] {
            try program.write(name, text)
        }
        let result = try train(program, "", arguments)
        #expect(result.status == 64 || result.status == 1)
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(try program.shell("ls m.* 2>/dev/null").output.isEmpty)
    }
}
