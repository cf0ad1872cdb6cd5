package import Benchmarking
import CodecInterface
import Corpora
import Foundation
package import History
import OutsideText

/// Runs made up for tests.
package enum SampleRuns {
    package static func environment(
        run: String, date: String, commit: String? = "0123456789abcdef0123456789abcdef01234567",
        cpu: String = "Test Processor 9000"
    ) throws -> RunEnvironment {
        var fields: [String: Any] = [
            "schema": 1, "run": run, "date": date, "command": "ncbench run", "cpuModel": cpu, "cpuFeatures": ["avx2"],
            "logicalCores": 4, "memoryByteCount": 8 << 30, "kernel": "Linux 6.1 x86_64",
            "operatingSystem": "Debian GNU/Linux 12", "loadAverage": 0.25, "niceness": 0, "swiftVersion": "6.3",
            "buildConfiguration": "release", "libraryVersions": ["xz": "liblzma 5.4.1"], "generatedItems": [],
        ]
        fields["commit"] = commit
        return try JSONDecoder().decode(RunEnvironment.self, from: try JSONSerialization.data(withJSONObject: fields))
    }

    /// A run of `specs` on `items`, whose times are 1 ms for each item times `slowness` of the spec.
    ///
    /// - Parameter number: the runs follow each other by days.
    package static func run(
        _ number: Int, specs: [String] = ["zlib,6", "xz,9e"], items: [String] = ["novel", "naïve \\x41 'name'"],
        cpu: String = "Test Processor 9000", commit: String? = nil, size: Int = 40_000, peak: Int = 1 << 24,
        seconds: (_ spec: String, _ item: Int, _ round: Int) -> Double = { _, _, round in 0.001 + 0.0001 * Double(round)
        }
    ) throws -> RecordedRun {
        let date = Date(timeIntervalSince1970: 1_700_000_000 + 86_400 * Double(number)).ISO8601Format()
        let run = date.filter { $0 != "-" && $0 != ":" } + "-r\(number)"
        var records: [TrialRecord] = []
        var samples: [SampleRecord] = []
        for (place, item) in items.enumerated() {
            for spec in specs {
                let parts = spec.split(separator: ",", maxSplits: 1).map(String.init)
                var record = TrialRecord(
                    run: run, item: ExactText(item), modality: .text, itemSHA256: String(repeating: "ab", count: 32),
                    codec: parts[0], parameters: parts.count > 1 ? parts[1] : "", codecVersion: "1.0",
                    rawByteCount: 100_000, compressedByteCount: size, yardstickSpeed: 500,
                    streamSHA256: String(repeating: "cd", count: 32), status: .ok)
                record.compression = DirectionRecord(
                    speed: 12.3457, minimumSpeed: 9.87, confidenceLow: 11, confidenceHigh: 13, cpuSeconds: 0.00123,
                    peakByteCount: peak, runs: 6)
                record.decompression = DirectionRecord(speed: 123.457, peakByteCount: 4096, runs: 3)
                records.append(record)
                for direction in SampleRecord.Direction.allCases {
                    for round in 0..<6 {
                        samples.append(
                            SampleRecord(
                                run: run, item: ExactText(item), spec: spec, direction: direction, index: round,
                                passes: 2, wallSeconds: 2 * seconds(spec, place, round),
                                cpuSeconds: 2 * seconds(spec, place, round), round: round, yardstickSpeed: 500,
                                peakByteCount: 1 << 20, waitSeconds: 0, baselineByteCount: 1 << 24))
                    }
                }
            }
        }
        return RecordedRun(
            run: run, name: "run \(number)", records: records, samples: samples,
            items: items.map {
                ItemRecord(
                    run: run, item: ExactText($0), modality: .text, sha256: String(repeating: "ab", count: 32),
                    rawByteCount: 100_000, isGenerated: false, media: nil)
            },
            curves: [
                CurveRecord(run: run, item: "novel", codec: "xz", parameters: "9e", position: 256, bits: 1234.5)
            ],
            environment: try environment(
                run: run, date: date,
                commit: commit ?? String(format: "%04x", number) + String(repeating: "a", count: 36),
                cpu: cpu))
    }
}

/// A folder for the files of one test.
package final class Scratch {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("history \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package var database: String { path + "/history.sqlite" }
}
