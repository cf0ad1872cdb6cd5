import OutsideText

/// A comparison as JUnit XML, which CI servers show as test results: a finding is a test case, a regression a failed one,
/// what could not be judged a skipped one.
package enum JUnitOutput {
    package static func xml(_ comparison: Comparison) -> String {
        var cases: [String] = []
        func add(_ findings: [Finding], _ body: (Finding) -> String?) {
            for finding in findings {
                let head =
                    "    <testcase classname=\"\(escaped(finding.spec.label))\""
                    + " name=\"\(escaped("\(finding.subject): \(name(finding))"))\""
                cases.append(body(finding).map { "\(head)>\($0)</testcase>" } ?? "\(head)/>")
            }
        }
        add(comparison.regressions) {
            "<failure type=\"regression\" message=\"\(escaped(FindingText.line($0)))\"/>"
        }
        add(comparison.improvements) { _ in nil }
        add(comparison.newRows) { _ in nil }
        add(comparison.withinNoise) { _ in nil }
        add(comparison.insufficient) { _ in "<skipped message=\"too few processes for a verdict\"/>" }
        add(comparison.information) { _ in "<skipped message=\"for information, not judged\"/>" }
        if let sizes = comparison.unchanged[.size] {
            cases.append("    <testcase classname=\"size\" name=\"\(FindingText.count(sizes, "unchanged size"))\"/>")
        }
        let skipped = comparison.insufficient.count + comparison.information.count
        let counts =
            "tests=\"\(cases.count)\" failures=\"\(comparison.regressions.count)\" errors=\"0\" skipped=\"\(skipped)\""
        let title = escaped("ncbench compare \(comparison.base.name) \(comparison.new.name)")
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites \(counts)>
              <testsuite name="\(title)" \(counts)>
            \(cases.joined(separator: "\n"))
              </testsuite>
            </testsuites>

            """
    }

    private static func name(_ finding: Finding) -> String {
        if case .measured(let metric) = finding.kind { return metric.title }
        return "result"
    }

    /// XML 1.0 has no place for most control characters, not even as its own escapes.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.oneLine(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
