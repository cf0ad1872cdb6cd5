import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// Classical, neural and hybrid codecs, as each format of a report tells them apart.
struct FamilyTests {
    private func text(_ format: ReportFormat, of run: ReportedRun = Fixture.run) throws -> String {
        String(decoding: try #require(try ReportFiles.text(of: Report(runs: [run]), format: format)), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("lstm", "5", .neural), ("lstm-2", "5", .neural), ("gru", "", .neural), ("rnn", "1", .neural),
            ("transformer", "9", .neural), ("nncp", "lstm", .neural), ("lstm-compress", "", .neural),
            ("mix", "5", .hybrid),
            ("cmix", "", .hybrid), ("paq8px", "12L", .hybrid), ("xz", "9e", .classical), ("lstmx", "", .classical),
            ("remix", "", .classical), ("mixer", "", .classical), ("zpaq", "5", .classical), ("", "", .classical),
            ("mix\u{301}", "", .classical), ("cmd", "/usr/bin/nncp c {in} {out}::nncp d {in} {out}", .neural),
            ("cmd", "./paq8px_v211 -8 {in} {out}::paq8px -d {in} {out}", .hybrid),
            ("cmd", "cmix.exe -c::cmix -d", .hybrid),
            ("cmd", "zpaq a {in}::zpaq x", .classical), ("cmd", "gzip mix::gunzip lstm", .classical),
        ] as [(String, String, CodecInformation.Family)])
    func familyIsToldByName(codec: String, parameters: String, family: CodecInformation.Family) {
        #expect(Variant(Fixture.record("a", .text, codec, parameters, size: 1)).family == family)
    }

    @Test func tablesMarkBothKindsOfNetworkAndSayHow() throws {
        let terminal = TerminalTable.text(of: Fixture.run.records, environment: nil, width: 120)
        #expect(terminal.contains("\n+ mix,5 ") && terminal.contains("\n* lstm,5 ") && terminal.contains("\n  xz,9e "))
        #expect(terminal.contains("\n* neural, + hybrid; every other codec is classical\n"))
        let markdown = try text(.markdown)
        for words in ["| **mix,5** ■ ", "| **lstm,5** ◆ ", "| xz,9e ", "- **■ hybrid**: ", "- **◆ neural**: "] {
            #expect(markdown.contains(words), "\(words)")
        }
        let page = try text(.html)
        for words in [
            "<span class=\"hybrid\">■ mix,5</span>", "<span class=\"neural\">◆ lstm,5</span>", ">xz,9e</a>",
            "<span class=\"hybrid\">■ mix</span>", "<span class=\"classical\">● xz</span>", "<dt>■ hybrid</dt>",
        ] { #expect(page.contains(words), "\(words)") }
    }

    @Test func onlyFamiliesThatAreThereAreOffered() throws {
        func choices(_ codecs: [String]) throws -> [String] {
            let records = codecs.map { Fixture.record("novel", .text, $0, "", size: 10_000) }
            let page = try text(.html, of: ReportedRun(name: "run", records: records, environment: nil))
            return page.matches(of: /<button[^>]* data-choose="([a-z]+)">/).map { String($0.1) }
        }
        #expect(try choices(["xz", "mix", "lstm"]) == ["all", "neural", "hybrid", "classical"])
        #expect(try choices(["xz", "mix"]) == ["all", "hybrid", "classical"])
        #expect(try choices(["xz"]) == ["all", "classical"])
        let records = ["xz", "mix"].map { Fixture.record("novel", .text, $0, "", size: 10_000) }
        let terminal = TerminalTable.text(of: records, environment: nil, width: 80)
        #expect(terminal.contains("\n+ hybrid; every other codec is classical\n"))
    }

    @Test func filesForProgramsNameTheFamily() throws {
        let totals = TotalsFile.text(of: Fixture.report)
        #expect(totals.contains(",text,real,mix,5,1,,hybrid,2,2,") && totals.contains(",text,real,lstm,5,1,,neural,"))
        let document = try #require(
            JSONSerialization.jsonObject(with: try JSONReport.data(of: Fixture.report)) as? [String: Any])
        let runs = try #require(document["runs"] as? [[String: Any]])
        let groups = try #require(runs.first?["totals"] as? [[String: Any]])
        let lines = try #require(groups.first?["lines"] as? [[String: Any]])
        #expect(lines.prefix(3).map { $0["family"] as? String } == ["hybrid", "neural", "classical"])
    }

    @Test func sizesStandBesideTheBestClassicalCodec() throws {
        // On text: 35,000 and 39,000 bytes beside the 45,000 of the best codec without a network.
        let rows = try text(.markdown).split(separator: "\n").filter { $0.hasPrefix("| ") }
        func row(_ name: String) throws -> Substring { try #require(rows.first { $0.hasPrefix("| \(name) ") }) }
        #expect(try row("**mix,5** ■").contains(" −22.2 % |"))
        #expect(try row("**lstm,5** ◆").contains(" −13.3 % |"))
        #expect(try row("xz,9e").contains(" 0.0 % |"))
    }

    /// The corners of a mark; nil for a circle.
    private static func corners(_ mark: Substring) -> [[Double]]? {
        guard let path = mark.firstMatch(of: /<path class="ncp-sign[^"]*" d="M([^"]*)Z"\/>/) else { return nil }
        return path.1.split(separator: "L").map { $0.split(separator: ",").compactMap { Double($0) } }
    }

    @Test func everyPlotHasASignOfItsOwnForEachFamily() throws {
        let plots = Plots.all(of: Fixture.report).filter { $0.group?.modality == .text }
        #expect(plots.count >= 5)
        for plot in plots where !plot.name.hasPrefix("block-sizes") {
            let svg = String(decoding: plot.file, as: UTF8.self)
            func mark(_ codec: String, _ family: String) throws -> Substring {
                let start = try #require(
                    svg.ranges(of: "<g class=\"ncp-\(family)\" data-codec=\"\(codec)\"").last, "\(plot.name): \(codec)")
                let rest = svg[start.upperBound...]
                return rest[..<(rest.firstRange(of: "data-codec=")?.lowerBound ?? rest.endIndex)]
            }
            let square = try #require(Self.corners(try mark("mix", "hybrid")), "\(plot.name)")
            #expect(square.count == 4 && square[0][1] == square[1][1], "\(plot.name)")
            let diamond = try #require(Self.corners(try mark("lstm", "neural")), "\(plot.name)")
            #expect(diamond.count == 4 && diamond[0][1] != diamond[1][1], "\(plot.name)")
            let circle = try #require(try mark("xz", "classical").firstMatch(of: /<(circle|path) class="ncp-sign/))
            #expect(circle.1 == "circle", "\(plot.name)")
            let keys = svg.matches(of: /<text class="ncp-key"[^>]*>([a-z]+)/).map { String($0.1) }
            #expect(keys.contains("hybrid") && keys.contains("neural"), "\(plot.name): \(keys)")
        }
        let classical = ReportedRun(
            name: "run", records: [Fixture.record("novel", .text, "xz", "6", size: 10_000)], environment: nil)
        for plot in Plots.all(of: Report(runs: [classical])) {
            let svg = String(decoding: plot.file, as: UTF8.self)
            #expect(!svg.contains(">hybrid<") && !svg.contains(">neural<"), "\(plot.name)")
        }
    }
}
