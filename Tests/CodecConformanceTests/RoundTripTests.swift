import CodecInterface
import CodecSamples
import Synchronization
import Testing
import ncbench

/// The law of ``Codec``, first half: what goes in comes out, at every setting, the same way every time.
@Suite("Codec law: round trips")
struct RoundTripTests {
    @Test("Every input comes back, within the promised size", arguments: RegisteredCodec.all)
    func inputs(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        for input in codec.inputs {
            let stream = try instance.compressed(input.bytes)
            #expect(stream.count <= instance.maximumCompressedByteCount(for: input.bytes.count), "\(input.name)")
            withKnownIssue("libbzip3 1.2 refuses some blocks of long runs that it wrote itself", isIntermittent: true) {
                do {
                    let back = try instance.decompressed(stream, capacity: input.bytes.count)
                    #expect(back == input.bytes, "\(codec.information.name) on \(input.name)")
                } catch {
                    Issue.record("\(codec.information.name) on \(input.name): \(error)")
                }
            } when: {
                codec.information.name == "bzip3" && codec.information.version.hasPrefix("1.2") && input.name == "runs"
            }
        }
    }

    @Test("A codec for pictures or sound says so of anything else", arguments: RegisteredCodec.all)
    func unsupported(codec: RegisteredCodec) throws {
        guard !codec.takesAnything else { return }
        let instance = try codec.make()
        let others = codec.information.modalities.contains(.image) ? ConformanceInput.sounds : ConformanceInput.images
        for input in ConformanceInput.all(bytesPerSecond: 100_000) + others {
            let error = #expect(throws: CodecError.self, "\(input.name)") { try instance.compressed(input.bytes) }
            guard case .unsupported(let name, let reason)? = error else {
                Issue.record("\(codec.information.name) on \(input.name): \(String(describing: error))")
                continue
            }
            #expect(name == codec.information.name)
            #expect(!reason.isEmpty)
        }
    }

    @Test("Every setting brings its inputs back", arguments: RegisteredCodec.all)
    func settings(codec: RegisteredCodec) throws {
        let byteCount = min(codec.estimatedBytesPerSecond / 50, 20_000)
        var generator = SplitMix64(seed: 3)
        let inputs =
            codec.takesAnything
            ? [sampleText(byteCount: byteCount), generator.bytes(byteCount / 4), []]
            : [codec.sample(byteCount: byteCount), codec.sample(byteCount: 1)]
        let parameters = codec.information.parameters.isEmpty ? [""] : codec.information.parameters
        for parameter in parameters {
            let instance = try codec.make(parameter)
            for bytes in inputs {
                let stream = try instance.compressed(bytes)
                #expect(
                    try instance.decompressed(stream, capacity: bytes.count) == bytes,
                    "\(codec.information.name),\(parameter) on \(bytes.count) bytes")
            }
        }
    }

    @Test("The same bytes give the same stream, whatever the thread count", arguments: RegisteredCodec.all)
    func determinism(codec: RegisteredCodec) throws {
        let bytes = codec.sample(byteCount: min(codec.estimatedBytesPerSecond / 4, 200_000))
        let first = try codec.make().compressed(bytes)
        #expect(try codec.make().compressed(bytes) == first)
        #expect(try codec.make(threads: 4).compressed(bytes) == first)
        let several = try codec.make(threads: 4)
        #expect(try several.decompressed(first, capacity: bytes.count) == bytes)
    }

    @Test(
        "Codecs that tell how far they are do so alike in every pass, and write the same",
        arguments: RegisteredCodec.all)
    func progress(codec: RegisteredCodec) throws {
        guard let instance = try codec.make() as? any ProgressReportingCodec else {
            #expect(codec.information.family == .classical, "the in-house coders tell how far they are")
            return
        }
        /// What one pass wrote, and where it told how far it was.
        func pass(
            _ bytes: [UInt8], capacity: Int,
            _ work: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer, @escaping @Sendable (Int) -> Void) throws ->
                Int
        ) throws -> (bytes: [UInt8], ends: [Int]) {
            let ends = Mutex<[Int]>([])
            var output = [UInt8](repeating: 0, count: capacity)
            let count = try bytes.withUnsafeBytes { bytes in
                try output.withUnsafeMutableBytes { output in
                    try work(bytes, output) { count in ends.withLock { $0.append(($0.last ?? 0) + count) } }
                }
            }
            return (Array(output[..<count]), ends.withLock { $0 })
        }
        let bytes = codec.sample(byteCount: min(codec.estimatedBytesPerSecond / 4, 50_000))
        let capacity = instance.maximumCompressedByteCount(for: bytes.count)
        let first = try pass(bytes, capacity: capacity) { try instance.compress($0, into: $1, progress: $2) }
        let second = try pass(bytes, capacity: capacity) { try instance.compress($0, into: $1, progress: $2) }
        #expect(try first.bytes == instance.compressed(bytes) && first == second)
        let back = try pass(first.bytes, capacity: bytes.count) {
            try instance.decompress($0, into: $1, progress: $2)
        }
        #expect(back.bytes == bytes)
        for ends in [first.ends, back.ends] {
            #expect(ends.last == bytes.count && zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
            #expect(bytes.count < 4096 || ends.count > bytes.count / 4096, "\(codec.information.name)")
        }
    }

    @Test("One instance serves several threads at once", arguments: RegisteredCodec.all)
    func concurrency(codec: RegisteredCodec) async throws {
        let instance = try codec.make()
        let byteCount = min(codec.estimatedBytesPerSecond / 10, 50_000)
        let inputs = (0..<4).map { index in codec.sample(byteCount: byteCount - 17 * index) }
        let expected = try inputs.map { try instance.compressed($0) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (bytes, stream) in zip(inputs, expected) {
                group.addTask {
                    let again = try instance.compressed(bytes)
                    return try again == stream && instance.decompressed(stream, capacity: bytes.count) == bytes
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test("An output that does not fit is an error", arguments: RegisteredCodec.all)
    func smallDestinations(codec: RegisteredCodec) throws {
        let instance = try codec.make()
        let name = codec.information.name
        let bytes = codec.sample(byteCount: 2000)
        let stream = try instance.compressed(bytes)
        for capacity in [0, 1, stream.count / 2, stream.count - 1] {
            #expect(throws: CodecError.outputTooLarge(codec: name, capacity: capacity), "compress into \(capacity)") {
                try instance.compressed(bytes, capacity: capacity)
            }
        }
        for capacity in [0, 1, 7, bytes.count / 2, bytes.count - 1] {
            #expect(throws: CodecError.outputTooLarge(codec: name, capacity: capacity), "decompress into \(capacity)") {
                try instance.decompressed(stream, capacity: capacity)
            }
        }
    }
}
