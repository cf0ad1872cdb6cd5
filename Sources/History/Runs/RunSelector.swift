import OutsideText

/// How a person names a run of a history.
///
/// In this order: its identifier; `latest`, or `latest~3` for the third before; a date, `2026-11-25`, or more or less of one
/// (``DateBeginning``), for the newest run that began then; the beginning of an identifier; the commit it was built from or the
/// beginning of it, for the newest run of it.
package enum RunSelector {
    /// The run that the words mean.
    ///
    /// - Parameter runs: the oldest first.
    /// - Throws: ``HistoryError/noRun(selector:reason:)`` when they mean none, or more than one identifier begins so.
    package static func run(_ words: String, in runs: [RunSummary]) throws(HistoryError) -> RunSummary {
        func fail(_ reason: String) -> HistoryError { .noRun(selector: words, reason: reason) }
        guard let newest = runs.last else { throw fail("the history is empty") }
        if let run = runs.last(where: { ExactText($0.run) == ExactText(words) }) { return run }
        if let back = placesBack(words) {
            guard back < runs.count else {
                throw fail("there \(runs.count == 1 ? "is only one" : "are only \(runs.count)")")
            }
            return runs[runs.count - 1 - back]
        }
        if words.hasPrefix("latest~") {
            throw fail("behind 'latest~' stands how many runs before the newest: latest~1 is the one before it")
        }
        if DateBeginning.isMeant(by: words) {
            guard let date = DateBeginning(parsing: words) else {
                throw fail(
                    "it is no date; one is written as 2026-11-25, or with a time as 2026-11-25T18:15, or 2026-11 for a"
                        + " month")
            }
            if let run = runs.last(where: { $0.date.utf8.starts(with: date.text.utf8) }) { return run }
            let before = runs.last { $0.date < date.text }.map { "the one before is of \($0.date)" }
            throw fail("none began then; " + (before ?? "the first is of \(runs[0].date)"))
        }
        guard words.utf8.count >= 4 else { throw fail("fewer than four characters could mean anything") }
        let named = runs.filter { $0.run.utf8.starts(with: words.utf8) }
        if named.count > 1 { throw fail("\(named.count) identifiers begin so, \(named[0].run) among them") }
        if let run = named.first { return run }
        if let run = runs.last(where: { isCommit(words, of: $0) }) { return run }
        throw fail("no identifier and no commit begins so; the newest run is \(newest.run)")
    }

    /// Whether words name a place in a history, so that they can hardly be the name of a file.
    package static func isPlace(_ words: String) -> Bool { placesBack(words) != nil }

    /// How many runs before the newest; nil for words of another kind. A number too large for its type is past the start as well.
    private static func placesBack(_ words: String) -> Int? {
        words.wholeMatch(of: /latest(?:~(\d+))?/).map { match in match.output.1.map { Int($0) ?? .max } ?? 0 }
    }

    /// Whether words are the beginning of a run's commit, or what lists show of one that was changed: `4691a5ec41-dirty`.
    private static func isCommit(_ words: String, of run: RunSummary) -> Bool {
        guard let commit = run.commit else { return false }
        let mark = RunSummary.changedMark
        return commit.utf8.starts(with: words.utf8)
            || words.hasSuffix(mark) && commit.hasSuffix(mark)
                && commit.utf8.starts(with: words.dropLast(mark.count).utf8)
    }
}
