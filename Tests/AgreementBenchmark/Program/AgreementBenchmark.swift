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
    @Option(help: "How often each side has its turn.") var rounds = 9
    @Option(help: "Seconds that each direction is repeated in each turn.") var seconds = 0.5
    @Option(help: "Codecs and levels, separated by slashes.") var spec = "zlib,6/xz,1/bzip2,9/zstd,3/lz4,1"
    @Argument(help: "What to compress; 8 MB of generated text when not given.") var file: String?

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("agreement-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let item = file ?? folder + "/text"
        if file == nil { try Data(sampleText(byteCount: 8_000_000)).write(to: URL(fileURLWithPath: item)) }
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
        for agreement in agreements { print(agreement.row) }
        print(try sides.overhead())
        let worst = agreements.map(\.worst).max() ?? 0
        print(
            "largest deviation: \(NumberText.fixed(1)(worst * 100)) %, allowed \(NumberText.fixed(0)(Self.limit * 100)) %"
        )
        if worst > Self.limit { throw ExitCode.failure }
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
    struct Speeds {
        var compress: Double
        var decompress: Double
    }

    let spec: String
    var bare: [Speeds] = []
    var harness: [Speeds] = []

    init(spec: String) { self.spec = spec }

    /// How far the harness is from the bare loop: the median over the turns of the two speeds' ratio, less one.
    func deviation(_ direction: KeyPath<Speeds, Double>) -> Double {
        let ratios = zip(harness, bare).map { $0[keyPath: direction] / $1[keyPath: direction] }
        return (OrderStatistics.median(ratios) ?? .infinity) - 1
    }

    var worst: Double { max(abs(deviation(\.compress)), abs(deviation(\.decompress))) }

    static let header =
        "spec        compress MB/s: bare, ncbench, deviation     decompress MB/s: bare, ncbench, deviation"

    var row: String {
        func part(_ direction: KeyPath<Speeds, Double>) -> String {
            func speed(_ speeds: [Speeds]) -> String {
                let text = NumberText.fixed(2)(OrderStatistics.median(speeds.map { $0[keyPath: direction] }) ?? 0)
                return String(repeating: " ", count: max(0, 10 - text.count)) + text
            }
            let percent = deviation(direction) * 100
            return "\(speed(bare)) \(speed(harness))  \(percent < 0 ? "" : "+")\(NumberText.fixed(2)(percent)) %"
        }
        return spec.padding(toLength: 12, withPad: " ", startingAt: 0) + "           \(part(\.compress))"
            + "            \(part(\.decompress))"
    }
}
