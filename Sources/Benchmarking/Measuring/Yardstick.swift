/// A fixed small workload that is timed beside each trial, so that speeds of different moments can be compared: when the
/// machine runs slower, the yardstick does too.
///
/// One pass hashes 256 KiB with a multiply, a rotation and a table look-up a byte, about as a byte-wise coder would mix
/// arithmetic and cache. The best of several passes is taken: the speed of the core without interruptions.
package enum Yardstick {
    private static let byteCount = 1 << 18

    /// Speed in MB/s (10^6 bytes a second).
    package static func measure() -> Double {
        let best = passSeconds(count: 5).min() ?? .infinity
        return Double(byteCount) / best / 1e6
    }

    /// Seconds that each of `count` passes took.
    static func passSeconds(count: Int) -> [Double] {
        var table = [UInt32](repeating: 0, count: 4096)
        for index in table.indices { table[index] = UInt32(truncatingIfNeeded: index &* 0x9E37_79B1) }
        var data = [UInt8](repeating: 0, count: byteCount)
        var state: UInt32 = 1
        for index in data.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            data[index] = UInt8(truncatingIfNeeded: state >> 24)
        }
        var checksum: UInt32 = 0
        let seconds = (0..<count).map { _ in
            let start = ProcessUsage.monotonicSeconds
            checksum ^= pass(data, &table)
            return ProcessUsage.monotonicSeconds - start
        }
        // The result is used, so that the work is not optimised away.
        return checksum == 0 && count < 0 ? [] : seconds
    }

    @inline(never) private static func pass(_ data: [UInt8], _ table: inout [UInt32]) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        data.withUnsafeBufferPointer { data in
            table.withUnsafeMutableBufferPointer { table in
                for byte in data {
                    hash = (hash ^ UInt32(byte)) &* 16_777_619
                    hash = hash << 7 | hash >> 25
                    let slot = Int(hash & 4095)
                    hash ^= table[slot]
                    table[slot] = hash
                }
            }
        }
        return hash
    }
}
