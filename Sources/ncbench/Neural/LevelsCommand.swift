import ArgumentParser
import CodecInterface
import Console
import Foundation
import NeuralCodecs
import OutsideText

/// `ncbench levels`: sizes and speeds of the in-house coder's levels on any file, beside classical codecs.
struct LevelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "levels",
        abstract: "Print sizes and speeds of the in-house coders' levels on files of yours.",
        discussion: """
            Every stream is decompressed and compared. Speeds are of one pass in this process, by processor time with one \
            thread and by the clock with more; 'at 60 G' scales the in-house coders' to a core that does 60 G \
            multiply-adds a second, measured beside each level. For careful measurements there is 'ncbench run'.
            """)

    @Option(help: "In-house coders, as in mix or lstm/gru/rnn/transformer.")
    var coders = "mix/lstm"

    @Option(name: .customLong("levels"), help: "Levels, as in 1,5,9 or 5-9.")
    var levels = LevelList(LevelList.all)

    @Option(name: [.customShort("e"), .customLong("spec")], help: "Codecs to set beside them; '' for none.")
    var specs = "zlib,9/zstd,22/xz,9e/brotli,11/bzip2,9"

    @Option(help: "Threads that the in-house coders may use.")
    var threads = 1

    @Argument(help: "Files.")
    var files: [String]

    func validate() throws {
        _ = try inHouseCodecs()
        guard threads >= 1 else { throw ValidationError("--threads takes a number from 1 on") }
        guard !files.isEmpty else { throw ValidationError("name a file") }
        do throws(CodecError) {
            _ = try specs.isEmpty ? [] : CodecRegistry().specs(parsing: specs)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() throws {
        try OptimisedBuild.require(for: "levels")
        let registry = CodecRegistry()
        let benchmark = KernelBenchmark()
        for file in files {
            let bytes = try BenchmarkText.beginning(of: file)
            StandardOutput.print(
                "\(VisibleText.path(file)): \(bytes.count) bytes, \(threads) thread\(threads == 1 ? "" : "s")")
            StandardOutput.print(
                "codec            bytes      bpb   compress KB/s  decompress KB/s  peak G/s  compress at 60 G")
            for spec in try specs.isEmpty ? [] : registry.specs(parsing: specs) {
                guard let codec = try codec(spec, from: registry) else { continue }
                try StandardOutput.print(row("\(spec)", measure(codec, bytes, threads: 1), bytes.count, peak: nil))
            }
            for type in try inHouseCodecs() {
                for level in levels.values where type.information.parameters.contains(String(level)) {
                    let codec = try type.init(parameters: String(level), threads: threads)
                    let before = benchmark.peak()
                    let pass = try measure(codec, bytes, threads: threads)
                    try StandardOutput.print(
                        row(
                            "\(type.information.name),\(level)", pass, bytes.count,
                            peak: (before + benchmark.peak()) / 2))
                }
            }
        }
    }

    /// The coders that `--coders` names.
    private func inHouseCodecs() throws -> [any Codec.Type] {
        let known: [any Codec.Type] = [MixCodec.self] + networkCodecs
        return try coders.split(separator: "/").map { name in
            guard let codec = known.first(where: { $0.information.name == name }) else {
                let names = known.map { $0.information.name }.joined(separator: ", ")
                throw ValidationError("--coders takes some of \(names), with / between them, not '\(coders)'")
            }
            return codec
        }
    }

    /// The codec of a spec; nil, with a note, where this build does without it.
    private func codec(_ spec: CodecSpec, from registry: CodecRegistry) throws -> (any Codec)? {
        do throws(CodecError) {
            return try registry.makeCodec(for: spec, threads: 1)
        } catch {
            guard case .notBuilt = error else { throw ValidationError("\(error)") }
            StandardError.print("\(spec): left out, \(error)")
            return nil
        }
    }

    private func row(_ name: String, _ pass: CodecPass, _ count: Int, peak: Double?) throws -> String {
        guard pass.isSame else {
            StandardError.print("ncbench: \(name): the decompressed bytes are not the original's")
            throw ExitStatus.mismatch
        }
        let speed = Double(count) / pass.compressSeconds / 1000
        var line = name.padding(toLength: max(15, name.count + 1), withPad: " ", startingAt: 0)
        line += String(format: "%8d", pass.byteCount)
        line += String(format: "%9.3f", count > 0 ? 8 * Double(pass.byteCount) / Double(count) : 0)
        line += String(format: "%16.1f", speed)
        line += String(format: "%17.1f", Double(count) / pass.decompressSeconds / 1000)
        if let peak { line += String(format: "%10.1f%18.1f", peak / 1e9, speed * 60e9 / peak) }
        return line
    }

    private func measure(_ codec: any Codec, _ bytes: [UInt8], threads: Int) throws(CodecError) -> CodecPass {
        try CodecPass(codec, bytes, byProcessorTime: threads == 1)
    }
}
