import Foundation
import OutsideText

/// Starts a worker, passes the request and the answer, and tells how it ended.
///
/// `posix_spawn` and `wait4` rather than swift-subprocess: the latter gives no resource usage of a single child, and its
/// standard input cannot stay open until the answer has come, by which a worker sees whether the harness still lives.
struct WorkerProcess {
    /// The executable that has the `worker` subcommand: this one.
    let executablePath: String

    /// Most bytes a worker may answer; a real answer is far smaller.
    private static let answerLimit = 64 << 20
    /// Most bytes that are kept of what a worker says on standard error.
    private static let messageLimit = 8 << 10
    /// How often a wish to stop is looked for, milliseconds.
    private static let pollInterval: Int32 = 50

    /// Runs one worker to its end, or to the time limit.
    func run(_ request: WorkerRequest, timeout: Double?, _ cancellation: Cancellation) -> DirectionRunner.End {
        guard var line = try? JSONEncoder().encode(request) else { return .failed(reason: "the request has no JSON") }
        line.append(10)
        let kills = OutOfMemoryKills()
        let child: SpawnedProcess
        do throws(SpawnedProcess.Failure) {
            child = try SpawnedProcess(path: executablePath, arguments: ["worker"])
        } catch {
            return .failed(reason: "the worker cannot be started: \(error.reason)")
        }
        defer { child.closeAll() }
        let deadline = timeout.map { ProcessUsage.monotonicSeconds + $0 }
        switch converse(with: child, sending: [UInt8](line), deadline, cancellation) {
        case .stopped(let end):
            child.killGroup()
            _ = child.collect()
            return end
        case .ended(let answer, let messages):
            guard let end = child.wait(until: deadline, cancellation) else {
                child.killGroup()
                _ = child.collect()
                return cancellation.isCancelled ? .cancelled : .timedOut
            }
            // What the worker started must not outlive it.
            child.killGroup()
            return interpret(end, answer, messages, limit: request.memoryLimit, kills)
        }
    }

    private enum Conversation {
        case ended(answer: [UInt8], messages: [UInt8])
        case stopped(DirectionRunner.End)
    }

    private func converse(
        with child: SpawnedProcess, sending line: [UInt8], _ deadline: Double?, _ cancellation: Cancellation
    ) -> Conversation {
        var sent = 0
        var answer: [UInt8] = []
        var messages: [UInt8] = []
        var isAnswered = false
        var areMessagesOver = false
        while !isAnswered {
            if cancellation.isCancelled { return .stopped(.cancelled) }
            if let deadline, ProcessUsage.monotonicSeconds >= deadline { return .stopped(.timedOut) }
            var polled = [
                pollfd(fd: child.output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: areMessagesOver ? -1 : child.messages, events: Int16(POLLIN), revents: 0),
                pollfd(fd: sent < line.count ? child.input : -1, events: Int16(POLLOUT), revents: 0),
            ]
            let left = deadline.map { max(0, ($0 - ProcessUsage.monotonicSeconds) * 1000) } ?? .infinity
            guard poll(&polled, nfds_t(polled.count), Int32(min(Double(Self.pollInterval), left.rounded(.up)))) > 0
            else { continue }
            if polled[2].revents != 0 {
                let count = line.withUnsafeBytes {
                    write(child.input, $0.baseAddress.map { $0 + sent }, line.count - sent)
                }
                // A worker that does not read has ended; how, shows below.
                sent = count > 0 ? sent + count : errno == EAGAIN || errno == EINTR ? sent : line.count
            }
            if polled[1].revents != 0 {
                areMessagesOver = !SpawnedProcess.read(child.messages, into: &messages)
                if messages.count > Self.messageLimit { messages.removeFirst(messages.count - Self.messageLimit) }
            }
            if polled[0].revents != 0 {
                isAnswered = !SpawnedProcess.read(child.output, into: &answer)
                if answer.count > Self.answerLimit {
                    return .stopped(.failed(reason: "the worker's answer does not end"))
                }
            }
        }
        if !areMessagesOver { _ = SpawnedProcess.read(child.messages, into: &messages) }
        return .ended(answer: answer, messages: messages)
    }

    private func interpret(
        _ end: SpawnedProcess.End, _ answer: [UInt8], _ messages: [UInt8], limit: Int?, _ kills: OutOfMemoryKills
    ) -> DirectionRunner.End {
        // Swift's and C++'s last words when an allocation fails, which ends the process by a signal.
        let words = String(decoding: messages, as: UTF8.self)
        let isOutOfMemory = ["Could not allocate", "out of memory", "Out of memory", "bad_alloc"].contains {
            words.contains($0)
        }
        switch end.status {
        case .exited(0):
            guard let response = try? JSONDecoder().decode(WorkerResponse.self, from: Data(answer)) else {
                return .failed(reason: "the worker's answer is not readable")
            }
            return .answered(response)
        case .exited(let code):
            return .failed(reason: "the worker ended with status \(code)" + LastWords.suffix(of: messages))
        case .signalled(let number):
            if isOutOfMemory || number == SIGKILL && kills.haveGrown { return .outOfMemory }
            // A codec that does not check its allocations dies of another signal, with its limit used up.
            if let limit, end.peakByteCount > limit / 10 * 9 { return .outOfMemory }
            return .crashed(signal: SignalName.of(number) + LastWords.suffix(of: messages))
        }
    }
}
