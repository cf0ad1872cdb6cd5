/// What one run of another program took, as the operating system counted it.
public struct ChildProcessUsage: Sendable, Hashable {
    /// From the program's start to its end; without writing its input and reading its output back.
    public var wallSeconds: Double
    /// User and system time of the program and of the programs it started; on macOS of those it waited for.
    public var cpuSeconds: Double
    /// The most memory the program, or one of those, had in RAM at a time.
    public var peakByteCount: Int

    public init(wallSeconds: Double = 0, cpuSeconds: Double = 0, peakByteCount: Int = 0) {
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.peakByteCount = peakByteCount
    }
}

/// A codec whose work another program does, one process a call.
///
/// Its stream may differ from run to run (archives hold the time of day), which is the program's affair. Times and memory
/// of the calling process say little about it; ask for ``ChildProcessUsage`` instead.
public protocol ChildProcessCodec: Codec {
    /// As ``Codec/compress(_:into:)``; `usage` becomes what the program took, also where it failed.
    func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        usage: inout ChildProcessUsage
    ) throws(CodecError) -> Int

    /// As ``Codec/decompress(_:into:)``; `usage` becomes what the program took, also where it failed.
    func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        usage: inout ChildProcessUsage
    ) throws(CodecError) -> Int

    /// The same codec, whose programs get no more than so many bytes of address space, as far as the system can do that.
    func limitingMemory(to byteCount: Int) -> any ChildProcessCodec

    /// Measures what an item of one byte takes: starting the program and whatever it does first.
    ///
    /// It is part of every measured time, and says from which size on those mean anything.
    ///
    /// - Parameter seconds: how long all of it may take; a program that is slower is ended.
    /// - Returns: the quickest of a few runs in either direction.
    func measureStartUp(within seconds: Double) throws(CodecError) -> (
        compression: ChildProcessUsage, decompression: ChildProcessUsage
    )
}

extension ChildProcessCodec {
    public func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var usage = ChildProcessUsage()
        return try compress(source, into: destination, usage: &usage)
    }

    public func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var usage = ChildProcessUsage()
        return try decompress(source, into: destination, usage: &usage)
    }
}
