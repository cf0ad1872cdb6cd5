import ArgumentParser
import Benchmarking
import CodecInterface
import Foundation

/// The other side of `run`: one direction of one trial in a process of its own. Reads a request from standard input and
/// writes the answer to standard output, each one line of JSON. Not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    func run() throws {
        guard let line = readLine(), let request = try? JSONDecoder().decode(WorkerRequest.self, from: Data(line.utf8))
        else {
            StandardError.print(
                "ncbench: 'worker' is started by 'ncbench run' and expects its request on standard input")
            throw ExitStatus.usage
        }
        let registry = CodecRegistry()
        let response = Worker.run(request) { (spec, threads) throws(CodecError) in
            try registry.makeCodec(for: spec, threads: threads)
        }
        FileHandle.standardOutput.write(try JSONEncoder().encode(response))
    }
}
