import Foundation
import Testing

/// The manual pages that are installed.
@Suite struct ManualPageTests {
    let tool: FileTool

    init() throws {
        tool = try FileTool()
        try #require(try tool.run("manual", "--output", "man").status == 0)
    }

    private func pages() throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: tool.url("man").path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, String(decoding: try tool.read("man/\($0)"), as: UTF8.self)) })
    }

    @Test func everyCommandThatHelpShowsHasAPageAndNoOther() throws {
        let names = Set(try pages().keys)
        #expect(names.isSuperset(of: ["ncbench.1", "ncbench-corpora-fetch.1"]))
        #expect(!names.contains("ncbench-worker.1") && !names.contains("ncbench-manual.1"))
        // The list of commands in the help: two blanks, the name, blanks.
        let help = String(decoding: try tool.run("--help").output, as: UTF8.self)
        let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
        let commands = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first }
        #expect(commands.count > 10)
        for command in commands where command != "See" { #expect(names.contains("ncbench-\(command).1"), "\(command)") }
    }

    @Test func aPageHasOptionsWithValuesAndDefaultsAndTheDiscussion() throws {
        let page = try #require(try pages()["ncbench-report.1"])
        #expect(page.hasPrefix(".TH \"NCBENCH\\-REPORT\" 1 "))
        #expect(page.contains("\\fB\\-\\-format\\fR \\fIformats\\fR"))
        #expect(page.contains("The default is markdown."))
        #expect(page.contains("\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIfolder\\fR"))
        #expect(page.contains("Exit status: 0 fine"))
    }

    /// A line that begins with a dot is a request to the formatter.
    @Test func noLineOfTextIsTakenForARequest() throws {
        for (name, page) in try pages() {
            for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
                let request = line.dropFirst().prefix { $0.isLetter }
                #expect(["TH", "SH", "B", "BR", "I", "TP", "PP", "nf", "fi"].contains(request), "\(name): \(line)")
            }
        }
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorThatNamesIt() throws {
        try tool.write(Data(), to: "file")
        let result = try tool.run("manual", "--output", "file/man")
        #expect(result.status == 1)
        #expect(result.errors.contains("file/man"))
    }
}
