import Benchmarking
import Foundation

/// How many threads a codec kept busy: its processor time over its wall time.
///
/// Whoever asks for one thread compares speeds of one thread. A codec that takes more, because its library starts threads of
/// its own or another program does, looks faster than it is.
enum ThreadUse {
    /// What clocks and the system's own work explain is nobody's fault.
    private static let tolerance = 0.2
    /// Below this wall time, in seconds, the processor's clock is too coarse.
    private static let leastSeconds = 1e-3

    /// The threads that were busy on average, where they are clearly more than asked for; nil otherwise.
    ///
    /// - Parameters:
    ///   - threads: as many as were asked for.
    ///   - wallSeconds, processorSeconds: of the same work.
    static func excess(threads: Int, wallSeconds: Double, processorSeconds: Double) -> Double? {
        guard wallSeconds >= leastSeconds, wallSeconds.isFinite, processorSeconds.isFinite else { return nil }
        let busy = processorSeconds / wallSeconds
        return busy > Double(threads) * (1 + tolerance) ? busy : nil
    }

    /// What stands behind a speed that took more threads than asked for; empty behind others.
    static func mark(_ busyThreads: Double?) -> String {
        busyThreads.map { " (\(number($0)) threads)" } ?? ""
    }

    private static func number(_ threads: Double) -> String { String(format: "%.1f", threads) }

    /// Who took more than asked for, in one sentence; nil where nobody did.
    static func note(_ run: ReportedRun) -> String? {
        var busiest: [(variant: Variant, direction: String, threads: Double)] = []
        for (direction, path) in [("compressing", \TrialRecord.compression), ("decompressing", \.decompression)] {
            for record in run.summableRecords {
                guard let busy = record.busyThreads(path) else { continue }
                let variant = Variant(record)
                if let place = busiest.firstIndex(where: { $0.variant == variant && $0.direction == direction }) {
                    busiest[place].threads = max(busiest[place].threads, busy)
                } else {
                    busiest.append((variant, direction, busy))
                }
            }
        }
        guard !busiest.isEmpty else { return nil }
        let list = busiest.map { entry in
            "\(SafeText.shortened(entry.variant.label, to: 60)) \(entry.direction)"
                + " (up to \(number(entry.threads)) where \(entry.variant.threads) was asked for)"
        }
        return "More threads than were asked for, by processor time over wall time: \(list.joined(separator: ", "))."
            + " Such speeds are marked; beside them others look slower than they are."
    }
}

extension TrialRecord {
    /// The threads that one direction kept busy, where they are clearly more than asked for.
    func busyThreads(_ direction: KeyPath<TrialRecord, DirectionRecord>) -> Double? {
        let record = self[keyPath: direction]
        guard let wall = record.passSeconds(for: rawByteCount), let cpu = record.cpuSeconds else { return nil }
        return ThreadUse.excess(threads: threads, wallSeconds: wall, processorSeconds: cpu)
    }
}

extension DirectionRecord {
    /// The median wall time of one pass over so many bytes, seconds.
    func passSeconds(for byteCount: Int) -> Double? {
        speed.flatMap { $0 > 0 ? Double(byteCount) / 1e6 / $0 : nil }
    }
}
