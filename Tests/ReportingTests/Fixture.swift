import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Reporting

/// Runs made up for tests, with every kind of row. Numbers are round, so that what comes of them can be checked by hand.
enum Fixture {
    /// Text on two items, images on one, audio only generated, and rows that failed in each way.
    static let run = ReportedRunFixture(name: "sample", run: "20260101T000000Z-a").reported(environment: environment())
    static let report = Report(runs: [run])

    static func record(
        _ item: String, _ modality: Modality, _ codec: String, _ parameters: String, raw: Int = 100_000, size: Int?,
        compression: Double? = 10, decompression: Double? = 100, memory: Int? = 1 << 20, model: Int = 0,
        block: Int? = nil,
        run: String = "20260101T000000Z-a", status: TrialStatus = .ok
    ) -> TrialRecord {
        func direction(_ speed: Double?) -> DirectionRecord {
            guard let speed else { return DirectionRecord() }
            // As many digits as a results file keeps.
            func tidy(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
            return DirectionRecord(
                speed: speed, minimumSpeed: tidy(speed * 0.8), confidenceLow: tidy(speed * 0.9),
                confidenceHigh: tidy(speed * 1.1),
                cpuSeconds: tidy(Double(raw) / 1e6 / speed), peakByteCount: memory, runs: 6)
        }
        return TrialRecord(
            run: run, item: ExactText(item), modality: modality, itemSHA256: String(repeating: "ab", count: 32),
            codec: codec,
            parameters: parameters, codecVersion: "1.0", blockByteCount: block, rawByteCount: raw,
            compressedByteCount: size, modelByteCount: model, compression: direction(status == .ok ? compression : nil),
            decompression: direction(status == .ok ? decompression : nil), yardstickSpeed: 500,
            streamSHA256: size == nil ? nil : String(repeating: "cd", count: 32), status: status)
    }

    static func environment(run: String = "20260101T000000Z-a", cpu: String = "Test Processor 9000") -> RunEnvironment {
        let fields: [String: Any] = [
            "schema": 1, "run": run, "date": "2026-01-01T00:00:00Z",
            "command": "./run-bench.sh -- run -e xz,9e/lstm,5 --suite quick", "cpuModel": cpu,
            "cpuFeatures": ["avx2", "fma"],
            "logicalCores": 4, "memoryByteCount": 8 << 30, "kernel": "Linux 6.1 x86_64",
            "operatingSystem": "Debian GNU/Linux 12", "loadAverage": 0.25, "niceness": 0, "swiftVersion": "6.3",
            "buildConfiguration": "release", "commit": "0123456789abcdef0123456789abcdef01234567",
            "libraryVersions": ["xz": "liblzma 5.4.1", "lstm": "ncbench 1"], "generatedItems": ["generated/tune"],
        ]
        do {
            return try JSONDecoder().decode(
                RunEnvironment.self, from: try JSONSerialization.data(withJSONObject: fields))
        } catch {
            preconditionFailure("the fixture's environment is not one: \(error)")
        }
    }
}

struct ReportedRunFixture {
    let name: String
    let run: String

    var records: [TrialRecord] {
        func row(
            _ item: String, _ modality: Modality, _ codec: String, _ parameters: String, _ size: Int?,
            _ compression: Double = 10, _ decompression: Double = 100, memory: Int = 1 << 20, block: Int? = nil,
            status: TrialStatus = .ok
        ) -> TrialRecord {
            Fixture.record(
                item, modality, codec, parameters, size: size, compression: compression, decompression: decompression,
                memory: memory, block: block, run: run, status: status)
        }
        return [
            row("novel", .text, "store", "", 100_000, 5000, 6000, memory: 0),
            row("novel", .text, "zlib", "6", 40_000, 40, 300, memory: 300_000),
            row("novel", .text, "zstd", "3", 38_000, 250, 900),
            row("novel", .text, "zstd", "19", 32_000, 3, 850, memory: 80 << 20),
            row("novel", .text, "xz", "9e", 30_000, 2, 80, memory: 90 << 20),
            row("novel", .text, "lstm", "5", 25_000, 0.045, 0.05, memory: 12 << 20),
            row("page, \"the\" | first", .text, "store", "", 100_000, 5000, 6000, memory: 0),
            row("page, \"the\" | first", .text, "zlib", "6", 20_000, 50, 300, memory: 300_000),
            row("page, \"the\" | first", .text, "zstd", "3", 19_000, 300, 900),
            row("page, \"the\" | first", .text, "zstd", "19", 16_000, 4, 850, memory: 80 << 20),
            row("page, \"the\" | first", .text, "xz", "9e", 15_000, 3, 80, memory: 90 << 20),
            row("page, \"the\" | first", .text, "lstm", "5", 14_000, 0.044, 0.05, memory: 12 << 20),
            row("novel", .text, "xz", "9e", 60_000, 8, 90, block: 4096),
            row("novel", .text, "xz", "9e", 45_000, 5, 90, block: 65536),
            row("page, \"the\" | first", .text, "xz", "9e", 40_000, 8, 90, block: 4096),
            row("page, \"the\" | first", .text, "xz", "9e", 25_000, 5, 90, block: 65536),
            row("photo", .image, "jxl", "7", 40_000, 6, 30, memory: 40 << 20),
            row("photo", .image, "xz", "9e", 60_000, 2, 70, memory: 90 << 20),
            row("photo", .image, "lstm", "5", 61_000, 0.045, 0.05, memory: 12 << 20),
            row("photo", .image, "flac", "8", nil, status: .unsupported(reason: "not sound")),
            row("generated/tune", .audio, "flac", "8", 50_000, 60, 200),
            row("generated/tune", .audio, "xz", "9e", 70_000, 2, 70),
            row("generated/tune", .audio, "lstm", "5", nil, status: .timeout),
            row("generated/tune", .audio, "zstd", "3", nil, status: .crashed(signal: "SIGSEGV")),
            row("novel", .text, "mix", "5", 23_000, 0.03, 0.031, memory: 60 << 20),
            row("page, \"the\" | first", .text, "mix", "5", 12_000, 0.03, 0.031, memory: 60 << 20),
            row("photo", .image, "mix", "5", 42_000, 0.025, 0.026, memory: 50 << 20),
        ]
    }

    /// A picture of 200 × 166 pixels and a sound of one second: 99,600 of the picture's 100,000 bytes are pixels.
    var items: [ItemRecord] {
        func row(_ item: String, _ modality: Modality, isGenerated: Bool = false, _ media: MediaFacts?) -> ItemRecord {
            ItemRecord(
                run: run, item: ExactText(item), modality: modality, sha256: String(repeating: "ab", count: 32),
                rawByteCount: 100_000, isGenerated: isGenerated, media: media)
        }
        return [
            row("novel", .text, nil),
            row(
                "photo", .image,
                MediaFacts(
                    payloadByteCount: 99_600, channels: 3, bitsPerSample: 8, shape: .picture(width: 200, height: 166))),
            row(
                "generated/tune", .audio, isGenerated: true,
                MediaFacts(
                    payloadByteCount: 88_200, channels: 1, bitsPerSample: 16,
                    shape: .sound(frameCount: 44_100, sampleRate: 44_100))),
        ]
    }

    var curves: [CurveRecord] {
        [("xz", "9e", 30_000.0), ("lstm", "5", 25_000.0), ("mix", "5", 23_000.0)].flatMap { codec, parameters, size in
            (1...10).map { step in
                CurveRecord(
                    run: run, item: "novel", codec: codec, parameters: parameters, position: step * 10_000,
                    bits: (size * 0.8 * (1 + 1 / Double(step))).rounded())
            }
        }
    }
}

extension ReportedRunFixture {
    func reported(environment: RunEnvironment?) -> ReportedRun {
        ReportedRun(name: name, records: records, environment: environment, curves: curves, items: items)
    }
}
