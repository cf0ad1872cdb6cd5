package import CodecInterface
import Foundation

/// The other side of a trial: runs one direction and nothing else. In a fresh process, so that memory and fate are that
/// direction's alone; or in the caller's, where that was asked for.
package enum Worker {
    /// Makes the codec of a spec; the registry is the caller's.
    package typealias CodecMaker = @Sendable (CodecSpec, _ threads: Int) throws(CodecError) -> any Codec

    /// Does what `request` asks. Whatever the codec does wrong, short of ending the process, is in the response.
    ///
    /// - Parameter isAlone: whether the process is the worker's own, so that limits may be set and memory means anything.
    package static func run(_ request: WorkerRequest, isAlone: Bool = true, makeCodec: CodecMaker) -> WorkerResponse {
        if let cpu = request.pinnedCPU, !WorkerLimits.pin(to: cpu) {
            return WorkerResponse(outcome: .failed(reason: "cannot pin to CPU \(cpu)"))
        }
        let kills = OutOfMemoryKills()
        do {
            let codec = try codec(of: request, makeCodec)
            if let modality = request.curveModality {
                return try CurveWork(request: request, modality: modality, codec: codec, isAlone: isAlone).run()
            }
            switch request.direction {
            case .compress:
                return try CompressionWork(request: request, codec: codec, isAlone: isAlone).run()
            case .decompress:
                return try DecompressionWork(request: request, codec: codec, isAlone: isAlone).run()
            }
        } catch let error as ItemChange {
            return WorkerResponse(outcome: .changed, itemSHA256: error.foundSHA256)
        } catch let error as CodecError {
            return WorkerResponse(outcome: outcome(of: error, kills))
        } catch let error as RunFolderError {
            return WorkerResponse(outcome: .failed(reason: error.reasonInRow))
        } catch {
            return WorkerResponse(outcome: .failed(reason: RunFolder.describe(error)))
        }
    }

    private static func codec(of request: WorkerRequest, _ makeCodec: CodecMaker) throws(CodecError) -> any Codec {
        guard let spec = try CodecSpec.list(parsing: request.spec).first else {
            throw .malformedSpec(text: request.spec, offset: 0, reason: "no codec")
        }
        let codec = try makeCodec(spec, request.threads)
        // What limits this process limits a program by more than was asked for.
        guard let limit = request.memoryLimit, let program = codec as? any ChildProcessCodec else { return codec }
        return program.limitingMemory(to: limit)
    }

    private static func outcome(of error: CodecError, _ kills: OutOfMemoryKills) -> WorkerResponse.Outcome {
        switch error {
        case .unsupported(_, let reason): .unsupported(reason: reason)
        case .outOfMemory: .outOfMemory
        case .crashed(_, SIGKILL, _) where kills.haveGrown: .outOfMemory
        case .crashed(_, let signal, let words): .crashed(signal: SignalName.of(signal) + words)
        default: .failed(reason: error.description)
        }
    }
}

/// Peak memory between its making and its end.
struct MemoryWatch {
    private let baseline: Int
    private let isAlone: Bool

    /// - Parameter isAlone: false in a process that does other things, where nothing can be said.
    init(isAlone: Bool) {
        self.isAlone = isAlone
        if isAlone { ProcessUsage.resetPeak() }
        baseline = isAlone ? ProcessUsage.peakByteCount : 0
    }

    /// Writes what was seen into a response.
    ///
    /// - Parameter programPeakByteCount: the memory of another program that did the work, which counts instead; 0 where it
    ///   ended before anyone saw how much it had.
    func end(_ response: inout WorkerResponse, programPeakByteCount: Int? = nil) {
        if let programPeakByteCount {
            response.peakByteCount = programPeakByteCount > 0 ? programPeakByteCount : nil
            response.baselineByteCount = programPeakByteCount > 0 ? 0 : nil
            return
        }
        guard isAlone else { return }
        response.peakByteCount = max(0, ProcessUsage.peakByteCount - baseline)
        response.baselineByteCount = baseline
    }
}
