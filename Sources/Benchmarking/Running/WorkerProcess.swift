import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Starts workers and tells how they ended.
struct WorkerProcess {
    /// The executable that has the `worker` subcommand: this one.
    let executablePath: String

    enum Result: Sendable {
        case answered(WorkerResponse)
        case timedOut
        case crashed(signal: String)
        case killed
        case failed(reason: String)
    }

    /// Most bytes a worker may answer; a real answer is far smaller.
    private static let answerLimit = 64 << 20

    /// Runs one worker to its end, or to the time limit.
    func run(_ request: WorkerRequest, timeout: Double?) async -> Result {
        let line: String
        do {
            line = String(decoding: try JSONEncoder().encode(request), as: UTF8.self) + "\n"
        } catch {
            return .failed(reason: "the request cannot be written: \(error)")
        }
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask { await start(line) }
            if let timeout {
                group.addTask {
                    // Cancelled when the worker is done first.
                    try? await Task.sleep(for: .seconds(timeout))
                    return Task.isCancelled ? nil : .timedOut
                }
            }
            defer { group.cancelAll() }
            for await result in group {
                if let result { return result }
            }
            return .failed(reason: "the worker did not answer")
        }
    }

    private func start(_ line: String) async -> Result {
        do {
            var options = PlatformOptions()
            // Cancelling kills at once: a codec in an endless loop does not listen.
            options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(50))]
            let result = try await Subprocess.run(
                .path(FilePath(executablePath)), arguments: ["worker"], platformOptions: options,
                input: .string(line), output: .string(limit: Self.answerLimit), error: .discarded)
            switch result.terminationStatus {
            case .exited(0):
                guard
                    let response = try? JSONDecoder().decode(
                        WorkerResponse.self, from: Data(result.standardOutput.utf8))
                else { return .failed(reason: "the worker's answer is not readable") }
                return .answered(response)
            case .exited(let code):
                return .failed(reason: "the worker ended with status \(code)")
            case .signaled(let number):
                return number == SIGKILL ? .killed : .crashed(signal: SignalName.of(number))
            }
        } catch {
            return .failed(reason: "the worker cannot be started: \(error)")
        }
    }
}

/// Names of signals, as `kill -l` has them.
enum SignalName {
    static func of(_ number: Int32) -> String {
        let names: [Int32: String] = [
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGSEGV: "SIGSEGV",
            SIGTRAP: "SIGTRAP", SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP",
            SIGPIPE: "SIGPIPE", SIGSYS: "SIGSYS", SIGXCPU: "SIGXCPU",
        ]
        return names[number] ?? "signal \(number)"
    }
}
