internal import Dispatch
internal import Foundation

/// Codes the planes of a picture side by side, each with a payload of its own, on as many threads as are free.
///
/// Behind the parameters of a stretch a segment's payload is: for each plane but the last the length of its payload, an
/// unsigned LEB128 number, then the planes' payloads. Which thread codes what never shows in them: see ``PlaneSchedule``.
package final class PlaneCoder {
    private let model: PixelModel
    private let layout: PixelLayout
    private let threads: ThreadAllowance
    /// Rows of the stretch that are coded.
    private var row = 0
    /// One a plane; those of the direction at hand.
    private var encoders: [RangeEncoder] = []
    private var decoders: [RangeDecoder] = []
    /// What the decoders read.
    private var payload: UnsafeMutableRawBufferPointer?
    /// Bytes of the segment that are not yet decoded.
    private var undecodedByteCount = 0

    /// - Parameters:
    ///   - parameters: of the stretch.
    ///   - threads: that may help the calling one.
    ///   - kernels: which build of the kernels to use.
    package init(parameters: PixelParameters, threads: ThreadAllowance, kernels: KernelBuild) {
        model = PixelModel(parameters: parameters, kernels: kernels)
        layout = parameters.layout
        self.threads = threads
    }

    deinit { payload?.deallocate() }

    /// Begins a segment to be encoded.
    package func beginEncoding() {
        encoders = Array(repeating: RangeEncoder(), count: layout.channels)
    }

    /// Codes whole rows.
    package func encode(_ rows: UnsafeRawBufferPointer) {
        guard let base = rows.baseAddress else { return }
        let first = row
        encoders.withUnsafeMutableBufferPointer { encoders in
            // Parts of one plane are coded one after the other, and parts of different planes touch nothing in common.
            nonisolated(unsafe) let (encoders, model, base) = (encoders, model, base)
            let bytesPerRow = layout.bytesPerRow
            run(rows: rows.count / bytesPerRow) { part in
                model.encode(part, row: base + (part.row - first) * bytesPerRow, with: &encoders[part.plane])
                return true
            }
        }
    }

    /// Ends the segment.
    ///
    /// - Returns: its payload.
    package func endEncoding() -> [UInt8] {
        let payloads = encoders.indices.map { encoders[$0].finish() }
        var bytes: [UInt8] = []
        for payload in payloads.dropLast() { ParameterFields.append(payload.count, to: &bytes) }
        return bytes + payloads.joined()
    }

    /// Begins a segment to be decoded.
    ///
    /// - Parameters:
    ///   - rawByteCount: how many bytes it has.
    ///   - bytes: the payload behind the parameters; moved to its end.
    package func beginDecoding(rawByteCount: Int, payload bytes: inout ArraySlice<UInt8>) throws(SegmentCoderError) {
        var lengths: [Int] = []
        for _ in 1..<layout.channels {
            do throws(MediaParametersError) {
                lengths.append(try ParameterFields.next("length of a plane", in: 0...bytes.count, from: &bytes))
            } catch {
                throw .damaged(reason: error.description)
            }
        }
        let rest = bytes.count - lengths.reduce(0, +)
        guard rest >= 0 else { throw .damaged(reason: "planes longer than their segment") }
        payload?.deallocate()
        let kept = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        kept.copyBytes(from: bytes)
        payload = kept
        bytes = bytes[bytes.endIndex...]
        decoders = []
        var start = 0
        for length in lengths + [rest] {
            decoders.append(RangeDecoder(UnsafeRawBufferPointer(rebasing: kept[start..<start + length])))
            start += length
        }
        undecodedByteCount = rawByteCount
    }

    /// Fills in whole rows.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when a plane's payload cannot hold that many, or is longer than the segment
    ///   needs.
    package func decode(into rows: UnsafeMutableRawBufferPointer) throws(RangeDecoderError) {
        guard let base = rows.baseAddress else { return }
        let first = row
        let isWhole = decoders.withUnsafeMutableBufferPointer { decoders in
            // Parts of one plane are coded one after the other, and parts of different planes touch nothing in common.
            nonisolated(unsafe) let (decoders, model, base) = (decoders, model, base)
            let bytesPerRow = layout.bytesPerRow
            return run(rows: rows.count / bytesPerRow) { part in
                model.decode(part, row: base + (part.row - first) * bytesPerRow, with: &decoders[part.plane])
                return !decoders[part.plane].isExhausted
            }
        }
        undecodedByteCount -= rows.count
        guard isWhole, undecodedByteCount > 0 || !decoders.contains(where: { $0.hasUnreadBytes }) else {
            throw .payloadUsedUp
        }
    }

    /// Codes the next rows.
    ///
    /// - Parameter work: codes a part; whether to go on.
    /// - Returns: whether all went well.
    @discardableResult
    private func run(rows: Int, _ work: @escaping @Sendable (PlanePart) -> Bool) -> Bool {
        defer { row += rows }
        let parts = SharedSchedule(PlaneSchedule(planes: layout.channels, width: layout.width, rows: row..<row + rows))
        let helpers = threads.takeHelpers(upTo: layout.channels - 1)
        defer { threads.giveBack(helpers: helpers) }
        let group = DispatchGroup()
        for helper in 0..<helpers {
            DispatchQueue.global(qos: .userInitiated).async(group: group) { parts.run(from: helper + 1, work) }
        }
        parts.run(from: 0, work)
        group.wait()
        return parts.isWhole
    }
}

/// The schedule that threads share; touched only while the condition's lock is held, hence `@unchecked Sendable`.
private final class SharedSchedule: @unchecked Sendable {
    private let condition = NSCondition()
    private var schedule: PlaneSchedule
    private var waiting = 0
    private(set) var isWhole = true

    init(_ schedule: PlaneSchedule) { self.schedule = schedule }

    /// Works until all is coded, or a part went wrong.
    ///
    /// - Parameter plane: to begin with.
    func run(from plane: Int, _ work: (PlanePart) -> Bool) {
        var plane = plane
        while let part = take(preferring: plane) {
            plane = part.plane
            finish(part, isWhole: work(part))
        }
    }

    private func take(preferring plane: Int) -> PlanePart? {
        condition.withLock {
            while isWhole, !schedule.isFinished {
                if let part = schedule.take(preferring: plane) { return part }
                waiting += 1
                condition.wait()
                waiting -= 1
            }
            return nil
        }
    }

    private func finish(_ part: PlanePart, isWhole: Bool) {
        condition.withLock {
            schedule.finish(part)
            if !isWhole { self.isWhole = false }
            if waiting > 0 { condition.broadcast() }
        }
    }
}
