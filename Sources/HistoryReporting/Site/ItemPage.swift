import CodecInterface
import History
import OutsideText
import Reporting

/// All specs on one item, run by run.
struct ItemPage {
    let site: SiteFiles
    let places: SitePlaces
    let item: SitePlaces.Item

    var page: SitePage {
        var page = SitePage(title: "\(item.name): history")
        page.links = places.links
        for (index, history) in site.histories.enumerated() {
            let lines = history.lines.filter { $0.subject.item == item.name }
            // Other bytes under the same name are another item.
            var seen: Set<String> = []
            let versions = lines.map(\.subject.sha256).filter { seen.insert($0).inserted }
            for (number, sha256) in versions.enumerated() {
                page.sections.append(
                    section(
                        lines.filter { $0.subject.sha256 == sha256 }, history, anchor: "item-\(index + 1)-\(number + 1)"
                    ))
            }
        }
        return page
    }

    private func section(_ lines: [TrialLine], _ history: MachineHistory, anchor: String) -> SiteSection {
        var section = SiteSection(anchor: anchor, heading: "\(item.name) on \(history.machine)")
        if let subject = lines.first?.subject {
            section.paragraphs = [
                "\(subject.modality.rawValue), \(subject.rawByteCount) bytes, SHA-256 \(subject.sha256)"
            ]
        }
        section.figures = [.ratio, .compressionTime, .decompressionTime, .memory].compactMap { metric in
            site.plot("\(item.name): \(metric.title)", metric, lines.map { site.marked($0, metric, history) }, history)
        }
        return section
    }
}
