import ArgumentParser
import Benchmarking
import Console

/// The other side of `run`: one direction of one trial in a process of its own. Reads a request from standard input and
/// writes the answer to standard output, each one line of JSON. Not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

    func run() throws {
        let isServed = WorkerService.serve(makeCodec: CodecRegistry().source.makeCodec)
        guard isServed else {
            StandardError.print(
                "ncbench: 'worker' is started by 'ncbench run' and expects its request on standard input")
            throw ExitStatus.usage
        }
    }
}
