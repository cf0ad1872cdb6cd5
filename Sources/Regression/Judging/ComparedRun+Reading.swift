import Benchmarking

extension ComparedRun {
    /// Why a run cannot be one side of a comparison.
    package enum ReadingProblem: Error, Sendable, Equatable {
        case noBase(reason: String)
        /// The base is not whole: what is missing from it could not be judged. Its faults, a line each.
        case damagedBase(path: String, lines: [String])
        case noNew(reason: String)
        /// It is of a schema that this build does not know.
        case otherSchema(path: String, lines: [String])
    }

    /// Reads the run to compare with by the path that ``RunInput`` takes. A base that is not whole is none.
    package static func base(at path: String) throws(ReadingProblem) -> ComparedRun {
        let input: RunInput
        let contents: RunFolder.Contents
        do throws(RunFolderError) {
            input = try RunInput(path)
            contents = try input.contents()
        } catch {
            throw .noBase(reason: "\(error)")
        }
        guard contents.damaged.isEmpty, !contents.records.isEmpty else {
            throw .damagedBase(path: path, lines: Damage.lines(contents.damaged))
        }
        return run(input, contents)
    }

    /// Reads the run to judge. Rows that cannot be read count as lost; they are told to `leftOut`, a line each.
    package static func new(at path: String, leftOut: (String) -> Void) throws(ReadingProblem) -> ComparedRun {
        let input: RunInput
        let contents: RunFolder.Contents
        do throws(RunFolderError) {
            input = try RunInput(path)
            contents = try input.contents()
        } catch {
            throw .noNew(reason: "\(error)")
        }
        let lines = Damage.lines(contents.damaged)
        guard !contents.damaged.contains(where: { $0.column == "schema" }) else {
            throw .otherSchema(path: path, lines: lines)
        }
        lines.forEach(leftOut)
        return run(input, contents)
    }

    private static func run(_ input: RunInput, _ contents: RunFolder.Contents) -> ComparedRun {
        let (samples, damagedCount) = RunFolder.readSamplesCounting(input.path)
        return ComparedRun(
            name: input.name, records: contents.records, samples: samples,
            environment: contents.environment, damagedSampleCount: damagedCount)
    }
}

extension ComparedRun.ReadingProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noBase(let reason): "there is no base to compare against: \(reason)"
        case .damagedBase(let path, let lines):
            "the base '\(path)' is \(lines.isEmpty ? "empty" : "damaged"); record it again"
        case .noNew(let reason): reason
        case .otherSchema(let path, _): "the runs cannot be compared: '\(path)' is of another schema"
        }
    }
}
