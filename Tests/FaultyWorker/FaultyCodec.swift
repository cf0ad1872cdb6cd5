import CodecInterface
import Foundation

/// Codecs that do what codecs must not, for the tests of what the harness makes of it. Not part of ncbench.
struct FaultyCodec: Codec {
    /// What goes wrong.
    enum Fault: String, CaseIterable {
        /// Nothing: copies.
        case sound
        case crash, abort, hang, corrupt, shorten, overflow
        /// Says why on standard error, and aborts, as the C library does.
        case lament
        /// Takes memory until there is none, and says so.
        case leak
        /// Takes memory until there is none, and does not look.
        case leakUnchecked = "leak-unchecked"
        /// Prints where the worker answers.
        case chatter
        /// Writes a file without end.
        case endless
        /// Starts another program, which writes its number into the file that the item names, and hangs.
        case orphan
        /// Ends the process with a status.
        case exit
        /// Works a millisecond for each byte.
        case slow
        /// Touches 64 MiB while compressing and 16 MiB while decompressing.
        case hungry
    }

    static let information = CodecInformation(
        name: "faulty", summary: "does what codecs must not", parameters: Fault.allCases.map(\.rawValue),
        parameterRange: Fault.allCases.map(\.rawValue).joined(separator: ", "), defaultParameters: "sound",
        library: "tests", version: "1")

    let fault: Fault

    init(parameters: String, threads: Int) throws(CodecError) {
        guard let fault = Fault(rawValue: parameters) else {
            throw .parametersOutOfRange(codec: "faulty", given: parameters, range: Self.information.parameterRange)
        }
        self.fault = fault
    }

    func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }

    func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        switch fault {
        case .crash: kill(getpid(), SIGSEGV)
        case .lament:
            FileHandle.standardError.write(Data("starting\n\u{1B}[31mmalloc(): corrupted top size\n".utf8))
            Foundation.abort()
        case .leak, .leakUnchecked: try leak()
        case .chatter: print("{\"outcome\":{\"done\":{}}}")
        case .endless: writeEndlessly()
        case .overflow: throw .outputTooLarge(codec: "faulty", capacity: destination.count)
        case .exit: Foundation.exit(7)
        case .slow: usleep(UInt32(source.count) * 1000)
        case .hungry: touch(64 << 20)
        default: break
        }
        return copy(source, destination)
    }

    func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        switch fault {
        case .abort: kill(getpid(), SIGABRT)
        case .hang: hang()
        case .orphan:
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            shell.arguments = ["-c", "echo $$ > \"$0\"; sleep 600", String(decoding: source, as: UTF8.self)]
            try? shell.run()
            hang()
        case .shorten: return copy(source, destination) - 1
        case .corrupt:
            let count = copy(source, destination)
            destination[count / 2] ^= 1
            return count
        case .hungry: touch(16 << 20)
        default: break
        }
        return copy(source, destination)
    }

    private func copy(_ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer) -> Int {
        destination.copyMemory(from: source)
        return source.count
    }

    private func hang() {
        while true { usleep(100_000) }
    }

    private func touch(_ byteCount: Int) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 1)
        // Read again through the system, so that the compiler cannot leave all of it out.
        let sink = open("/dev/null", O_WRONLY)
        _ = write(sink, memory.baseAddress, byteCount)
        close(sink)
        memory.deallocate()
    }

    private func leak() throws(CodecError) {
        while true {
            let memory = malloc(16 << 20)
            if memory == nil && fault == .leak { throw .outOfMemory(codec: "faulty") }
            // What a program does that does not look.
            let address = memory ?? UnsafeMutableRawPointer(bitPattern: 16)
            if let address { memset(address, 1, 16 << 20) }
        }
    }

    private func writeEndlessly() {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("endless-\(getpid())").path
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        unlink(path)
        let piece = [UInt8](repeating: 0, count: 1 << 20)
        while write(descriptor, piece, piece.count) > 0 {}
    }
}
