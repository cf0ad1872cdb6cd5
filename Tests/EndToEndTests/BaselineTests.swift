import Foundation
import Testing

/// `ncbench baseline` on the built-in items: what it writes, what it catches, and its exit status.
@Suite struct BaselineTests {
    private let program: Program

    init() throws { program = try Program() }

    private func check(_ arguments: String...) throws -> ProgramResult { try check(arguments) }

    private func check(_ arguments: [String]) throws -> ProgramResult {
        try program.result(
            of: program.start(["baseline", "check", "--suite", "smoke", "--baseline", "b"] + arguments))
    }

    @Test func writtenCheckedAndEnforced() throws {
        let codecs = ["--codec", "store", "--codec", "zlib", "--codec", "png", "--codec", "rnn"]
        let written = try program.result(
            of: program.start(["baseline", "update", "--suite", "smoke", "--output", "b"] + codecs))
        #expect(written.status == 0, "\(written.errors)")
        let text = try program.read("b/smoke.csv")
        #expect(text.hasPrefix("codec,params,library,item,item_sha256,raw_bytes,comp_bytes,stream_sha256\n"))
        for spec in ["store,,", "zlib,6,", "png,6,", "rnn,1,", "rnn,3,", "rnn,5,"] {
            #expect(text.contains("\n\(spec)"), "\(spec)")
        }
        #expect(!text.contains("\npng,6,libpng,generated/grammar-text"))

        let same = try check("--codec", "zlib")
        #expect(same.status == 0 && same.output.hasPrefix("smoke: no size is worse"), "\(same.output)\(same.errors)")
        // A stand-in plays a codec that became worse: one of a library, and one of our own.
        let worse = try check("--codec", "zlib", "--stand-in", "zlib,9=zlib,1")
        #expect(worse.status == 3 && worse.output.contains("zlib,9 on generated/grammar-text:"), "\(worse.output)")
        #expect(worse.errors.contains("baseline update"))
        // The slow settings need not be measured once more to show this.
        let own = try check(
            ["rnn,3", "rnn,5", "rnn,7"].reduce(into: ["--codec", "rnn"]) { $0 += ["--stand-in", "\($1)=store"] })
        #expect(own.status == 3 && own.output.contains("rnn,3 on generated/zeros:"), "\(own.output)")
        let better = try check("--codec", "zlib", "--stand-in", "zlib,1=zlib,9")
        #expect(better.output.contains("Smaller ("), "\(better.output)")
        #expect(try program.read("b/smoke.csv") == text)
        // All rows were asked for, and only some codecs have any.
        let unknown = try check("--codec", "xz")
        #expect(unknown.status == 5, "\(unknown.output)")
    }

    @Test func oneByteDecides() throws {
        let written = try program.run("baseline", "update", "--suite", "smoke", "--output", "b", "--codec", "store")
        #expect(written.status == 0, "\(written.errors)")
        let text = try program.read("b/smoke.csv")
        func edit(_ change: (inout [String]) -> Void) throws {
            let lines = text.split(separator: "\n").map { line in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if fields[3] == "generated/zeros" { change(&fields) }
                return fields.joined(separator: ",") + "\n"
            }
            try program.write("b/smoke.csv", lines.joined())
        }
        try edit { $0[6] = "16383" }
        let larger = try check("--codec", "store")
        #expect(larger.status == 3 && larger.output.contains("16383 → 16384 B"), "\(larger.output)")
        try edit { $0[6] = "16385" }
        let smaller = try check("--codec", "store")
        #expect(smaller.status == 0 && smaller.output.contains("16385 → 16384 B"), "\(smaller.output)")
        #expect(smaller.errors.contains("can be updated"))
        try edit { $0[4] = String(repeating: "0", count: 64) }
        let other = try check("--codec", "store")
        #expect(other.status == 5 && other.output.contains("generated/zeros"), "\(other.output)")
    }

    @Test func withoutABaselineNothingIsMeasured() throws {
        let missing = try check()
        #expect(missing.status == 5 && missing.errors.contains("no baseline 'b/smoke.csv'"), "\(missing.errors)")
        try FileManager.default.createDirectory(atPath: program.folder + "/b", withIntermediateDirectories: true)
        try program.write("b/smoke.csv", "<<<<<<< ours\n")
        let damaged = try check()
        #expect(damaged.status == 5 && damaged.errors.contains("damaged"), "\(damaged.errors)")
        let update = try program.run("baseline", "update", "--suite", "smoke", "--output", "b")
        #expect(update.status == 5)
        #expect(try program.read("b/smoke.csv") == "<<<<<<< ours\n")
        for (arguments, message) in [
            (["--suite", "full"], "no baseline of the suite 'full'"),
            (["--codec", "jxl"], "no rows of the codec 'jxl'"),
        ] {
            let result = try program.result(of: program.start(["baseline", "check"] + arguments))
            #expect(result.status == 64 && result.errors.contains(message), "\(result.errors)")
        }
        try program.write("b/smoke.csv", "codec,params,library,item,item_sha256,raw_bytes,comp_bytes,stream_sha256\n")
        #expect(try check("--stand-in", "zlib").status == 64)
    }
}
