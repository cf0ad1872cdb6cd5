import ArgumentParser
import Foundation

// Each bare loop runs in a process of its own, which is this program again.
let words = Array(CommandLine.arguments.dropFirst())
if words.count == 4, words[0] == "bare" {
    guard let passes = BareRun.passes(of: words[1], on: words[2], seconds: Double(words[3]) ?? 1),
        let line = try? JSONEncoder().encode(passes)
    else { exit(1) }
    FileHandle.standardOutput.write(line)
    exit(0)
}
AgreementBenchmark.main()
