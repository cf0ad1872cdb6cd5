import Foundation

/// Whether another build's worker understands this build's requests: a plain copy of a few bytes, there and back.
package enum WorkerProbe {
    /// Long enough for a program to start on a busy machine.
    private static let timeout = 60.0

    /// SHA-256 of the bytes that a build's worker reads at a path, whatever its build: of the stream of a plain copy.
    ///
    /// - Parameter byteCount: how many bytes should be there.
    /// - Returns: nil where it reads nothing.
    static func sha256(
        ofFile path: String, byteCount: Int, by runner: DirectionRunner, timeout: Double?, _ cancellation: Cancellation
    ) -> String? {
        let request = WorkerRequest(
            direction: .compress, spec: "store", threads: 1, inputPath: path, rawByteCount: byteCount,
            repetitions: .single)
        guard case .answered(let response) = runner.run(request, timeout: timeout, cancellation),
            response.outcome == .done
        else { return nil }
        return response.streamSHA256
    }

    /// Why the program at a path cannot be driven, for people; nil when it can.
    package static func obstacle(toDriving executablePath: String) -> String? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (original, stream) = (folder + "/item", folder + "/stream")
        let bytes = Data("one two three\n".utf8)
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try bytes.write(to: URL(fileURLWithPath: original))
        } catch {
            return "the scratch folder '\(folder)' cannot be used: \(RunFolder.describe(error))"
        }
        var request = WorkerRequest(
            direction: .compress, spec: "store", threads: 1, inputPath: original, otherPath: stream,
            rawByteCount: bytes.count, repetitions: .single)
        let runner = DirectionRunner.process(executablePath: executablePath)
        var answer = runner.run(request, timeout: timeout, Cancellation())
        if case .answered(let response) = answer, response.outcome == .done {
            request.direction = .decompress
            (request.inputPath, request.otherPath) = (stream, original)
            request.streamLengths = response.streamLengths
            answer = runner.run(request, timeout: timeout, Cancellation())
        }
        let reason: String
        switch answer {
        case .answered(let response):
            if response.outcome == .done, !response.samples.isEmpty, response.yardstickSpeed != nil { return nil }
            reason = "its answer lacks what this build needs"
        case .timedOut: reason = "it does not answer"
        case .outOfMemory: reason = "it runs out of memory"
        case .crashed(let signal): reason = "it crashes (\(signal))"
        case .failed(let cause): reason = cause
        case .cancelled: reason = "it was cancelled"
        }
        return "its worker cannot be used by this build (\(reason)); a build from before 'ncbench ab' is compared with"
            + " 'ncbench run' and 'ncbench compare' instead"
    }
}
