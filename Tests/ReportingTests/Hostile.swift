import Benchmarking
import CodecInterface
import Reporting

/// Names and numbers that try to break out of what they are written into.
enum Hostile {
    static let names = [
        "comma, and \"quotes\"", "two\nlines\r\nand a tab\t", "</script><script>alert(1)</script>", "pipe | and ` tick",
        "\u{202E}drawkcab \u{5D0}\u{5D1}\u{5D2}", "<img src=x onerror=alert(1)>", String(repeating: "long-", count: 60),
        "*bold* _it_ [link](javascript:1) https://example.org @name #1", "&amp; & &lt;", "a]]>b",
        "{{title}} {{{script}}}",
        "'; --", "\u{1B}[31mred\u{7}", "日本語のファイル", "=1+1", " ",
    ]

    static let run = ReportedRun(
        name: "<b>run</b>, \"one\"",
        records: names.enumerated().flatMap { index, name in
            [
                Fixture.record(name, .text, "xz", "9e", size: 1000 + index),
                Fixture.record(name, .text, "cmd", "evil \"<x>\" | {in} > {out}::\(name)", size: 2000 + index),
                Fixture.record(
                    name, .text, "lstm", "5", size: nil, status: .failed(reason: "because </td> | \(name)")),
            ]
        }, environment: Fixture.environment(cpu: "CPU <script>alert(2)</script> | x"))
}
