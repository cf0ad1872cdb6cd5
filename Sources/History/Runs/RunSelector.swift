import OutsideText

/// How a person names a run of a history.
///
/// In this order: its identifier or the beginning of it; `latest`, or `latest~3` for the third before; a date, `2026-11-25` or as much of
/// one as needs be, for the newest run that began then (UTC); the commit it was built from or the beginning of it, for the
/// newest run of it.
package enum RunSelector {
    /// The run that the words mean.
    ///
    /// - Parameter runs: the oldest first.
    /// - Throws: ``HistoryError/noRun(selector:reason:)`` when they mean none, or more than one identifier begins so.
    package static func run(_ words: String, in runs: [RunSummary]) throws(HistoryError) -> RunSummary {
        func fail(_ reason: String) -> HistoryError { .noRun(selector: words, reason: reason) }
        guard let newest = runs.last else { throw fail("the history is empty") }
        if let run = runs.last(where: { ExactText($0.run) == ExactText(words) }) { return run }
        if let match = words.wholeMatch(of: /latest(?:~(\d+))?/) {
            // A number too large for its type is past the start as well.
            let back = match.output.1.map { Int($0) ?? .max } ?? 0
            guard back < runs.count else { throw fail("there are only \(runs.count)") }
            return runs[runs.count - 1 - back]
        }
        if words.prefixMatch(of: /\d{4}-\d\d/) != nil {
            if let run = runs.last(where: { $0.date.utf8.starts(with: words.utf8) }) { return run }
            let before = runs.last { $0.date < words }.map { "the one before is of \($0.date)" }
            throw fail("none began then; " + (before ?? "the first is of \(runs[0].date)"))
        }
        guard words.utf8.count >= 4 else { throw fail("fewer than four characters could mean anything") }
        let named = runs.filter { $0.run.utf8.starts(with: words.utf8) }
        if named.count > 1 { throw fail("\(named.count) identifiers begin so, \(named[0].run) among them") }
        if let run = named.first { return run }
        if let run = runs.last(where: { $0.commit?.utf8.starts(with: words.utf8) ?? false }) { return run }
        throw fail("no identifier and no commit begins so; the newest run is \(newest.run)")
    }
}
