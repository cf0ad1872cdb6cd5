import BrowserDriver
import Foundation
import History
import HistoryReporting
import HistorySamples
import Regression
import Reporting
import Testing

/// The site of a history: its pages, their links, and what a browser makes of them.
@Suite(.timeLimit(.minutes(60)))
struct SiteTests {
    private let files: [String: Data]

    init() throws {
        let scratch = try Scratch()
        let database = try HistoryDatabase(path: scratch.database, creates: true)
        var runs: [RecordedRun] = []
        for number in 0..<24 {
            runs.append(
                try SampleRuns.run(
                    number, specs: ["zlib,6", "xz,9e", "lstm,5"], items: ["novel", "<b>&\"odd\"</b>", "e\u{301}", "é"],
                    size: number >= 22 ? 40_200 : 40_000
                ) { spec, item, round in
                    0.001 * Double(item + 1) * (spec == "xz,9e" && number >= 20 ? 1.1 : 1)
                        * (1 + 0.0003 * Double((number * 7 + round) % 5))
                })
        }
        runs.append(try SampleRuns.run(30, cpu: "Another <Processor>"))
        runs.sort { $0.date < $1.date }
        _ = try database.add(runs)
        let site = SiteFiles(
            histories: try database.histories(), reported: Array(runs.suffix(2)),
            check: HistoryCheck(limits: .alternating))
        files = Dictionary(uniqueKeysWithValues: try site.files().map { ($0.path, $0.data) })
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try #require(files[path], "\(files.keys.sorted())"), as: UTF8.self)
    }

    @Test func everyCodecItemAndNewRunHasAPage() throws {
        #expect(
            files.keys.filter { $0.hasPrefix("codec-") }.sorted() == [
                "codec-lstm.html", "codec-xz.html", "codec-zlib.html",
            ])
        // Names that are the same to a file system or to a slug have pages of their own.
        #expect(files.keys.count { $0.hasPrefix("item-") } == 5)
        #expect(files.keys.count { $0.hasPrefix("run-") } == 2)
    }

    @Test func linksLeadSomewhere() throws {
        for (path, data) in files where !path.hasPrefix("run-") {
            let page = String(decoding: data, as: UTF8.self)
            let anchors = Set(page.matches(of: /id="([^"]*)"/).map { String($0.1) })
            #expect(page.matches(of: #/ id="/#).count == anchors.count, "\(path) repeats an id")
            for link in page.matches(of: /href="([^"]*)"/).map({ String($0.1) }) {
                #expect(
                    link.hasPrefix("#") ? anchors.contains(String(link.dropFirst())) : files[link] != nil,
                    "\(path): \(link)")
            }
            #expect(!page.contains("<script") && !page.contains("src=") && !page.contains("http://"), "\(path)")
        }
    }

    @Test func changesAreTold() throws {
        let overview = try text("index.html")
        #expect(overview.contains("What changed on Test Processor 9000, 4 processors"))
        #expect(overview.contains("What changed on Another &lt;Processor&gt;"))
        #expect(overview.contains("+10.0 %") && overview.contains("+0.5 %"))
        let codec = try text("codec-xz.html")
        // The step is marked with the commit of the first run after it: 0014 is 20.
        #expect(codec.contains("ncp-step ncp-worse") && codec.contains("0014aaaaaa +10.0 %"))
        #expect(!(try text("codec-lstm.html")).contains("0014aaaaaa +"))
    }

    @Test(.enabled(if: Browser.path != nil, "no Chromium found; apt-get install chromium"))
    func pagesWorkInABrowser() async throws {
        let script = """
            const wide = Array.from(document.querySelectorAll("main > section")).filter((part) => part.scrollWidth > innerWidth).length;
            const plots = Array.from(document.querySelectorAll("svg.ncp"));
            const texts = plots.flatMap((plot) => Array.from(plot.querySelectorAll("text")).filter((text) => {
              const box = text.getBoundingClientRect(), frame = plot.getBoundingClientRect();
              return box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
            }).map((text) => text.textContent));
            return { heading: document.querySelector("h1").textContent, plots: plots.length, wide, outside: texts.join("|"),
              unnamed: plots.filter((plot) => !plot.getAttribute("aria-label")).length, bold: document.querySelectorAll("main b").length,
              links: document.querySelectorAll("nav a").length };
            """
        for (path, plots) in [("index.html", 4), ("codec-xz.html", 8), ("codec-lstm.html", 4)] {
            let seen = try await Browser.run(try #require(files[path]), script: script)
            #expect(seen["error"] == nil)
            #expect(seen["plots"] == String(plots), "\(path)")
            #expect(
                seen["wide"] == "0" && seen["unnamed"] == "0" && seen["bold"] == "0" && seen["outside"] == "",
                "\(path) \(seen)")
            #expect(seen["links"] == "9", "\(path)")
        }
    }

    @Test(.enabled(if: Browser.path != nil, "no Chromium found; apt-get install chromium"))
    func narrowWindowsShowTablesWhole() async throws {
        let script = """
            const tables = Array.from(document.querySelectorAll("main table"));
            const cut = tables.filter((table) => table.parentElement.scrollWidth > table.parentElement.clientWidth);
            const cell = document.querySelector("main td");
            return { width: innerWidth, tables: tables.length, cut: cut.map((table) => table.id).join(" "),
              label: getComputedStyle(cell, "::before").content, heads: tables.filter((table) => table.tHead.offsetHeight > 0).length,
              page: document.documentElement.scrollWidth > innerWidth };
            """
        for (path, tables) in [("index.html", 3), ("codec-xz.html", 3)] {
            let seen = try await Browser.run(try #require(files[path]), width: 500, script: script)
            #expect(
                seen["error"] == nil && seen["width"] == "500" && seen["tables"] == String(tables), "\(path) \(seen)")
            #expect(seen["cut"] == "" && seen["page"] == "false", "\(path) \(seen)")
            // Titles stand before values instead of above them.
            #expect(seen["heads"] == "0" && seen["label"]?.contains("\u{a0}") == true, "\(path) \(seen)")
            let wide = try await Browser.run(try #require(files[path]), script: script)
            #expect(wide["heads"] == String(tables) && wide["label"] == "none" && wide["cut"] == "", "\(path) \(wide)")
        }
    }
}
