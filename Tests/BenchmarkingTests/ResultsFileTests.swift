import Benchmarking
import CodecInterface
import OutsideText
import Testing

@Suite struct ResultsFileTests {
    @Test func recordsComeBack() throws {
        var records = (0..<3).map { Fixtures.record($0, item: "odd \"name\", \n\(0)") }
        records[1].status = .failed(reason: "a, b (\"c\")")
        records[1].compressedByteCount = nil
        records[1].compression = DirectionRecord()
        records[2].status = .crashed(signal: "SIGSEGV")
        let (read, damaged) = try ResultsFile.read(ResultsFile.text(of: records), path: "results.csv")
        #expect(read == records)
        #expect(damaged.isEmpty)
    }

    @Test func theColumnsAreThoseOfTheDocumentation() {
        #expect(
            ResultsFile.header == """
                schema,run,item,modality,item_sha256,codec,params,codec_version,threads,block_bytes,raw_bytes,comp_bytes,\
                ratio,bpb,model_bytes,adjusted_ratio,c_mbps,c_mbps_min,c_mbps_ci_low,c_mbps_ci_high,d_mbps,d_mbps_min,\
                d_mbps_ci_low,d_mbps_ci_high,c_cpu_s,d_cpu_s,c_peak_bytes,d_peak_bytes,c_runs,d_runs,yardstick_mbps,\
                stream_sha256,status

                """)
    }

    @Test func damageNamesLineAndColumnAndKeepsTheRest() throws {
        var lines = ResultsFile.text(of: (0..<5).map { Fixtures.record($0) }).split(separator: "\n").map(String.init)
        lines[2] = lines[2].replacing(",1000,", with: ",many,")
        lines[3] += ",more"
        lines[4] = lines[4].replacing(",ok", with: ",fine")
        let text = lines.joined(separator: "\n") + "\n1,run-1,it"
        let (read, damaged) = try ResultsFile.read(text, path: "results.csv")
        #expect(read.map(\.parameters) == ["0", "4"])
        #expect(damaged.map(\.line) == [3, 4, 5, 7])
        #expect(damaged.map(\.column) == ["raw_bytes", nil, "status", nil])
        #expect(damaged.map(\.isUnfinished) == [false, false, false, true])
        #expect(damaged[0].description == "line 3, column raw_bytes: 'many' is not a value of this column")
    }

    /// Rows that cannot be true are damaged, each with the column that says so.
    @Test(arguments: [
        ("comp_bytes", "0", "comp_bytes"), ("comp_bytes", "", "comp_bytes"), ("comp_bytes", "900", "ratio"),
        ("ratio", "3.5", "ratio"),
        ("ratio", "nan", "ratio"), ("bpb", "1", "bpb"), ("adjusted_ratio", "9", "adjusted_ratio"),
        ("raw_bytes", "10", "ratio"),
        ("c_mbps", "-1", "c_mbps"), ("d_cpu_s", "-0.5", "d_cpu_s"), ("c_mbps", "nan", "c_mbps"),
        ("c_mbps", "inf", "c_mbps"), ("c_mbps", "1e400", "c_mbps"), ("c_mbps", "0", "c_mbps"),
        ("c_mbps", "0x10", "c_mbps"),
        ("d_mbps", "1e-320", "d_mbps"), ("yardstick_mbps", "0", "yardstick_mbps"), ("c_cpu_s", "1e12", "c_cpu_s"),
        ("c_mbps_min", "13", "c_mbps_min"), ("c_mbps_ci_low", "12.6", "c_mbps_ci_low"),
        ("c_mbps_ci_high", "12.4", "c_mbps_ci_high"), ("ratio", "0x2", "ratio"), ("threads", "0", "threads"),
        ("block_bytes", "0", "block_bytes"), ("item_sha256", "zz", "item_sha256"),
        ("stream_sha256", "zz", "stream_sha256"),
        ("item_sha256", String(repeating: "A", count: 64), "item_sha256"), ("item", "a\0b", "item"),
        ("item", "", "item"), ("codec", "", "codec"), ("c_runs", "0", "c_runs"), ("d_runs", "-3", "d_runs"),
    ])
    func rowsThatCannotBeTrueAreDamaged(column: String, value: String, named: String) throws {
        var cells = try #require(CSVText.rows(of: ResultsFile.row(of: Fixtures.record(1))).first).fields
        let place = try #require(CSVText.rows(of: ResultsFile.header).first?.fields.firstIndex(of: column))
        #expect(cells[place] != value)
        cells[place] = value
        let text = ResultsFile.header + CSVText.row(cells) + ResultsFile.row(of: Fixtures.record(2))
        let (read, damaged) = try ResultsFile.read(text, path: "x")
        #expect(read == [Fixtures.record(2)])
        #expect(damaged.map(\.column) == [named] && damaged.map(\.line) == [2], "\(damaged)")
    }

    /// An item is one thing in all rows of a run: of two rows that say otherwise, the later is damaged.
    @Test(arguments: ["item_sha256", "raw_bytes", "modality"])
    func rowsOfAnItemAgree(column: String) throws {
        var other = Fixtures.record(2)
        switch column {
        case "item_sha256": other.itemSHA256 = String(repeating: "c", count: 64)
        case "raw_bytes": other.rawByteCount = 2000
        default: other.modality = .binary
        }
        let text = ResultsFile.text(of: [Fixtures.record(1), other, Fixtures.record(3)])
        let (read, damaged) = try ResultsFile.read(text, path: "x")
        #expect(read == [Fixtures.record(1), Fixtures.record(3)])
        #expect(damaged.map(\.column) == [column] && damaged.map(\.line) == [3])
        // Another run may have measured another file of this name, and another item is another item.
        var later = other
        later.run = "run-2"
        other.item = "other"
        let both = [Fixtures.record(1), later, other]
        #expect(try ResultsFile.read(ResultsFile.text(of: both), path: "x").records == both)
    }

    /// A disk that lost a part of the file leaves NUL bytes, or anything, which hide where a row ended.
    @Test(arguments: [UInt8(0), 0xFF])
    func lostPartsAreDamage(filler: UInt8) throws {
        let records = (0..<4).map { Fixtures.record($0) }
        let first = ResultsFile.header.utf8.count
        let length = ResultsFile.row(of: records[0]).utf8.count
        // From the middle of the name of one item to that of the next.
        let start = first + length + 12
        var bytes = Array(ResultsFile.text(of: records).utf8)
        for place in start..<start + length { bytes[place] = filler }
        let (read, damaged) = try ResultsFile.read(bytes, path: "x")
        #expect(read == [records[0], records[3]])
        #expect(damaged.map(\.line) == [3])
    }

    /// What may be true, however odd: empty items, and figures that another program rounded.
    @Test func oddRowsAreKept() throws {
        var empty = Fixtures.record(1)
        empty.rawByteCount = 0
        empty.compressedByteCount = 0
        #expect(try ResultsFile.read(ResultsFile.text(of: [empty]), path: "x").records == [empty])
        var cells = try #require(CSVText.rows(of: ResultsFile.row(of: Fixtures.record(1))).first).fields
        for column in ["ratio", "bpb", "adjusted_ratio"] {
            let place = try #require(CSVText.rows(of: ResultsFile.header).first?.fields.firstIndex(of: column))
            cells[place] = NumberText.significant(Double(cells[place]) ?? 0)
        }
        #expect(try ResultsFile.read(ResultsFile.header + CSVText.row(cells), path: "x").damaged.isEmpty)
        let marked = "\u{FEFF}" + ResultsFile.text(of: [Fixtures.record(1)])
        #expect(try ResultsFile.read(marked, path: "x").records == [Fixtures.record(1)])
    }

    @Test func otherFilesAreRefused() {
        #expect(throws: RunFolderError.self) { try ResultsFile.read("", path: "x") }
        #expect(throws: RunFolderError.self) { try ResultsFile.read("name,size\na,1\n", path: "x") }
    }

    @Test func laterColumnsAreSkippedAndLaterSchemasRefused() throws {
        let row = ResultsFile.row(of: Fixtures.record(1))
        let wider = ResultsFile.header.dropLast() + ",later\n" + row.dropLast() + ",7\n"
        #expect(try ResultsFile.read(String(wider), path: "x").records == [Fixtures.record(1)])
        let later = ResultsFile.header + "2" + row.dropFirst()
        #expect(try ResultsFile.read(later, path: "x").damaged.first?.column == "schema")
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1"), (1234567.0, "1234567"), (0.000123456789, "0.000123457"), (299.7924581, "299.792"),
        (0.5, "0.5"), (1e-9, "0.000000001"),
    ])
    func numbersHaveSixDigitsAndNoExponent(value: Double, text: String) {
        #expect(NumberText.significant(value) == text)
    }
}
