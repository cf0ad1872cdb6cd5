import ArgumentParser
import Benchmarking
import CodecSamples
import Foundation

/// Whether `ncbench run` says what the libraries' own loops say.
struct AgreementBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare ncbench's speeds with bare loops over the same libraries, and state what a trial costs.")

    /// Deviations up to this pass.
    private static let limit = 0.03

    @Option(help: "The ncbench to look at.") var ncbench: String
    // Many short turns rather than few long ones: a machine that others use changes its speed within seconds.
    @Option(help: "How often each side has its turn.") var rounds = 25
    @Option(help: "Seconds that each direction is repeated in each turn.") var seconds = 0.2
    @Option(help: "Codecs and levels, separated by slashes.") var spec = "zlib,6/xz,1/bzip2,9/zstd,3/lz4,1"
    @Argument(help: "What to compress; 2 MB of generated text when not given.") var file: String?

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("agreement-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let item = file ?? folder + "/text"
        if file == nil { try Data(sampleText(byteCount: 2_000_000)).write(to: URL(fileURLWithPath: item)) }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: item),
            let byteCount = attributes[.size] as? Int, byteCount > 0
        else { throw ValidationError("cannot read \(item), or there is nothing in it") }

        let noise = MachineNoise.measure(loadAverage: nil, processors: 1)
        print(
            "\(byteCount) bytes, \(rounds) turns of \(seconds) s a direction on each side, in alternation;",
            terminator: "")
        print(" the machine's own speed varied by \(NumberText.fixed(1)(noise.spread * 100)) %")
        let sides = Sides(ncbench: ncbench, item: item, byteCount: byteCount, seconds: seconds, folder: folder)
        let agreements = try spec.split(separator: "/").map { try measure(String($0), sides) }
        print(Agreement.header)
        for agreement in agreements { print(agreement.rows) }
        print()
        print(try sides.overhead())
        let directions = agreements.flatMap { [$0.compress, $0.decompress] }
        let worst = directions.map { max(abs($0.ofMedians), abs($0.ofFastest)) }.max() ?? 0
        let beyond = directions.count { $0.exceeds(Self.limit) }
        print(
            "largest deviation: \(NumberText.fixed(1)(worst * 100)) %;",
            "\(beyond) of \(directions.count) directions are beyond the \(NumberText.fixed(0)(Self.limit * 100)) % allowed"
        )
        if beyond > 0 { throw ExitCode.failure }
    }

    private func measure(_ spec: String, _ sides: Sides) throws -> Agreement {
        var agreement = Agreement(spec: spec)
        for round in 0..<rounds {
            // Whoever comes second may find a warmer or slower machine, so they change places.
            if round % 2 == 0 { agreement.bare.append(try sides.bare(spec)) }
            agreement.harness.append(try sides.harness(spec))
            if round % 2 == 1 { agreement.bare.append(try sides.bare(spec)) }
        }
        return agreement
    }
}

/// Speeds of both sides for one spec, MB/s, a value a turn.
struct Agreement {
    /// One side's speeds in one turn.
    struct Speeds {
        var compress: Direction
        var decompress: Direction
    }

    struct Direction {
        /// Of the passes' median, which is what `ncbench run` reports.
        var median: Double
        /// Of the fastest pass. Whatever else runs on the machine only ever slows a pass down, so this is the steadier figure.
        var fastest: Double
    }

    let spec: String
    var bare: [Speeds] = []
    var harness: [Speeds] = []

    init(spec: String) { self.spec = spec }

    /// How far the harness is from the bare loop in one direction.
    struct Deviation {
        let bare: Double
        let harness: Double
        /// Of the two speeds in the same turn, the median over the turns, and where it lies with 95 % confidence.
        let ofMedians: Double
        let interval: ClosedRange<Double>?
        /// Of the fastest pass of all turns.
        let ofFastest: Double

        init(bare: [Direction], harness: [Direction]) {
            self.bare = OrderStatistics.median(bare.map(\.median)) ?? 0
            self.harness = OrderStatistics.median(harness.map(\.median)) ?? 0
            let differences = zip(harness, bare).map { $0.median / $1.median - 1 }
            ofMedians = OrderStatistics.median(differences) ?? .infinity
            interval = OrderStatistics.medianInterval(differences)
            ofFastest = (harness.map(\.fastest).max() ?? .infinity) / (bare.map(\.fastest).max() ?? 0) - 1
        }

        /// Whether these turns show a deviation beyond `limit`: noise alone, which widens the interval, does not.
        func exceeds(_ limit: Double) -> Bool {
            let nearest = interval.map { max(0, $0.lowerBound, -$0.upperBound) } ?? abs(ofMedians)
            return nearest > limit || abs(ofFastest) > limit
        }
    }

    var compress: Deviation { Deviation(bare: bare.map(\.compress), harness: harness.map(\.compress)) }
    var decompress: Deviation { Deviation(bare: bare.map(\.decompress), harness: harness.map(\.decompress)) }

    /// Markdown, to be pasted into `docs/method.md`.
    static let header = """
        MB/s are medians of the turns. Deviation of ncbench: of the medians, with a 95 % interval, and of the fastest passes.

        | spec | direction | bare loop, MB/s | ncbench, MB/s | ratio of medians | deviation of medians | of the fastest |
        |---|---|---:|---:|---:|---:|---:|
        """

    var rows: String { row("compress", compress) + "\n" + row("decompress", decompress) }

    private func row(_ direction: String, _ deviation: Deviation) -> String {
        func percent(_ share: Double) -> String { "\(share < 0 ? "" : "+")\(NumberText.fixed(1)(share * 100))" }
        let interval = deviation.interval.map { " (\(percent($0.lowerBound)) to \(percent($0.upperBound)))" } ?? ""
        let cells = [
            "`\(spec)`", direction, NumberText.fixed(1)(deviation.bare), NumberText.fixed(1)(deviation.harness),
            NumberText.fixed(3)(1 + deviation.ofMedians), "\(percent(deviation.ofMedians)) %\(interval)",
            "\(percent(deviation.ofFastest)) %",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
