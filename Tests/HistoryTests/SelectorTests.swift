import History
import HistorySamples
import Testing

struct SelectorTests {
    private let runs: [RunSummary]

    init() throws {
        let scratch = try Scratch()
        let database = try HistoryDatabase(path: scratch.database, creates: true)
        // Out of order: a history is sorted by when its runs began. 1_700_000_000 is 2023-11-14T22:13:20Z.
        for number in [3, 0, 1, 2] {
            _ = try database.add([
                try SampleRuns.run(number, commit: number == 3 ? "abcd1234-dirty" : "abcd\(number)")
            ])
        }
        runs = try database.runs()
    }

    private func chosen(_ words: String) throws(HistoryError) -> String {
        String(try RunSelector.run(words, in: runs).run.suffix(2))
    }

    @Test(arguments: [
        ("latest", "r3"), ("latest~0", "r3"), ("latest~3", "r0"), ("2023-11-15", "r1"), ("2023-11-16T22:13", "r2"),
        ("2023-11", "r3"), ("20231114T221320Z-r0", "r0"), ("20231115", "r1"), ("abcd1234", "r3"), ("abcd1", "r3"),
        ("abcd2", "r2"), ("abcd", "r3"),
        ("2023-11-16 22:13", "r2"), ("2023-11-16T22:13:20Z", "r2"), ("abcd1-dirty", "r3"),
    ])
    func runsAreFound(_ words: String, _ expected: String) throws {
        #expect(try chosen(words) == expected)
    }

    @Test(arguments: [
        "latest~4", "latest~99999999999999999999", "2023-11-14T23", "2024-01", "2023", "abce", "", "r", "20231",
        "latest~x", "abcd2-dirty", "2023-11-1",
    ])
    func othersAreRefused(_ words: String) {
        #expect(throws: HistoryError.self) { try chosen(words) }
        #expect(throws: HistoryError.self) { try RunSelector.run(words, in: []) }
    }

    @Test(arguments: [
        ("latest~-1", "latest~1 is the one before"), ("latest~", "latest~1 is the one before"),
        ("2023-13-45", "no date"), ("2023-02-29", "no date"), ("2023-11-14T25", "no date"), ("2023-1-5", "no date"),
        ("2024-02-29", "none began then; the one before is of 2023-11-17"), ("2022-12", "the first is of 2023-11-14"),
        ("latest~4", "there are only 4"),
    ])
    func itIsSaidWhatIsWrong(_ words: String, _ expected: String) {
        let error = #expect(throws: HistoryError.self) { try chosen(words) }
        #expect(error?.description.contains(expected) ?? false, "\(String(describing: error))")
    }

    @Test func datesAreThoseOfTheCalendar() {
        for date in ["2024-02-29", "2000-02-29", "2023-12-31T23:59:60", "2023", "2023-11"] {
            #expect(DateBeginning(parsing: date)?.text == date)
        }
        for date in [
            "1900-02-29", "2023-04-31", "2023-00", "0000-01-01", "2023-11-", "2023-11-05T", "23-11-05", "2023Z",
        ] {
            #expect(DateBeginning(parsing: date) == nil, "\(date)")
        }
    }
}
