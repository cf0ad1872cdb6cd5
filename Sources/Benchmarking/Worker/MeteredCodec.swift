import CodecInterface

/// A codec together with what its passes took: by the clocks of this process, or where another program does the work, by
/// what the operating system counted for that program.
final class MeteredCodec {
    private let codec: any Codec
    private var program = ChildProcessUsage()

    init(_ codec: any Codec) { self.codec = codec }

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

    package init(wallSeconds: Double, cpuSeconds: Double) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
    }

    /// The wall clock is read next to the passes: reading CPU time takes a few system calls.
    package static func ofThisProcess(_ moment: Moment) -> PassClock {
        let before = moment == .start ? ProcessUsage.cpuSeconds : 0
        let wall = ProcessUsage.monotonicSeconds
        return PassClock(wallSeconds: wall, cpuSeconds: moment == .start ? before : ProcessUsage.cpuSeconds)
    }
}
