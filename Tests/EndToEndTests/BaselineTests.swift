import Foundation
import Testing

/// `ncbench baseline` on the built-in items: what it writes, what it catches, and its exit status.
@Suite struct BaselineTests {
    @Test func writtenCheckedAndEnforced() throws {
        let program = try Program()
        let written = try program.run("baseline", "update", "--suite", "smoke", "--output", "b")
        #expect(written.status == 0, "\(written.errors)")
        let text = try program.read("b/smoke.csv")
        #expect(text.hasPrefix("codec,params,library,item,item_sha256,raw_bytes,comp_bytes,stream_sha256\n"))
        for spec in ["store,,", "zlib,6,", "xz,9e,", "png,", "lstm,1,", "lstm,3,", "lstm,5,"] {
            #expect(text.contains("\n\(spec)"), "\(spec)")
        }

        // The same again, while a stand-in plays a codec that became worse: one of a library, one of our own.
        let worse = try program.run(
            "baseline", "check", "--suite", "smoke", "--baseline", "b", "--stand-in", "zlib,9=zlib,1", "--stand-in",
            "lstm,3=store")
        #expect(worse.status == 3, "\(worse.output)\(worse.errors)")
        #expect(worse.output.contains("zlib,9 on grammar-text:") && worse.output.contains("lstm,3 on grammar-text:"))
        #expect(worse.errors.contains("baseline update"))
        #expect(try program.read("b/smoke.csv") == text)

        // A baseline that was better by one byte in one row, and worse by one in another.
        func edited(_ by: Int) -> String {
            text.split(separator: "\n").map { line in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if fields[0] == "store", fields[3] == "zeros", let size = Int(fields[6]) {
                    fields[6] = String(size + by)
                }
                return fields.joined(separator: ",") + "\n"
            }.joined()
        }
        try program.write("b/smoke.csv", edited(-1))
        let larger = try program.run("baseline", "check", "--suite", "smoke", "--baseline", "b")
        #expect(larger.status == 3 && larger.output.contains("store on zeros: 16383 → 16384 B"), "\(larger.output)")
        try program.write("b/smoke.csv", edited(1))
        let smaller = try program.run("baseline", "check", "--suite", "smoke", "--baseline", "b")
        #expect(smaller.status == 0 && smaller.output.contains("store on zeros: 16385 → 16384 B"), "\(smaller.output)")
        #expect(smaller.errors.contains("can be updated"))
    }

    @Test func withoutABaselineNothingIsMeasured() throws {
        let program = try Program()
        let missing = try program.run("baseline", "check", "--suite", "smoke", "--baseline", "nowhere")
        #expect(missing.status == 5 && missing.errors.contains("no baseline 'nowhere/smoke.csv'"), "\(missing.errors)")
        try FileManager.default.createDirectory(atPath: program.folder + "/b", withIntermediateDirectories: true)
        try program.write("b/smoke.csv", "<<<<<<< ours\n")
        let damaged = try program.run("baseline", "check", "--suite", "smoke", "--baseline", "b")
        #expect(damaged.status == 5 && damaged.errors.contains("damaged"), "\(damaged.errors)")
        let update = try program.run("baseline", "update", "--suite", "smoke", "--output", "b")
        #expect(update.status == 5)
        #expect(try program.read("b/smoke.csv") == "<<<<<<< ours\n")
        let unknown = try program.run("baseline", "check", "--suite", "full")
        #expect(unknown.status == 64 && unknown.errors.contains("no baseline of the suite 'full'"))
        let standIn = try program.run("baseline", "check", "--stand-in", "zlib")
        #expect(standIn.status == 64)
    }
}
