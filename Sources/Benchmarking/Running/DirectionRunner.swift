import Foundation

/// Where one direction of a trial runs.
package enum DirectionRunner: Sendable {
    /// In a fresh process of the executable at this path, which has the `worker` subcommand.
    case process(executablePath: String)
    /// In this process: quicker to start, but a crash ends the run, time and memory are not limited, and no memory is
    /// measured.
    case inProcess(makeCodec: Worker.CodecMaker)

    /// How a direction ended.
    package enum End: Sendable {
        case answered(WorkerResponse)
        case timedOut
        case outOfMemory
        case crashed(signal: String)
        case failed(reason: String)
        /// The user wanted no more.
        case cancelled
    }

    /// Runs one direction to its end, to the time limit, or until the user has had enough.
    func run(_ request: WorkerRequest, timeout: Double?, _ cancellation: Cancellation) -> End {
        guard !cancellation.isCancelled else { return .cancelled }
        switch self {
        case .process(let executablePath):
            return WorkerProcess(executablePath: executablePath).run(
                request, timeout: timeout, cancellation)
        case .inProcess(let makeCodec):
            return .answered(Worker.run(request, isAlone: false, makeCodec: makeCodec))
        }
    }
}
