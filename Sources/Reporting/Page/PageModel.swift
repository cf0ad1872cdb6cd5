import CodecInterface

/// What the templates in `Page/Template` show. Names are those of the templates' tags; text is escaped there, but for the
/// members that say they are HTML.
struct PageModel {
    let title: String
    /// Of a single run; nil for several, which have their own.
    let summary: String?
    /// HTML.
    let findings: [String]
    let codecs: [PageCodec]
    let families: [PageFamily]
    let contents: [PageLink]
    /// Several runs side by side; empty for one.
    let overview: [PageSection]
    let runs: [PageRun]
    let sums: String
    let guide: [PageTerm]
    let pageStyle: String
    let plotStyle: String
    let script: String
}

struct PageCodec {
    let codecName: String
    let family: String
    let sign: String
}

/// A family that some codec of the report belongs to.
struct PageFamily {
    let family: String
}

struct PageLink {
    let anchor: String
    let heading: String
}

struct PageTerm {
    let term: String
    let meaning: String
}

struct PageRun {
    let runAnchor: String
    /// Nil when it is the only run.
    let runHeading: String?
    /// Nil when it is the only run, whose summary stands above everything.
    let runSummary: String?
    /// HTML.
    let runFindings: [String]
    let notes: [String]
    let sections: [PageSection]
}

struct PageSection {
    var anchor: String
    var heading: String
    /// HTML.
    var findings: [String] = []
    var paragraphs: [String] = []
    var command: [String] = []
    var tables: [PageTable] = []
    var figures: [PageFigure] = []
    var folded: [PageFolded] = []
}

struct PageFolded {
    let foldedAnchor: String
    let summary: String
    let foldedTables: [PageTable]
}

struct PageFigure {
    let figureAnchor: String
    let figureTitle: String
    /// HTML.
    let svg: String
}

struct PageTable {
    let tableAnchor: String
    /// The class of the table: `totals`, `transfer`, `items`, `plain`.
    let kind: String
    let caption: String
    let columns: [PageColumn]
    /// HTML, an element each. A page may have a hundred thousand cells, which the template would take a minute for.
    let rows: [String]

    init(tableAnchor: String, kind: String, caption: String, columns: [PageColumn], rows: [PageRow]) {
        self.tableAnchor = tableAnchor
        self.kind = kind
        self.caption = caption
        self.columns = columns
        self.rows = rows.map(\.html)
    }
}

struct PageColumn {
    let column: String
    let isNumber: Bool

    static func words(_ names: String...) -> [PageColumn] { names.map { PageColumn(column: $0, isNumber: false) } }
    static func numbers(_ names: String...) -> [PageColumn] { names.map { PageColumn(column: $0, isNumber: true) } }
}

struct PageRow {
    var rowAnchor: String?
    var rowCodec: String?
    /// Attributes, HTML.
    var rowData = ""
    let cells: [PageCell]

    var html: String {
        let anchor = rowAnchor.map { " id=\"\(SafeText.xml($0))\"" } ?? ""
        let codec = rowCodec.map { " data-codec=\"\(SafeText.xml($0))\"" } ?? ""
        return "<tr\(anchor)\(codec)\(rowData)>" + cells.map(\.html).joined() + "</tr>"
    }
}

struct PageCell {
    let element: String
    /// HTML.
    let cellAttributes: String
    /// HTML.
    let content: String

    var html: String { "<\(element)\(cellAttributes)>\(content)</\(element)>" }

    static func text(_ text: String, style: String = "") -> PageCell {
        let attributes = style.isEmpty ? "" : " class=\"\(style)\""
        return PageCell(element: "td", cellAttributes: attributes, content: "<bdi>\(SafeText.xml(text))</bdi>")
    }

    /// The name of a row's variant, a link to the row.
    static func name(_ variant: Variant, anchor: String?) -> PageCell {
        let label = SafeText.xml(variant.label)
        let family = variant.family
        let words = family.hasNetwork ? "<span class=\"\(family.rawValue)\">\(family.sign) \(label)</span>" : label
        let content = anchor.map { "<a href=\"#\($0)\">\(words)</a>" } ?? words
        return PageCell(
            element: "th", cellAttributes: " scope=\"row\" class=\"name\" title=\"\(label)\" data-sort=\"\(label)\"",
            content: content)
    }

    /// A number as shown, and as sorted.
    static func number(_ shown: String, sort value: Double?, interval: String = "") -> PageCell {
        let sort = value.flatMap(Quantity.finite).map { String($0) } ?? ""
        let interval = interval.isEmpty ? "" : " <span class=\"interval\">\(SafeText.xml(interval))</span>"
        return PageCell(
            element: "td", cellAttributes: " class=\"number\" data-sort=\"\(sort)\"",
            content: SafeText.xml(shown) + interval)
    }

    static func number(_ shown: String, sort value: Int?) -> PageCell { number(shown, sort: value.map(Double.init)) }
}
