import CodecInterface
import Foundation

/// Decompressing an item's stream, block by block, as often as asked, and comparing the result with the original.
struct DecompressionWork {
    let request: WorkerRequest
    let codec: any Codec
    let isAlone: Bool

    func run() throws -> WorkerResponse {
        let source = try TouchedBuffer(contentsOf: request.inputPath)
        let blocks =
            request.blockLengths.map { BlockDivision(lengths: $0, byteCount: request.rawByteCount) }
            ?? BlockDivision(byteCount: request.rawByteCount, blockByteCount: request.blockByteCount)
        guard let blocks else {
            return WorkerResponse(outcome: .failed(reason: "the blocks are not those of the item"))
        }
        guard blocks.ranges.count == request.streamLengths.count,
            request.streamLengths.allSatisfy({ $0 >= 0 }),
            request.streamLengths.reduce(0, +) == source.bytes.count
        else { return WorkerResponse(outcome: .failed(reason: "the stream's file changed between the directions")) }
        let destination = try TouchedBuffer(byteCount: request.rawByteCount)
        var response = WorkerResponse(outcome: .done, yardstickSpeed: Yardstick.measure())
        var lengths = [Int](repeating: 0, count: blocks.ranges.count)
        if isAlone {
            WorkerLimits.limitFiles(to: max(request.rawByteCount, source.bytes.count))
            if let limit = request.memoryLimit { WorkerLimits.limitMemory(to: limit) }
        }
        let memory = MemoryWatch(isAlone: isAlone)
        try codec.prepare(forBlocksOf: blocks)
        let metered = MeteredCodec(codec, threads: request.threads, byteCount: request.rawByteCount)
        let start = metered.clock(.start).wallSeconds
        var excess: CodecError?
        do throws(CodecError) {
            response.samples = try request.repetitions.measure(by: metered.clock, metered.stretchClock) {
                () throws(CodecError) in
                var place = 0
                for (index, range) in blocks.ranges.enumerated() {
                    let end = place + request.streamLengths[index]
                    lengths[index] = try metered.decompress(
                        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source.bytes)[place..<end]),
                        into: UnsafeMutableRawBufferPointer(rebasing: destination.bytes[range]))
                    place = end
                }
            }
        } catch {
            // More than the original is as little the original as less.
            guard case .outputTooLarge = error else { throw error }
            excess = error
        }
        response.passesSeconds = metered.clock(.end).wallSeconds - start
        memory.end(&response, programPeakByteCount: metered.programPeakByteCount)
        guard let path = request.otherPath else {
            return WorkerResponse(outcome: .failed(reason: "there is nothing to compare the result with"))
        }
        // The original is only read now, so that it is not part of the memory measured above. It comes before the lengths:
        // of another original they say nothing.
        let (offset, sha256) = try request.item(at: path).firstDifference(
            from: UnsafeRawBufferPointer(destination.bytes))
        response.itemSHA256 = sha256
        if excess != nil {
            response.outcome = .mismatch(
                reason: "more came back than the \(request.rawByteCount) bytes of the original")
        } else if let (range, length) = zip(blocks.ranges, lengths).first(where: { $0.count != $1 }) {
            response.outcome = .mismatch(reason: "\(length) bytes came back instead of \(range.count)")
        } else if let offset {
            response.outcome = .mismatch(reason: "byte \(offset) differs")
        }
        return response
    }
}
