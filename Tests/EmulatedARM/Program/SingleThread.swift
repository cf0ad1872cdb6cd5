/// Stands in for zlib's CRC-32, bit by bit.
struct Checksum {
    static func matches(_ computed: UInt32, _ read: UInt32) -> Bool { computed == read }

    static func of(_ bytes: some Sequence<UInt8>, seed: UInt32 = 0) -> UInt32 {
        var value = ~seed
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~value
    }
}

/// The one number of the stream's format that model files ask for.
enum StreamFormat {
    static let maximumParametersByteCount = 64
}

/// Stands in for the team of threads, which wants an operating system: threads do not show in a stream.
final class TaskTeam: @unchecked Sendable {
    // Unchecked: there is one thread.
    private var tasks: [Int] = []

    init(threads: Int) {}
    var isAlone: Bool { true }
    var hasRoom: Bool { true }
    func run<Failure: Error>(
        execute: @escaping (Int) -> Void, _ body: () throws(Failure) -> Void
    ) throws(Failure) { try body() }
    func post(_ task: Int, to helper: Int = 0) { tasks.append(task) }
    func finish(_ execute: (Int) -> Void) {
        let posted = tasks
        tasks.removeAll()
        for task in posted { execute(task) }
    }
}
