import CodecInterface
import Foundation

/// Taking a learning curve: what an item costs up to each of some positions.
///
/// A codec that can tell (``StretchCostCodec``) is asked, and compresses once. Any other compresses the item's beginnings,
/// each as a file of its kind, which is what it would cost to stop there.
struct CurveWork {
    let request: WorkerRequest
    let modality: Modality
    let codec: any Codec
    let isAlone: Bool

    func run() throws -> WorkerResponse {
        let source = try request.item(at: request.inputPath).load().bytes
        let bytes = UnsafeRawBufferPointer(source.bytes)
        let capacity = codec.maximumCompressedByteCount(for: bytes.count)
        if isAlone {
            WorkerLimits.limitFiles(to: capacity)
            if let limit = request.memoryLimit { WorkerLimits.limitMemory(to: limit) }
        }
        // A beginning that is mended to nothing, or to no more than the one before it, is no point of a curve.
        var positions: [Int] = []
        var kept: [[UInt8]?] = []
        for end in CurvePositions.positions(of: bytes.count) {
            var beginning: [UInt8]?
            if end < bytes.count {
                beginning = ItemPrefix.bytes(of: Array(bytes[..<end]), modality, fileByteCount: bytes.count)
                guard beginning != nil else { continue }
            }
            let position = beginning?.count ?? bytes.count
            guard position > positions.last ?? 0 else { continue }
            positions.append(position)
            kept.append(beginning)
        }
        var response = WorkerResponse(outcome: .done)
        if !request.knowsBeforehand, let codec = codec as? any StretchCostCodec {
            let bits = try codec.compressedBits(of: bytes, at: positions)
            response.curve = zip(positions, bits).map { WorkerResponse.CurvePoint(position: $0, bits: $1) }
            return response
        }
        let destination = try TouchedBuffer(byteCount: capacity)
        var points: [WorkerResponse.CurvePoint] = []
        for (position, beginning) in zip(positions, kept) {
            let byteCount =
                try beginning?.withUnsafeBytes { try codec.compress($0, into: destination.bytes) }
                ?? codec.compress(bytes, into: destination.bytes)
            points.append(WorkerResponse.CurvePoint(position: position, bits: 8 * Double(byteCount)))
        }
        response.curve = points
        return response
    }
}

/// Where curves have their points: evenly on a logarithmic axis, twice an octave.
package enum CurvePositions {
    static let first = 256

    /// 256, 362, 512, 724, 1024, … and the item's size.
    package static func positions(of byteCount: Int) -> [Int] {
        guard byteCount > 0 else { return [] }
        var positions: [Int] = []
        var octave = first
        while octave < byteCount {
            // The whole number just below the octave times the square root of two.
            let between = Int(Double(octave) * 2.0.squareRoot())
            positions += between < byteCount ? [octave, between] : [octave]
            octave *= 2
        }
        return positions + [byteCount]
    }
}
