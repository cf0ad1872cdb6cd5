import Foundation
import OutsideText

/// Why a scheduler does not do what it is asked.
package enum SchedulerProblem: Error, Sendable, Equatable {
    /// The program is not on this machine.
    case notFound(program: String)
    /// It ended with an error; what it said.
    case failed(program: String, status: Int32, words: String)
    /// It said something that is not understood.
    case notUnderstood(program: String, words: String)
}

extension SchedulerProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let program):
            "there is no '\(program)' here; this is done where the cluster's commands are, usually a login node"
        case .failed(let program, let status, let words):
            "'\(program)' ended with status \(status)\(words.isEmpty ? "" : ": \(VisibleText.oneLine(words))")"
        case .notUnderstood(let program, let words):
            "'\(program)' answered '\(VisibleText.oneLine(words))', which is not understood"
        }
    }
}

/// One of a scheduler's own commands, found by its name.
struct SchedulerProgram: Sendable {
    let name: String

    /// Runs it to its end and gives back what it wrote.
    func run(_ arguments: [String]) throws(SchedulerProblem) -> String {
        let process = Process()
        // `env` looks the name up, and ends with 127 where there is none.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        let answer: (output: Data, errors: Data)
        do {
            try process.run()
            // What these write is short, so that neither pipe fills while the other is read.
            answer = (
                try output.fileHandleForReading.readToEnd() ?? Data(),
                try errors.fileHandleForReading.readToEnd() ?? Data()
            )
        } catch {
            throw .failed(program: name, status: -1, words: error.localizedDescription)
        }
        process.waitUntilExit()
        let status = process.terminationStatus
        guard status != 127 else { throw .notFound(program: name) }
        guard status == 0 else {
            throw .failed(program: name, status: status, words: Self.words(answer.errors))
        }
        return String(decoding: answer.output, as: UTF8.self)
    }

    /// What a program said in lines, as one sentence.
    private static func words(_ data: Data) -> String {
        String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
