package import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText

/// Another build of this program, of which only what `codecs --format json` says and the `worker` subcommand are used.
package struct DrivenBuild {
    /// Why a program is not one to drive, for people.
    package struct Refusal: Error {
        package let reason: String
    }

    private struct Codecs: Decodable {
        struct Entry: Decodable {
            let name: String
            let version: String
            let modelBytes: Int?
        }

        let schema: Int
        let codecs: [Entry]
        let commands: [Entry]?
    }

    package let path: String
    private let versions: [String: Codecs.Entry]

    /// Asks the program at `path` for its codecs.
    package init(path: String) throws(Refusal) {
        let url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw Refusal(reason: "there is no such file")
        }
        guard !isFolder.boolValue else {
            throw Refusal(reason: "it is a folder; name the program, as in .build/release/ncbench")
        }
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw Refusal(reason: "it is not a program that may be run")
        }
        let answer: Data
        let process = Process()
        process.executableURL = url
        process.arguments = ["codecs", "--format", "json"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
            answer = try pipe.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw Refusal(reason: "it does not start: \(RunFolder.describe(error))")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, let codecs = try? JSONDecoder().decode(Codecs.self, from: answer) else {
            throw Refusal(reason: "it does not answer 'codecs --format json' as an ncbench does")
        }
        guard codecs.schema == 1 else {
            throw Refusal(reason: "its list of codecs is of version \(codecs.schema), which this build does not know")
        }
        if let obstacle = WorkerProbe.obstacle(toDriving: url.path) { throw Refusal(reason: obstacle) }
        self.path = url.path
        versions = Dictionary((codecs.codecs + (codecs.commands ?? [])).map { ($0.name, $0) }) { first, _ in first }
    }

    /// The plan with what this build says of its codecs. One that it does without stays, and fails as any would.
    package func plan(_ plan: RunPlan) -> RunPlan {
        var plan = plan
        plan.entries = plan.entries.map { entry in
            guard let own = versions[entry.information.name] else { return entry }
            var entry = entry
            let known = entry.information
            entry.information = CodecInformation(
                name: known.name, summary: known.summary, family: known.family, parameters: known.parameters,
                parameterRange: known.parameterRange, defaultParameters: known.defaultParameters,
                modalities: known.modalities, library: known.library, version: own.version,
                modelByteCount: own.modelBytes ?? 0)
            return entry
        }
        return plan
    }

    /// The environment of a side of `ncbench ab`. The compiler and the options of the build are taken to be this program's, its commit
    /// is not known.
    package func environment(of plan: RunPlan, run: String, budget: Double?) -> RunEnvironment {
        var environment = RunEnvironment.current(
            run: run, date: Date(), command: "ncbench ab",
            libraryVersions: Dictionary(
                self.plan(plan).entries.map {
                    ($0.information.name, "\($0.information.library) \($0.information.version)")
                }, uniquingKeysWith: { first, _ in first }),
            generatedItems: plan.items.filter(\.isGenerated).map(\.id.text),
            options: RunOptions(
                plan: plan, isolation: "process", budget: budget.map { .init(seconds: $0, prefixByteCount: nil) },
                executablePath: path))
        environment.commit = nil
        return environment
    }
}
