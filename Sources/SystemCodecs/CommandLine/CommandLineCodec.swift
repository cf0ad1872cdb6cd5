package import CodecInterface
import Foundation
import OutsideText

/// Any program on the machine as a codec: one command compresses, another decompresses, each in a folder of its own.
///
/// The original is called `item`, its compressed form `stream` and what comes back `restored`, each with the extension that
/// the command gives it. Sizes come from the file system, times and memory from the operating system.
package struct CommandLineCodec: ChildProcessCodec {
    package static let information = CodecInformation(
        name: CodecSpec.commandCodec, summary: "any command line: cmd:COMPRESS::DECOMPRESS with {in} and {out}",
        parameters: [], parameterRange: "COMPRESS::DECOMPRESS", defaultParameters: "", library: "a program",
        version: "unknown")

    /// How long a run may take unless the caller says otherwise.
    package static let defaultTimeLimit: Duration = .seconds(3600)

    package let information: CodecInformation

    private enum Direction {
        case compressing, decompressing
    }

    private let definition: CommandDefinition
    private let level: String
    private let threads: Int
    private let timeLimit: Duration
    private var memoryLimit: Int?
    private let executables: (compressing: String, decompressing: String)

    /// Makes the codec that a `cmd:` spec spells out.
    ///
    /// - Parameter parameters: `COMPRESS::DECOMPRESS`
    package init(parameters: String, threads: Int) throws(CodecError) {
        try self.init(
            try CommandDefinition(parsing: parameters), level: nil, threads: threads, timeLimit: Self.defaultTimeLimit)
    }

    /// Makes a named codec at one level.
    ///
    /// - Throws: ``CodecError/parametersOutOfRange(codec:given:range:)``, or ``CodecError/noProgram(codec:obstacle:remedy:)``
    ///   where a program of the two commands cannot be run.
    package init(_ definition: CommandDefinition, level: String?, threads: Int, timeLimit: Duration)
        throws(CodecError)
    {
        let level = level ?? definition.defaultLevel
        guard definition.levels.contains(level) || (definition.levels.isEmpty && level.isEmpty) else {
            throw .parametersOutOfRange(
                codec: definition.name, given: level, range: definition.levels.joined(separator: ", "))
        }
        func executable(_ template: CommandTemplate) throws(CodecError) -> String {
            guard let path = CommandDefinition.path(of: template.program) else {
                throw .noProgram(
                    codec: definition.name, obstacle: CommandDefinition.obstacle(to: template.program),
                    remedy: definition.remedy)
            }
            return path
        }
        executables = (try executable(definition.compression), try executable(definition.decompression))
        self.definition = definition
        self.level = level
        self.threads = max(1, threads)
        self.timeLimit = timeLimit
        information = CodecInformation(
            name: definition.name, summary: definition.summary, family: definition.family,
            parameters: definition.levels, parameterRange: definition.levels.joined(separator: ", "),
            defaultParameters: definition.defaultLevel, modalities: definition.modalities,
            library: definition.program, version: definition.version(), modelByteCount: definition.modelByteCount)
    }

    /// Room for twice the original and a mebibyte: what a program adds is not known beforehand.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { 2 * byteCount + (1 << 20) }

    package func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        usage: inout ChildProcessUsage
    ) throws(CodecError) -> Int {
        try run(.compressing, source, into: destination, within: timeLimit, usage: &usage)
    }

    package func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        usage: inout ChildProcessUsage
    ) throws(CodecError) -> Int {
        try run(.decompressing, source, into: destination, within: timeLimit, usage: &usage)
    }

    package func limitingMemory(to byteCount: Int) -> any ChildProcessCodec {
        var limited = self
        limited.memoryLimit = byteCount
        return limited
    }

    package func measureStartUp(within seconds: Double) throws(CodecError) -> (
        compression: ChildProcessUsage, decompression: ChildProcessUsage
    ) {
        let item = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
        let stream = UnsafeMutableRawBufferPointer.allocate(
            byteCount: maximumCompressedByteCount(for: item.count), alignment: 16)
        defer {
            item.deallocate()
            stream.deallocate()
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        var quickest: (compression: ChildProcessUsage, decompression: ChildProcessUsage)?
        for _ in 0..<3 {
            // Once is enough of a program that takes long.
            if quickest != nil, clock.now + .seconds(seconds / 2) > deadline { break }
            var compression = ChildProcessUsage()
            var decompression = ChildProcessUsage()
            item[0] = 0x41
            let count = try run(
                .compressing, UnsafeRawBufferPointer(item), into: stream, within: deadline - clock.now,
                usage: &compression)
            _ = try run(
                .decompressing, UnsafeRawBufferPointer(rebasing: stream[..<count]), into: item,
                within: deadline - clock.now, usage: &decompression)
            if let best = quickest {
                if best.compression.wallSeconds < compression.wallSeconds { compression = best.compression }
                if best.decompression.wallSeconds < decompression.wallSeconds { decompression = best.decompression }
            }
            quickest = (compression, decompression)
        }
        return quickest ?? (ChildProcessUsage(), ChildProcessUsage())
    }

    private func run(
        _ direction: Direction, _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        within timeLimit: Duration, usage: inout ChildProcessUsage
    ) throws(CodecError) -> Int {
        let template = direction == .compressing ? definition.compression : definition.decompression
        let names =
            direction == .compressing ? (input: "item", output: "stream") : (input: "stream", output: "restored")
        let arguments =
            [template.program]
            + template.arguments([
                .input: names.input, .output: names.output, .level: level, .threads: String(threads),
            ])
        let inputFile = names.input + (template.inputSuffix ?? "")
        let outputFile = names.output + (template.outputSuffix ?? "")
        func failure(_ reason: String) -> CodecError {
            .libraryFailure(
                codec: definition.name, operation: "'\(arguments.joined(separator: " "))'", code: reason)
        }
        func files<Value>(_ work: () throws(TemporaryFolder.Failure) -> Value) throws(CodecError) -> Value {
            do throws(TemporaryFolder.Failure) { return try work() } catch {
                throw failure("\(error.operation): \(error.reason)")
            }
        }

        let folder = try files { () throws(TemporaryFolder.Failure) in try TemporaryFolder() }
        defer { folder.remove() }
        try files { () throws(TemporaryFolder.Failure) in try folder.write(source, to: inputFile) }
        let process = ChildProcess(
            executable: direction == .compressing ? executables.compressing : executables.decompressing,
            arguments: arguments, folder: folder.path, input: template.has(.input) ? nil : inputFile,
            output: template.has(.output) ? nil : outputFile, messages: "messages", memoryLimit: memoryLimit)
        let end: ChildProcess.End
        do throws(ChildProcess.StartFailure) {
            (end, usage) = try process.run(timeLimit: timeLimit)
        } catch {
            throw failure("it does not start: \(error.reason)")
        }
        switch end {
        case .exited(0): break
        case .exited where Self.isAtLimit(folder.byteCount(of: outputFile)), .killed(SIGXFSZ):
            throw failure("its output does not end: a file grew beyond what twice the item and some room allow")
        case .exited(let status): throw failure("exit status \(status)\(Self.lastWords(in: folder))")
        case .killed(let signal):
            throw .crashed(codec: definition.name, signal: signal, detail: Self.lastWords(in: folder))
        case .timedOut: throw failure("stopped after \(timeLimit), its time limit")
        }
        guard let byteCount = folder.byteCount(of: outputFile) else {
            throw failure("it wrote no file '\(outputFile)'\(Self.lastWords(in: folder))")
        }
        guard byteCount <= destination.count else {
            throw .outputTooLarge(codec: definition.name, capacity: destination.count)
        }
        return try files { () throws(TemporaryFolder.Failure) in try folder.read(outputFile, into: destination) }
    }

    /// Whether a file is as large as the system lets one become. A shell, or a program that ignores the signal, ends by itself
    /// then, with words of its own about it.
    private static func isAtLimit(_ byteCount: Int?) -> Bool {
        var limit = rlimit()
        #if canImport(Glibc)
        let number = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #else
        let number = RLIMIT_FSIZE
        #endif
        guard let byteCount, getrlimit(number, &limit) == 0 else { return false }
        return UInt64(byteCount) >= limit.rlim_cur
    }

    /// The end of what a program said, for an error message; begins with a colon unless it said nothing.
    private static func lastWords(in folder: TemporaryFolder) -> String {
        LastWords.suffix(of: messages(in: folder, limit: 400).utf8)
    }

    /// The last `limit` bytes of what a program wrote to standard error, and to standard output where that is no stream.
    static func messages(in folder: TemporaryFolder, limit: Int) -> String {
        guard let file = FileHandle(forReadingAtPath: "\(folder.path)/messages") else { return "" }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end > UInt64(limit) ? end - UInt64(limit) : 0)
        return String(decoding: (try? file.read(upToCount: limit)) ?? Data(), as: UTF8.self)
    }
}
