import OutsideText
import Regression
import Testing

/// Sizes against a baseline: exact, keyed by library, and never guessed.
@Suite struct BaselineTests {
    private static func row(
        _ codec: String = "zlib", _ item: String = "a", size: Int = 100, library: String = "zlib 1.3 x86-64",
        hash: String = "a", stream: String = "b", raw: Int = 1000
    ) -> BaselineRow {
        BaselineRow(
            codec: codec, parameters: "6", library: library, item: ExactText(item),
            itemSHA256: String(repeating: hash, count: 64), rawByteCount: raw, compressedByteCount: size,
            streamSHA256: String(repeating: stream, count: 64))
    }

    private static let libraries = ["zlib": "zlib 1.3 x86-64", "lstm": BaselineRow.ownVersion]

    private func check(_ base: [BaselineRow], _ new: [BaselineRow]) -> BaselineCheck {
        BaselineCheck(base, new, libraries: Self.libraries)
    }

    @Test func oneByteMoreIsARegression() {
        let result = check([Self.row(size: 100)], [Self.row(size: 101)])
        #expect(result.verdict == .regression && result.larger.count == 1 && !result.isOutdated)
        #expect(BaselineText.text(result, suite: "smoke").contains("zlib,6 on a: 100 → 101 B (+1.0 %)"))
    }

    @Test func fewerBytesPassAndAskForAnUpdate() {
        let result = check([Self.row(size: 100)], [Self.row(size: 99)])
        #expect(result.verdict == .fine && result.smaller.count == 1 && result.isOutdated)
        let same = check([Self.row()], [Self.row()])
        #expect(same.verdict == .fine && same.unchangedCount == 1 && !same.isOutdated)
        let stream = check([Self.row(stream: "b")], [Self.row(stream: "c")])
        #expect(stream.verdict == .fine && stream.changedStreams.count == 1 && stream.isOutdated)
    }

    @Test func anotherVersionOfALibraryIsCountedAndPasses() {
        let own = Self.row("lstm", library: BaselineRow.ownVersion)
        let result = check([Self.row(size: 100, library: "zlib 1.2 x86-64"), own], [Self.row(size: 120), own])
        #expect(result.verdict == .fine && result.otherVersions.count == 1 && result.newRows.isEmpty)
        #expect(BaselineText.text(result, suite: "smoke").contains("zlib: zlib 1.3 x86-64, 1 row"))
    }

    @Test func lostAndNewRows() {
        let both = [Self.row("zlib", "a"), Self.row("zlib", "b")]
        let lost = check(both, [both[0]])
        #expect(lost.verdict == .regression && lost.lostRows.map(\.item) == ["b"])
        let new = check([both[0]], both)
        #expect(new.verdict == .fine && new.newRows.map(\.item) == ["b"] && new.isOutdated)
        let missing = BaselineCheck([Self.row("zstd"), both[0]], [both[0]], libraries: Self.libraries)
        #expect(missing.verdict == .fine && missing.missingCodecRowCount == 1)
    }

    @Test func anotherItemIsNotComparable() {
        let result = check([Self.row(hash: "a")], [Self.row(size: 50, hash: "c")])
        #expect(result.verdict == .notComparable && result.changedItems == ["a"] && result.smaller.isEmpty)
        #expect(check([], []).verdict == .notComparable)
    }

    @Test func filesReadBackAndDamageIsNamed() throws {
        let rows = [Self.row(), Self.row("lstm", "b, or \"c\"", library: BaselineRow.ownVersion)]
        let text = BaselineFile.text(rows)
        #expect(try BaselineFile.read(text.utf8, path: "x") == rows)
        for (damaged, message) in [
            ("a,b\n", "does not begin"), (text.replacing(",1000,", with: ",many,"), "line 2: 'many'"),
            (String(text.dropLast(9)), "line 3"),
            (text + BaselineFile.text(rows).split(separator: "\n")[1] + "\n", "line 4: a second"),
            ("", "does not begin"),
        ] {
            let error = #expect(throws: BaselineFile.Malformation.self) {
                try BaselineFile.read(damaged.utf8, path: "x")
            }
            #expect(error?.description.contains(message) == true, "\(String(describing: error))")
        }
    }

    /// Damage, not sizes to judge: of the two rows the second cannot be true, by itself or beside the first.
    @Test(arguments: [
        (row("lstm", size: 0), "0 bytes"), (row("lstm", hash: "g"), "no SHA-256"),
        (row("lstm", stream: ""), "no SHA-256"),
        (row("lstm", hash: "c"), "another hash or length"), (row("lstm", raw: 999), "another hash or length"),
    ])
    func rowsThatCannotBeTrueAreDamage(second: BaselineRow, words: String) {
        let error = #expect(throws: BaselineFile.Malformation.self) {
            try BaselineFile.read(BaselineFile.text([Self.row(), second]).utf8, path: "x")
        }
        #expect(error?.description.contains("line 3: ") == true && error?.description.contains(words) == true)
    }

    @Test func updatingKeepsWhatOtherMachinesMeasured() {
        let old = [
            Self.row(size: 1, library: "zlib 1.2 x86-64"), Self.row(size: 2),
            Self.row(size: 3, library: "zlib 1.3 arm64"),
            Self.row("zstd", size: 4), Self.row("zlib", "gone", size: 5, library: "zlib 1.2 x86-64"),
            Self.row(size: 6, library: "zlib 1.1 x86-64", hash: "c"),
            Self.row("lstm", size: 7, library: BaselineRow.ownVersion),
        ]
        let updated = BaselineFile.updated(old, with: [Self.row(size: 9)], missing: ["zstd"])
        #expect(updated.map(\.compressedByteCount) == [9, 1, 3, 4])
    }

    @Test func codecsKeepTheirOrder() {
        let rows = ["zstd", "lstm", "zlib", "lstm"].enumerated().map { Self.row($1, size: $0) }
        let sorted = BaselineFile.sorted(rows, byCodec: ["zlib", "lstm"])
        #expect(sorted.map(\.compressedByteCount) == [2, 1, 3, 0])
    }
}
