import CBareLoops
import Foundation

/// The other side of the comparison: a process that reads a file, calls a library's function in a loop of C, and prints what
/// each pass took.
enum BareRun {
    /// What one process found out, as a line of JSON.
    struct Passes: Codable {
        var compress: [Double]
        var decompress: [Double]
    }

    private static let mostPasses = 1 << 16

    /// Runs both directions; nil when the library said no.
    static func passes(of spec: String, on file: String, seconds: Double) -> Passes? {
        let parts = spec.split(separator: ",")
        guard parts.count == 2, let level = Int32(parts[1]), let data = FileManager.default.contents(atPath: file)
        else {
            return nil
        }
        // From malloc and touched, as anybody's buffers are.
        let raw = buffer(data.count)
        let stream = buffer(data.count + data.count / 8 + 4096)
        let back = buffer(data.count)
        guard raw.count == data.count, back.count == data.count, stream.count > data.count else { return nil }
        data.copyBytes(to: raw)
        let codec = String(parts[0])
        guard let (compress, count) = loop(codec, level, decompresses: false, raw, stream, seconds),
            let (decompress, length) = loop(
                codec, level, decompresses: true, UnsafeMutableRawBufferPointer(rebasing: stream[..<count]), back,
                seconds),
            length == raw.count, raw.elementsEqual(back)
        else { return nil }
        return Passes(compress: compress, decompress: decompress)
    }

    private static func buffer(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        guard let memory = malloc(byteCount) else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        memset(memory, 0, byteCount)
        return UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
    }

    private static func loop(
        _ codec: String, _ level: Int32, decompresses: Bool, _ source: UnsafeMutableRawBufferPointer,
        _ destination: UnsafeMutableRawBufferPointer, _ seconds: Double
    ) -> ([Double], Int)? {
        var times = [Double](repeating: 0, count: mostPasses)
        var produced = 0
        let count = bare_loop(
            codec, level, decompresses ? 1 : 0, source.baseAddress, source.count, destination.baseAddress,
            destination.count, 3, seconds, &times, mostPasses, &produced)
        return count > 0 ? (Array(times.prefix(count)), produced) : nil
    }
}
