import Corpora
import History
import OutsideText

/// Runs of a history by the words that a person names them by.
enum NamedRun {
    /// The run that the words mean, called by its identifier.
    static func run(_ words: String, database: HistoryDatabase) throws(HistoryError) -> RecordedRun {
        var run = try database.run(try RunSelector.run(words, in: try database.runs()).run)
        run.name = run.run
        return run
    }

    /// The run of the history that an argument of `compare` or `report` means; nil for an argument that is a path of something, or
    /// where there is no history.
    ///
    /// - Throws: ``HistoryError`` when the history cannot be read, or has no such run; also where there is none and the words can mean
    ///   nothing else.
    static func run(orPath argument: String, database: String?) throws(HistoryError) -> RecordedRun? {
        guard argument != "-", PathFile.isNothing(at: argument) else { return nil }
        let path = database ?? HistoryDatabase.standardPath
        guard database != nil || !PathFile.isNothing(at: path) || RunSelector.isPlace(argument) else { return nil }
        do throws(HistoryError) {
            return try run(argument, database: try HistoryDatabase.reading(path))
        } catch {
            guard case .noRun(let selector, let reason) = error else { throw error }
            throw .noRun(
                selector: selector,
                reason: "there is no such file; of the history '\(VisibleText.oneLine(path))': \(reason)")
        }
    }
}
