import CodecInterface

/// A codec together with what its passes took: by the clocks of this process, or where another program does the work, by
/// what the operating system counted for that program.
final class MeteredCodec {
    private let codec: any Codec
    private var program = ChildProcessUsage()
    /// Nil for codecs that do not tell how far they are, and with several threads, which are at several places at once.
    let stretchClock: StretchClock?

    /// - Parameters:
    ///   - codec: made for so many threads.
    ///   - byteCount: of the item.
    init(_ codec: any Codec, threads: Int, byteCount: Int) {
        self.codec = codec
        stretchClock =
            threads == 1 && codec is any ProgressReportingCodec ? StretchClock(byteCount: byteCount) : nil
    }

    /// The most memory of another program; nil where this process does the work.
    var programPeakByteCount: Int? { codec is any ChildProcessCodec ? program.peakByteCount : nil }

    /// Wall and CPU time so far, seconds; only differences mean anything.
    func clock(_ moment: PassClock.Moment) -> PassClock {
        codec is any ChildProcessCodec
            ? PassClock(wallSeconds: program.wallSeconds, cpuSeconds: program.cpuSeconds)
            : .ofThisProcess(moment)
    }

    func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        if let stretchClock, let codec = codec as? any ProgressReportingCodec {
            return try codec.compress(source, into: destination) { stretchClock.advance(by: $0) }
        }
        guard let codec = codec as? any ChildProcessCodec else {
            return try codec.compress(source, into: destination)
        }
        var usage = ChildProcessUsage()
        defer { add(usage) }
        return try codec.compress(source, into: destination, usage: &usage)
    }

    func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        if let stretchClock, let codec = codec as? any ProgressReportingCodec {
            return try codec.decompress(source, into: destination) { stretchClock.advance(by: $0) }
        }
        guard let codec = codec as? any ChildProcessCodec else {
            return try codec.decompress(source, into: destination)
        }
        var usage = ChildProcessUsage()
        defer { add(usage) }
        return try codec.decompress(source, into: destination, usage: &usage)
    }

    private func add(_ usage: ChildProcessUsage) {
        program.wallSeconds += usage.wallSeconds
        program.cpuSeconds += usage.cpuSeconds
        program.peakByteCount = max(program.peakByteCount, usage.peakByteCount)
    }
}

/// A reading of the clocks that passes are timed by.
package struct PassClock: Sendable {
    package enum Moment: Sendable {
        case start, end
    }

    package var wallSeconds: Double
    package var cpuSeconds: Double
    /// See ``ProcessUsage/waitSeconds``; nil for programs, whose waiting is not known.
    package var waitSeconds: Double?

    package init(wallSeconds: Double, cpuSeconds: Double, waitSeconds: Double? = nil) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.waitSeconds = waitSeconds
    }

    /// The wall clock is read next to the passes: reading the others takes a few system calls.
    package static func ofThisProcess(_ moment: Moment) -> PassClock {
        switch moment {
        case .start:
            let wait = ProcessUsage.waitSeconds
            let cpu = ProcessUsage.cpuSeconds
            return PassClock(wallSeconds: ProcessUsage.monotonicSeconds, cpuSeconds: cpu, waitSeconds: wait)
        case .end:
            let wall = ProcessUsage.monotonicSeconds
            let cpu = ProcessUsage.cpuSeconds
            return PassClock(wallSeconds: wall, cpuSeconds: cpu, waitSeconds: ProcessUsage.waitSeconds)
        }
    }
}

extension Codec {
    /// Does what a codec with prior knowledge does once, so that no pass pays for it.
    func prepare(forBlocksOf division: BlockDivision) throws(CodecError) {
        guard let informed = self as? any InformedCodec else { return }
        try informed.prepare(forInputsOf: division.ranges.map(\.count).max() ?? 0)
    }
}
