import Dispatch
import Foundation

/// The process around a ``Worker``: takes one request from standard input and puts one answer on standard output, each a
/// line of JSON.
package enum WorkerService {
    /// Serves one request.
    ///
    /// Standard input stays open while the request is served; when the other end closes it, because the harness died,
    /// this process ends too, and with it what it started.
    ///
    /// - Returns: false when there is no request to serve.
    package static func serve(makeCodec: Worker.CodecMaker) -> Bool {
        guard let line = readLine(), let request = try? JSONDecoder().decode(WorkerRequest.self, from: Data(line.utf8))
        else { return false }
        WorkerLimits.becomeExpendable()
        endWithHarness()
        let answers = takeOverStandardOutput()
        let response = Worker.run(request, makeCodec: makeCodec)
        guard var answer = try? JSONEncoder().encode(response) else { return false }
        answer.append(10)
        return (try? FileHandle(fileDescriptor: answers).write(contentsOf: answer)) != nil
    }

    /// What a codec prints must not get between the lines of the protocol.
    private static func takeOverStandardOutput() -> Int32 {
        let answers = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)
        if sink >= 0 { dup2(sink, STDOUT_FILENO) }
        return answers
    }

    /// Returns when the thread that sees to it runs: the address space that a new thread takes for its allocator must not come out
    /// of what a codec may use.
    private static func endWithHarness() {
        let isRunning = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            isRunning.signal()
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count > 0 || count < 0 && errno == EINTR { continue }
                // The harness makes each worker the head of a process group, which commands it runs belong to.
                if getpgrp() == getpid() { kill(0, SIGKILL) }
                _exit(1)
            }
        }
        isRunning.wait()
    }
}
