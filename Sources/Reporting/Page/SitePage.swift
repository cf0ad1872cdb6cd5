package import Foundation
import Mustache

/// One page of a site of several: plain tables and plots, without script, in the dress of the report's page. It needs no other file
/// to be read, no network and no server.
package struct SitePage: Sendable {
    package var title: String
    package var summary: String?
    /// Sentences that come before everything else.
    package var findings: [String] = []
    package var links: [SiteLink] = []
    package var sections: [SiteSection] = []

    package init(title: String) { self.title = title }

    /// - Throws: only when the templates in the program are damaged.
    package static func renderer() throws -> @Sendable (SitePage) -> Data {
        var library = MustacheLibrary()
        try library.register(Resource.text(PackageResources.table_mustache), named: "table")
        try library.register(Resource.text(PackageResources.section_mustache), named: "section")
        try library.register(Resource.text(PackageResources.site_mustache), named: "site")
        let templates = library
        return { page in Data((templates.render(page.model, withTemplate: "site") ?? "").utf8) }
    }

    /// What the template shows.
    private struct Model {
        let title: String
        let summary: String?
        /// HTML.
        let findings: [String]
        let links: [SiteLink]
        let sections: [PageSection]
        let pageStyle: String
        let plotStyle: String
        let siteStyle: String
    }

    private var model: Model {
        Model(
            title: SafeText.oneLine(title), summary: summary.map(SafeText.oneLine),
            findings: findings.map(SafeText.xml), links: links, sections: sections.map(\.model),
            pageStyle: Resource.text(PackageResources.page_css), plotStyle: Resource.text(PackageResources.plot_css),
            siteStyle: Resource.text(PackageResources.site_css))
    }
}

/// A link to another page of the site, or to a place of this one.
package struct SiteLink: Sendable {
    package let label: String
    package let href: String

    package init(_ label: String, _ href: String) {
        self.label = SafeText.shortened(label, to: 60)
        self.href = href
    }
}

/// A part of a page, with a heading that can be linked to.
package struct SiteSection: Sendable {
    package var anchor: String
    package var heading: String
    package var findings: [String] = []
    package var paragraphs: [String] = []
    package var tables: [SiteTable] = []
    package var figures: [SiteFigure] = []

    package init(anchor: String, heading: String) {
        self.anchor = anchor
        self.heading = heading
    }

    fileprivate var model: PageSection {
        var section = PageSection(anchor: anchor, heading: SafeText.oneLine(heading))
        section.findings = findings.map(SafeText.xml)
        section.paragraphs = paragraphs.map(SafeText.oneLine)
        section.tables = tables.enumerated().map { $1.model(anchor: "\(anchor)-table-\($0 + 1)") }
        section.figures = figures.enumerated().map { index, figure in
            PageFigure(figureAnchor: "\(anchor)-figure-\(index + 1)", figureTitle: figure.title, svg: figure.svg)
        }
        return section
    }
}

/// A plot of a page.
package struct SiteFigure: Sendable {
    package let title: String
    /// An element of its own.
    package let svg: String
}

/// A table of a page. Where a window is too narrow for it, each row becomes a few lines of titles and values.
package struct SiteTable: Sendable {
    /// What stands in a row under a column.
    package enum Cell: Sendable {
        case text(String)
        case number(String)
        case link(String, href: String)
    }

    /// A column by its title.
    package struct Column: Sendable {
        let title: String
        let isNumber: Bool

        /// A column of words.
        package static func words(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers, set to the right.
        package static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// A line of cells, one a column.
    package struct Row: Sendable {
        /// By which the row can be linked to.
        let anchor: String?
        let cells: [Cell]

        package init(anchor: String? = nil, _ cells: [Cell]) {
            self.anchor = anchor
            self.cells = cells
        }
    }

    let caption: String
    let columns: [Column]
    let rows: [Row]

    package init(caption: String, columns: [Column], rows: [Row]) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }

    fileprivate func model(anchor: String) -> PageTable {
        PageTable(
            tableAnchor: anchor, kind: "stacked", caption: SafeText.oneLine(caption),
            columns: columns.map { PageColumn(column: $0.title, isNumber: $0.isNumber) },
            rows: rows.map { row in
                PageRow(
                    rowAnchor: row.anchor,
                    cells: zip(row.cells, columns).map { $0.model(title: $1.title) })
            })
    }
}

extension SiteTable.Cell {
    /// - Parameter title: of its column, which stands before each value where there is no room for a table.
    fileprivate func model(title: String) -> PageCell {
        func cell(_ style: String, _ content: String) -> PageCell {
            let style = style.isEmpty ? "" : " class=\"\(style)\""
            return PageCell(
                element: "td", cellAttributes: "\(style) data-label=\"\(SafeText.xml(title))\"", content: content)
        }
        switch self {
        case .text(let text): return cell("long", "<bdi>\(SafeText.xml(text))</bdi>")
        case .number(let text): return cell("number", SafeText.xml(text))
        case .link(let text, let href):
            return cell("", "<a href=\"\(SafeText.xml(href))\"><bdi>\(SafeText.xml(text))</bdi></a>")
        }
    }
}

/// Names of pages and anchors that are plain and do not repeat.
package struct SiteNames {
    private var anchors: Anchors

    package init(prefix: String) { anchors = Anchors(prefix: prefix) }

    /// `prefix-slug`, with a number where that is taken.
    package mutating func next(_ name: String) -> String { anchors.next(name) }
}
