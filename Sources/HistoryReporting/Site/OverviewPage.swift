import Benchmarking
import CodecInterface
import History
import OutsideText
import Regression
import Reporting

/// The first page: the newest run, what changed, where everything else is.
struct OverviewPage {
    let site: SiteFiles
    let places: SitePlaces

    var page: SitePage {
        var page = SitePage(title: "Compression benchmark: history")
        guard let newest = site.histories.first, let run = newest.runs.last else {
            page.findings = ["There is no run yet."]
            return page
        }
        let count = site.histories.reduce(0) { $0 + $1.runs.count }
        let kinds = FindingText.count(site.histories.count, "kind") + " of machines"
        page.summary =
            "\(FindingText.count(count, "run")) on \(kinds), the newest of \(RunListText.shortDate(run.date)) UTC at commit \(run.shortCommit)"
        page.links = places.links
        for history in site.histories {
            let verdict = site.check.verdict(history)
            if site.histories.count == 1 || history.machine == newest.machine {
                page.findings = [sentence(verdict, history)]
            }
            page.sections.append(section(history, verdict))
            page.sections += pareto(history)
        }
        page.sections.append(runs)
        return page
    }

    private func anchor(_ history: MachineHistory) -> String {
        "machine-\((site.histories.firstIndex { $0.machine == history.machine } ?? 0) + 1)"
    }

    private func sentence(_ verdict: HistoryVerdict?, _ history: MachineHistory) -> String {
        guard let verdict else { return "There are too few runs to tell what changed." }
        return "The newest run: \(CheckText.summary(verdict)), judged by \(FindingText.count(verdict.runCount, "run"))."
    }

    private func section(_ history: MachineHistory, _ verdict: HistoryVerdict?) -> SiteSection {
        var section = SiteSection(anchor: anchor(history), heading: "What changed on \(history.machine)")
        if site.histories.count > 1 { section.findings = [sentence(verdict, history)] }
        guard let verdict else { return section }
        section.paragraphs = verdict.notes
        let groups = [
            ("Regressions", verdict.regressions), ("Improvements", verdict.improvements),
            ("One run departs; the next one decides", verdict.suspected),
        ]
        section.tables =
            groups.filter { !$0.1.isEmpty }.map { findings($0.0, $0.1) } + [earlier(history)].compactMap(\.self)
        return section
    }

    /// More steps than this are left to the pages of the codecs.
    private static let mostSteps = 50

    /// The steps of all specs over their items, also those that are no news any more; the newest first.
    private func earlier(_ history: MachineHistory) -> SiteTable? {
        let steps = history.specs.flatMap { spec in
            HistoryMetric.allCases.filter { $0 != .size }.compactMap {
                site.marked(over: history.lines(of: spec), $0, history)
            }.flatMap { marked in marked.steps.map { (series: marked.series, step: $0) } }
        }.sorted { left, right in
            left.series.points[left.step.place].run > right.series.points[right.step.place].run
        }
        guard !steps.isEmpty else { return nil }
        return SiteTable(
            caption: "Steps through all runs, over the items of a codec"
                + (steps.count > Self.mostSteps ? ", the newest \(Self.mostSteps)" : ""),
            columns: [
                .words("codec"), .words("what"), .number("change"), .words("first run after"), .words("commit"),
            ],
            rows: steps.prefix(Self.mostSteps).map { series, step in
                let run = history.runs[series.points[step.place].run]
                let codec = places.file(ofCodec: series.spec.codec)
                return SiteTable.Row([
                    codec.map { .link(series.spec.label, href: $0) } ?? .text(series.spec.label),
                    .text(series.metric.title),
                    .number(FindingText.change(step.change)), places.cell(run), .text(run.shortCommit),
                ])
            })
    }

    private func findings(_ caption: String, _ findings: [HistoryFinding]) -> SiteTable {
        SiteTable(
            caption: caption,
            columns: [
                .words("codec"), .words("on"), .words("what"), .number("change"), .words("levels"),
                .words("first run after"),
                .words("commit"), .words("last commit before"),
            ],
            rows: findings.map { finding in
                let codec = places.file(ofCodec: finding.spec.codec)
                let on: SiteTable.Cell =
                    switch finding.span {
                    case .items(let count): .text("\(count) items")
                    case .item(let item):
                        places.file(ofItem: item).map { .link(item.text, href: $0) } ?? .text(item.text)
                    }
                return SiteTable.Row([
                    codec.map { .link(finding.spec.label, href: $0) } ?? .text(finding.spec.label), on,
                    .text(CheckText.what(finding)), .number(CheckText.change(finding)),
                    .text(CheckText.levels(finding)),
                    places.cell(finding.firstRun), .text(finding.firstRun.shortCommit),
                    .text(finding.lastRunBefore?.shortCommit ?? "–"),
                ])
            })
    }

    /// All runs, the newest first.
    private var runs: SiteSection {
        var section = SiteSection(anchor: "runs", heading: "Runs")
        let all = site.histories.flatMap(\.runs).sorted { ($0.date, $0.run) > ($1.date, $1.run) }
        section.tables = [
            SiteTable(
                caption: "All runs, the newest first; the reports of the newest ones are linked",
                columns: [
                    .words("run"), .words("began (UTC)"), .words("commit"), .number("trials"), .number("failed"),
                    .words("machine"), .words("name"),
                ],
                rows: all.map { run in
                    SiteTable.Row([
                        places.cell(run), .text(RunListText.shortDate(run.date)), .text(run.shortCommit),
                        .number(String(run.trialCount)), .number(String(run.failedCount)), .text(run.machine),
                        .text(run.name),
                    ])
                })
        ]
        return section
    }

    /// At most so many runs are shown in a plot of trade-offs, evenly from the first to the newest.
    private static let mostTimes = 6

    private func pareto(_ history: MachineHistory) -> [SiteSection] {
        let last = history.runs.count - 1
        guard last >= 0 else { return [] }
        let count = min(last, Self.mostTimes - 1)
        let times = count == 0 ? [last] : (0...count).map { ($0 * last + count / 2) / count }
        let figures = Modality.allCases.flatMap { modality -> [SiteFigure] in
            let lines = history.lines.filter { $0.subject.modality == modality && $0.figures.last?.run == last }
            guard !lines.isEmpty else { return [] }
            return [true, false].compactMap { figure(modality, lines, times, compresses: $0) }
        }
        guard !figures.isEmpty else { return [] }
        var section = SiteSection(anchor: anchor(history) + "-trade-offs", heading: "Trade-offs through time")
        section.paragraphs = [
            "Ratio against speed over the items of the newest run, at \(FindingText.count(times.count, "run")) from the first to"
                + " the newest; a line leads from where a codec was to where it is."
        ]
        section.figures = figures
        return [section]
    }

    private func figure(_ modality: Modality, _ lines: [TrialLine], _ times: [Int], compresses: Bool) -> SiteFigure? {
        let bySpec = Dictionary(grouping: lines) { $0.subject.spec }
        let fullest = bySpec.values.map(\.count).max() ?? 0
        var seen: Set<SeriesSpec> = []
        let trails = lines.map(\.subject.spec).filter { seen.insert($0).inserted }.compactMap {
            spec -> ParetoTrailPlot.Trail? in
            let own = bySpec[spec] ?? []
            // A codec that does not take all items cannot be set beside those that do.
            guard own.count == fullest else { return nil }
            let points = times.enumerated().compactMap { time, run in point(own, run, time, compresses: compresses) }
            return points.isEmpty
                ? nil : ParetoTrailPlot.Trail(codec: spec.codec, parameters: spec.parameters, points: points)
        }
        guard !trails.isEmpty else { return nil }
        let direction = compresses ? "compression" : "decompression"
        return ParetoTrailPlot(
            title:
                "\(modality.rawValue.prefix(1).uppercased() + modality.rawValue.dropFirst()): ratio against \(direction) speed through time",
            speedName: "\(direction) speed", trails: trails
        ).figure
    }

    /// What a spec came to over all of the items in one run; nil where it did not manage one of them, or its times are of several
    /// types of machines, which have no fastest pass in a history.
    private func point(
        _ lines: [TrialLine], _ run: Int, _ time: Int, compresses: Bool
    ) -> (time: Int, ratio: Double, speed: Double)? {
        var (raw, compressed, seconds) = (0.0, 0.0, 0.0)
        for line in lines {
            guard let figures = line.figures.last(where: { $0.run == run }), figures.status == .ok,
                let bytes = figures.byteCount,
                (compresses ? figures.compressionSeconds : figures.decompressionSeconds) != nil,
                let speed = compresses ? figures.compressionSpeed : figures.decompressionSpeed, speed > 0
            else { return nil }
            raw += Double(line.subject.rawByteCount)
            compressed += Double(bytes)
            seconds += Double(line.subject.rawByteCount) / 1e6 / speed
        }
        guard compressed > 0, seconds > 0 else { return nil }
        return (time, raw / compressed, raw / 1e6 / seconds)
    }
}
