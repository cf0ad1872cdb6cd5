import Corpora

/// Why a run could not be carried out, or not to its end.
package enum RunFailure: Error, Sendable, Equatable {
    /// What was asked for cannot be done.
    case doesNotFit(String)
    /// Something failed on the way; rows that were written are kept.
    case failed(String)

    /// What an error that ends a run comes to.
    init(_ error: any Error) {
        switch error {
        case let failure as RunFailure: self = failure
        case let error as RunFolderError: self = .failed("\(error)")
        case let error as CorpusError: self = .failed("\(error)")
        default: self = .failed("the run cannot go on: \(RunFolder.describe(error))")
        }
    }
}

extension RunFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .doesNotFit(let text), .failed(let text): text
        }
    }
}
