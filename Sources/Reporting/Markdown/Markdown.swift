import OutsideText

/// Pieces of GitHub-flavoured Markdown.
enum Markdown {
    /// Text that shows as itself in a table cell or a paragraph: no markup, no HTML, one line.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in SafeText.oneLine(text).unicodeScalars {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$": result += "\\\(character)"
            case "@": result += "&#64;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            default: result.unicodeScalars.append(character)
            }
        }
        // Addresses would become links by themselves.
        return isolated(ExactText(result).replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;").text)
    }

    /// A name as code, where its characters allow that; escaped text elsewhere.
    static func code(_ name: String) -> String {
        let line = SafeText.oneLine(name)
        let isPlain = line.unicodeScalars.allSatisfy { $0.isASCII && $0 != "`" && $0 != "|" } && !line.isEmpty
        return isPlain && line.first != " " && line.last != " " ? "`\(line)`" : escaped(name)
    }

    static func text(_ phrase: Phrase) -> String {
        phrase.parts.map { part in
            switch part {
            case .text(let text): text
            case .name(let name): code(name)
            }
        }.joined()
    }

    /// A table; columns other than the first `flushLeft` ones are set flush right.
    ///
    /// Cells are filled up with spaces, so that the columns stand below each other in the text as well; a cell longer than
    /// ``widestCell`` sticks out rather than widening all the others.
    static func table(_ header: [String], _ rows: [[String]], flushLeft: Int = 1) -> String {
        let widths = header.indices.map { column in
            let cells = [header[column]] + rows.compactMap { column < $0.count ? $0[column] : nil }
            return max(4, cells.map(DisplayWidth.of).filter { $0 <= widestCell }.max() ?? 4)
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                DisplayWidth.padded(cell.0, to: cell.1, flushRight: column >= flushLeft)
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = zip(header.indices, widths).map { column, width in
            let dashes = String(repeating: "-", count: width - 1)
            return column < flushLeft ? ":" + dashes : dashes + ":"
        }
        return line(header) + line(rule) + rows.map(line).joined()
    }

    private static let widestCell = 72

    /// A part that is folded until asked for; `summary` is HTML.
    static func folded(_ summary: String, _ body: String) -> String {
        "<details>\n<summary>\(summary)</summary>\n\n\(body)\n</details>\n"
    }

    /// Right-to-left text set apart, so that it does not turn round what stands beside it.
    private static func isolated(_ text: String) -> String {
        let hasRightToLeft = text.unicodeScalars.contains { scalar in
            (0x590...0x8FF).contains(scalar.value) || (0xFB1D...0xFDFF).contains(scalar.value)
                || (0xFE70...0xFEFC).contains(scalar.value) || (0x10800...0x10FFF).contains(scalar.value)
        }
        return hasRightToLeft ? "<bdi>\(text)</bdi>" : text
    }
}
