import CProcessor
package import CodecInterface
import Crypto
import Foundation

/// The other side of a trial: a fresh process that runs one direction and nothing else, so that its memory and its fate
/// are that direction's alone.
package enum Worker {
    /// Makes the codec of a spec; the registry is the caller's.
    package typealias CodecMaker = @Sendable (CodecSpec, _ threads: Int) throws(CodecError) -> any Codec

    /// Does what `request` asks. Whatever the codec does wrong, short of ending the process, is in the response.
    package static func run(_ request: WorkerRequest, makeCodec: CodecMaker) -> WorkerResponse {
        if let limit = request.memoryLimit { limitMemory(to: limit) }
        if let cpu = request.pinnedCPU, cprocessor_pin(Int32(clamping: cpu)) == 0 {
            return WorkerResponse(outcome: .failed(reason: "cannot pin to CPU \(cpu)"))
        }
        do {
            let codec = try codec(of: request, makeCodec)
            let input = try MappedFile(path: request.inputPath)
            switch request.direction {
            case .compress: return try compress(request, codec, input)
            case .decompress: return try decompress(request, codec, input)
            }
        } catch let error as CodecError {
            return WorkerResponse(outcome: outcome(of: error))
        } catch {
            return WorkerResponse(outcome: .failed(reason: "\(error)"))
        }
    }

    private static func codec(of request: WorkerRequest, _ makeCodec: CodecMaker) throws(CodecError) -> any Codec {
        guard let spec = try CodecSpec.list(parsing: request.spec).first else {
            throw .malformedSpec(text: request.spec, offset: 0, reason: "no codec")
        }
        return try makeCodec(spec, request.threads)
    }

    private static func outcome(of error: CodecError) -> WorkerResponse.Outcome {
        switch error {
        case .unsupported(_, let reason): .unsupported(reason: reason)
        case .outOfMemory: .outOfMemory
        default: .failed(reason: error.description)
        }
    }

    private static func compress(
        _ request: WorkerRequest, _ codec: any Codec, _ input: MappedFile
    ) throws -> WorkerResponse {
        let blocks = BlockDivision(byteCount: input.bytes.count, blockByteCount: request.blockByteCount)
        let source = TouchedBuffer(copying: input.bytes)
        let capacity = blocks.ranges.reduce(0) { $0 + codec.maximumCompressedByteCount(for: $1.count) }
        let destination = TouchedBuffer(byteCount: capacity)
        var response = WorkerResponse(outcome: .done, yardstickSpeed: Yardstick.measure())
        var lengths = [Int](repeating: 0, count: blocks.ranges.count)
        let memory = MemoryWatch()
        response.samples = try request.repetitions.measure { () throws(CodecError) in
            var place = 0
            for (index, range) in blocks.ranges.enumerated() {
                let room = UnsafeMutableRawBufferPointer(rebasing: destination.bytes[place...])
                lengths[index] = try codec.compress(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source.bytes)[range]), into: room)
                place += lengths[index]
            }
        }
        (response.peakByteCount, response.baselineByteCount) = memory.end()
        response.streamLengths = lengths
        let stream = UnsafeRawBufferPointer(rebasing: destination.bytes[..<lengths.reduce(0, +)])
        response.streamSHA256 = SHA256.hash(data: stream).map { String(format: "%02x", $0) }.joined()
        try Data(stream).write(to: URL(fileURLWithPath: request.otherPath))
        return response
    }

    private static func decompress(
        _ request: WorkerRequest, _ codec: any Codec, _ input: MappedFile
    ) throws -> WorkerResponse {
        let blocks = BlockDivision(byteCount: request.rawByteCount, blockByteCount: request.blockByteCount)
        guard blocks.ranges.count == request.streamLengths.count,
            request.streamLengths.reduce(0, +) == input.bytes.count
        else { return WorkerResponse(outcome: .failed(reason: "the stream's file changed between the directions")) }
        let source = TouchedBuffer(copying: input.bytes)
        let destination = TouchedBuffer(byteCount: request.rawByteCount)
        var response = WorkerResponse(outcome: .done, yardstickSpeed: Yardstick.measure())
        var lengths = [Int](repeating: 0, count: blocks.ranges.count)
        let memory = MemoryWatch()
        response.samples = try request.repetitions.measure { () throws(CodecError) in
            var place = 0
            for (index, range) in blocks.ranges.enumerated() {
                let end = place + request.streamLengths[index]
                lengths[index] = try codec.decompress(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source.bytes)[place..<end]),
                    into: UnsafeMutableRawBufferPointer(rebasing: destination.bytes[range]))
                place = end
            }
        }
        (response.peakByteCount, response.baselineByteCount) = memory.end()
        // The original is only mapped now, so that it is not part of the memory measured above.
        let original = try MappedFile(path: request.otherPath)
        if let reason = difference(original.bytes, destination.bytes, blocks: blocks, lengths: lengths) {
            response.outcome = .mismatch(reason: reason)
        }
        return response
    }

    /// What is wrong with the decompressed bytes, or nil when they are the original's.
    private static func difference(
        _ original: UnsafeRawBufferPointer, _ result: UnsafeMutableRawBufferPointer, blocks: BlockDivision,
        lengths: [Int]
    ) -> String? {
        for (range, length) in zip(blocks.ranges, lengths) where range.count != length {
            return "\(length) bytes came back instead of \(range.count)"
        }
        guard original.count == result.count else {
            return "\(result.count) bytes came back instead of \(original.count)"
        }
        guard original.count > 0, let a = original.baseAddress, let b = result.baseAddress,
            memcmp(a, b, original.count) != 0
        else { return nil }
        let offset = zip(original, result).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        return "byte \(offset) differs"
    }

    private static func limitMemory(to byteCount: Int) {
        var limit = rlimit(rlim_cur: rlim_t(byteCount), rlim_max: rlim_t(byteCount))
        #if os(Linux)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #else
        setrlimit(RLIMIT_AS, &limit)
        #endif
    }
}

/// Peak memory between its making and its end.
private struct MemoryWatch {
    private let baseline: Int

    init() {
        ProcessUsage.resetPeak()
        baseline = ProcessUsage.peakByteCount
    }

    func end() -> (peak: Int, baseline: Int) { (max(0, ProcessUsage.peakByteCount - baseline), baseline) }
}
