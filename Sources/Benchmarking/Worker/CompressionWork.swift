import CodecInterface
import Crypto
import Foundation

/// Compressing an item, block by block, as often as asked.
struct CompressionWork {
    let request: WorkerRequest
    let codec: any Codec
    let isAlone: Bool

    func run() throws -> WorkerResponse {
        let (source, sha256) = try request.item(at: request.inputPath).load()
        let blocks =
            if request.cutsAtLines ?? false, let blockByteCount = request.blockByteCount {
                BlockDivision(lines: UnsafeRawBufferPointer(source.bytes), blockByteCount: blockByteCount)
            } else {
                BlockDivision(byteCount: source.bytes.count, blockByteCount: request.blockByteCount)
            }
        let capacity = blocks.ranges.reduce(0) { $0 + codec.maximumCompressedByteCount(for: $1.count) }
        let destination = try TouchedBuffer(byteCount: capacity)
        var response = WorkerResponse(outcome: .done, itemSHA256: sha256, yardstickSpeed: Yardstick.measure())
        var lengths = [Int](repeating: 0, count: blocks.ranges.count)
        if isAlone {
            WorkerLimits.limitFiles(to: capacity)
            if let limit = request.memoryLimit { WorkerLimits.limitMemory(to: limit) }
        }
        let memory = MemoryWatch(isAlone: isAlone)
        try codec.prepare(forBlocksOf: blocks)
        let metered = MeteredCodec(codec, threads: request.threads, byteCount: source.bytes.count)
        let start = metered.clock(.start).wallSeconds
        response.samples = try request.repetitions.measure(by: metered.clock, metered.stretchClock) {
            () throws(CodecError) in
            var place = 0
            for (index, range) in blocks.ranges.enumerated() {
                let room = UnsafeMutableRawBufferPointer(rebasing: destination.bytes[place...])
                lengths[index] = try metered.compress(
                    UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(source.bytes)[range]), into: room)
                place += lengths[index]
            }
        }
        response.passesSeconds = metered.clock(.end).wallSeconds - start
        memory.end(&response, programPeakByteCount: metered.programPeakByteCount)
        response.streamLengths = lengths
        response.blockLengths = request.cutsAtLines ?? false ? blocks.ranges.map(\.count) : nil
        let stream = UnsafeRawBufferPointer(rebasing: destination.bytes[..<lengths.reduce(0, +)])
        response.streamSHA256 = HexadecimalText.of(SHA256.hash(data: stream))
        if let path = request.otherPath { try OwnFile.write(stream, to: path) }
        return response
    }
}
