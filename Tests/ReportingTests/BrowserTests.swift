import BrowserDriver
import Foundation
import Reporting
import Testing

/// The page as its readers use it. Skipped where no Chromium is found: `apt-get install chromium` brings one.
@Suite(
    .enabled(if: Browser.path != nil, "no Chromium found; apt-get install chromium, or name one with NCBENCH_CHROMIUM"),
    // The limit counts the time that a test waits for a processor, which others use as well.
    .timeLimit(.minutes(60)), .serialized)
struct BrowserTests {
    private let page: Data

    init() throws { page = try #require(try ReportFiles.text(of: Fixture.report, format: .html)) }

    /// Words for the scripts below.
    private static let helpers = """
        const id = (name) => document.getElementById(name);
        const rows = (table) => Array.from(id(table).tBodies[0].rows).filter((row) => row.offsetParent !== null || getComputedStyle(row).display !== "none");
        const names = (table) => rows(table).map((row) => row.cells[0].textContent.trim()).join(" ");
        const head = (table, column) => id(table).tHead.rows[0].cells[column].querySelector("button");
        const type = (element, value) => { element.value = value; element.dispatchEvent(new Event("input", { bubbles: true })); };
        const press = (element) => { element.focus(); element.click(); };

        """

    private func see(_ script: String, hash: String = "", page: Data? = nil) async throws -> [String: String] {
        let seen = try await Browser.run(page ?? self.page, hash: hash, script: Self.helpers + script)
        #expect(seen["error"] == nil)
        return seen
    }

    @Test func headersSortTheirTables() async throws {
        let seen = try await see(
            """
            const before = names("text-totals");
            press(head("text-totals", 6));
            const ascending = names("text-totals"), state = id("text-totals").tHead.rows[0].cells[6].getAttribute("aria-sort");
            press(head("text-totals", 6));
            const descending = names("text-totals");
            press(head("text-totals", 0));
            const byName = names("text-totals");
            const status = id("status").textContent, hash = location.hash;
            press(id("reset"));
            return { before, ascending, descending, state, byName, status, hash, reset: names("text-totals") };
            """)
        let ascending = try #require(seen["ascending"]?.split(separator: "  ").joined(separator: " "))
        #expect(ascending.hasPrefix("■ mix,5 ◆ lstm,5 xz,9e "))
        #expect(ascending.hasSuffix("store"))
        #expect(seen["descending"]?.hasPrefix("store zstd,3 ") == true)
        #expect(seen["state"] == "ascending")
        #expect(seen["byName"]?.contains("zlib,6 zstd,3 zstd,19") == true)
        #expect(seen["status"] == "Sorted by codec, ascending")
        #expect(seen["hash"]?.contains("sort=text-totals,0,ascending") == true)
        #expect(seen["reset"] == seen["before"])
    }

    @Test func filterLeavesTheRowsThatMatch() async throws {
        let seen = try await see(
            """
            type(id("filter"), "ZSTD 19");
            const totals = names("text-totals"), status = id("status").textContent;
            type(id("filter"), "nothing has this");
            const none = names("text-totals");
            type(id("filter"), "");
            return { totals, status, none, all: rows("text-totals").length };
            """)
        #expect(seen["totals"] == "zstd,19")
        #expect(seen["status"]?.contains(" rows shown") == true)
        #expect(seen["none"] == "")
        #expect(seen["all"] == "9")
    }

    @Test func codecsSwitchOffInTablesAndPlots() async throws {
        let seen = try await see(
            """
            const plot = document.querySelector("#plot-ratio-compression-text .ncp");
            const marks = () => Array.from(plot.querySelectorAll("g[data-x]")).filter((mark) => getComputedStyle(mark).display !== "none").map((mark) => mark.dataset.codec).join(" ");
            const frontier = () => plot.querySelector("[data-frontier]").getAttribute("d");
            const before = marks(), line = frontier();
            press(document.querySelector("#codecs input[value=lstm]"));
            const after = marks(), changed = frontier(), table = names("text-totals"), hash = location.hash;
            press(document.querySelector("[data-choose=neural]"));
            const neural = marks();
            press(document.querySelector("[data-choose=hybrid]"));
            const hybrid = marks(), hybridTable = names("text-totals");
            press(document.querySelector("[data-choose=classical]"));
            const classical = marks();
            press(document.querySelector("[data-choose=all]"));
            return { before, after, changed: String(changed !== line), table, hash, neural, hybrid, hybridTable, classical, restored: String(frontier() === line) };
            """)
        #expect(seen["before"]?.contains("lstm") == true)
        #expect(seen["after"] == seen["before"]?.replacing("lstm ", with: ""))
        #expect(seen["changed"] == "true")
        #expect(seen["table"]?.contains("lstm") == false)
        #expect(seen["hash"] == "#&off=lstm")
        #expect(seen["neural"] == "lstm")
        #expect(seen["hybrid"] == "mix" && seen["hybridTable"] == "■ mix,5")
        #expect(seen["classical"] == seen["before"]?.replacing("lstm ", with: "").replacing("mix ", with: ""))
        #expect(seen["restored"] == "true")
    }

    @Test func linkSpeedDecidesTheTotalTime() async throws {
        let seen = try await see(
            """
            const first = () => names("text-transfer").split(" ").slice(0, 2).join(" ");
            const at = first(), words = id("link-value").textContent;
            type(id("link"), "-1");
            const slow = first(), slowWords = id("link-value").textContent, caption = id("text-transfer").caption.textContent;
            const send = rows("text-transfer")[0].cells[2].dataset.sort;
            type(id("link"), "4");
            return { at, words, slow, slowWords, caption, send, fast: first(), fastWords: id("link-value").textContent, hash: location.hash };
            """)
        #expect(seen["words"] == "10 Mbit/s")
        // 39,000 B over 100 kbit/s take 3.12 s; the slow link favours the smallest output, the fast one the fastest codec.
        #expect(seen["slow"] == "xz,9e zstd,19")
        #expect(seen["slowWords"] == "100 kbit/s")
        #expect(seen["caption"]?.hasSuffix("at 100 kbit/s") == true)
        #expect(seen["send"] == "3.6")
        #expect(seen["fast"]?.hasPrefix("store") == true)
        #expect(seen["fastWords"] == "10 Gbit/s")
        #expect(seen["hash"] == "#&link=4")
    }

    @Test func linksBringBackWhatWasShown() async throws {
        let seen = try await see(
            """
            const row = id("text-zstd-19");
            return { filter: id("filter").value, link: id("link").value, lstm: String(document.querySelector("#codecs input[value=lstm]").checked),
              totals: names("text-totals"), marked: String(row.classList.contains("target")), scrolled: String(scrollY > 0), hash: location.hash };
            """, hash: "text-zstd-19&q=zstd&off=lstm,store&link=2&sort=text-totals,1,ascending")
        #expect(seen["filter"] == "zstd")
        #expect(seen["link"] == "2")
        #expect(seen["lstm"] == "false")
        #expect(seen["totals"] == "zstd,3 zstd,19")
        #expect(seen["marked"] == "true")
        #expect(seen["scrolled"] == "true")
        #expect(seen["hash"]?.contains("q=zstd") == true)
        // An address that makes no sense is no error.
        let odd = try await see(
            "type(id('filter'), ''); return { totals: names('text-totals') };",
            hash: "%E0%A4%A&sort=nosuch,9,up&link=abc&off=&q=%zz")
        #expect(odd["totals"]?.contains("zlib,6") == true)
    }

    @Test func keyboardAndScreenReadersReachEverything() async throws {
        let seen = try await see(
            """
            const mark = document.querySelector(".ncp g[tabindex]");
            mark.focus();
            const tip = id("tip").textContent, shown = String(!id("tip").hidden);
            document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
            const unnamed = Array.from(document.querySelectorAll("button, input, [role=region], svg, [role=img]"))
              .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label") || (element.labels && element.labels.length))).length;
            const ids = Array.from(document.querySelectorAll("[id]"), (element) => element.id);
            const broken = Array.from(document.querySelectorAll("a[href^='#']")).filter((link) => !id(link.getAttribute("href").slice(1))).length;
            const foreign = document.querySelectorAll("[src], link[href], a[href^='http']").length;
            return { tip, shown, gone: String(id("tip").hidden), unnamed, repeated: ids.length - new Set(ids).size, broken, foreign,
              captions: document.querySelectorAll("table:not(:has(caption))").length, heads: document.querySelectorAll("th:not([scope])").length };
            """)
        #expect(seen["tip"]?.contains("ratio") == true)
        #expect(seen["shown"] == "true")
        #expect(seen["gone"] == "true")
        for count in ["unnamed", "repeated", "broken", "foreign", "captions", "heads"] {
            #expect(seen[count] == "0", "\(count)")
        }
    }

    @Test func arrowsLeadFromMarkToMarkOfAPlot() async throws {
        let seen = try await see(
            """
            const plot = document.querySelector("#plot-ratio-compression-text .ncp");
            const stops = () => plot.querySelectorAll("g[tabindex='0']").length;
            const strike = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            const at = () => document.activeElement.getAttribute("aria-label").split(":")[0];
            const before = stops();
            plot.querySelector("g[tabindex='0']").focus();
            const first = at();
            strike("ArrowRight");
            const second = at(), tip = id("tip").textContent.split(":")[0];
            strike("End");
            const last = at();
            strike("ArrowDown");
            const stays = at();
            strike("Home");
            const home = at();
            document.querySelector("#codecs input[value=mix]").click();
            return { before, first, second, tip, last, stays, home, after: stops(), moved: String(plot.querySelector("g[tabindex='0']").dataset.codec !== "mix") };
            """)
        #expect(seen["before"] == "1")
        #expect(seen["first"] == "mix,5")
        #expect(seen["second"] == "lstm,5")
        #expect(seen["tip"] == "lstm,5")
        #expect(seen["last"] == "store")
        #expect(seen["stays"] == "store")
        #expect(seen["home"] == "mix,5")
        #expect(seen["after"] == "1")
        #expect(seen["moved"] == "true")
    }

    @Test func printingOpensWhatIsFoldedAndClosesItAgain() async throws {
        let seen = try await see(
            """
            const count = (selector) => document.querySelectorAll(selector).length;
            const closed = count("details:not([open])"), buttons = count("thead th button");
            const header = id("text-totals").tHead.textContent;
            dispatchEvent(new Event("beforeprint"));
            const closedOnPaper = count("details:not([open])"), buttonsOnPaper = count("thead th button");
            const headerOnPaper = id("text-totals").tHead.textContent;
            dispatchEvent(new Event("afterprint"));
            press(head("text-totals", 0));
            return { closed, buttons, closedOnPaper, buttonsOnPaper, header, headerOnPaper, closedAfter: count("details:not([open])"),
              buttonsAfter: count("thead th button"), sorted: id("text-totals").tHead.rows[0].cells[0].getAttribute("aria-sort") };
            """)
        #expect(seen["closed"] != "0" && seen["buttons"] != "0")
        #expect(seen["closedOnPaper"] == "0" && seen["buttonsOnPaper"] == "0")
        #expect(seen["header"] == seen["headerOnPaper"])
        #expect(seen["closedAfter"] == seen["closed"] && seen["buttonsAfter"] == seen["buttons"])
        #expect(seen["sorted"] == "ascending")
    }

    @Test func hostileNamesStayText() async throws {
        let page = try #require(try ReportFiles.text(of: Report(runs: [Hostile.run]), format: .html))
        let seen = try await see(
            """
            return { scripts: document.querySelectorAll("script").length, images: document.images.length, bold: document.querySelectorAll("b").length,
              script: String(document.body.textContent.includes("<" + "/script><script>alert(1)<" + "/script>")) };
            """, page: page)
        // The page's own, and the one of this test.
        #expect(seen["scripts"] == "2")
        #expect(seen["images"] == "0")
        #expect(seen["bold"] == "0")
        #expect(seen["script"] == "true")
    }
}
