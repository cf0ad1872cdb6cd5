import Benchmarking
import CodecInterface
package import Foundation
import OutsideText

/// A comparison as JSON for programs. Fields are added in later versions, never renamed or given another meaning.
package enum JSONOutput {
    package static func data(_ comparison: Comparison) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(Document(comparison)) + Data("\n".utf8)
    }

    private struct Document: Encodable {
        var schema = 1
        var base: String
        var new: String
        var verdict: Comparison.Verdict
        var alpha: Double
        var paired: Bool
        var tests: Int
        var notes: [String]
        var regressions: [Entry]
        var improvements: [Entry]
        var newRows: [Entry]
        var withinNoise: [Entry]
        var insufficient: [Entry]
        var information: [Entry]
        var unchanged: [String: Int]

        init(_ comparison: Comparison) {
            base = comparison.base.name
            new = comparison.new.name
            verdict = comparison.verdict
            alpha = comparison.alpha
            paired = comparison.isPaired
            tests = comparison.testCount
            notes = comparison.notes
            regressions = comparison.regressions.map(Entry.init)
            improvements = comparison.improvements.map(Entry.init)
            newRows = comparison.newRows.map(Entry.init)
            withinNoise = comparison.withinNoise.map(Entry.init)
            insufficient = comparison.insufficient.map(Entry.init)
            information = comparison.information.map(Entry.init)
            unchanged = Dictionary(uniqueKeysWithValues: comparison.unchanged.map { ($0.key.rawValue, $0.value) })
        }
    }

    private struct Entry: Encodable {
        var kind: String
        var metric: Metric?
        var baseStatus: String?
        var newStatus: String?
        var codec: String
        var parameters: String
        var threads: Int
        var blockBytes: Int?
        var item: String?
        var modality: String?
        var items: Int
        var base: Double?
        var new: Double?
        var unit: String?
        /// Growth as a share; above 0 is worse. Left out where the base is 0.
        var change: Double?
        var limit: Double?
        var p: Double?
        var adjustedP: Double?
        var baseCount: Int?
        var newCount: Int?
        var versions: String?

        init(_ finding: Finding) {
            switch finding.kind {
            case .roundTrip: kind = "roundTrip"
            case .lostRow: kind = "lostRow"
            case .newRow: kind = "newRow"
            case .status(let before, let after):
                kind = "status"
                baseStatus = before
                newStatus = after
            case .measured(let figure):
                kind = "measured"
                metric = figure
                if finding.base != nil { unit = figure.unit }
            }
            codec = finding.spec.codec
            parameters = finding.spec.parameters
            threads = finding.spec.threads
            blockBytes = finding.spec.blockByteCount
            switch finding.span {
            case .item(let name):
                item = name.text
                items = 1
            case .modality(let kind, let count):
                modality = kind.rawValue
                items = count
            case .items(let count): items = count
            }
            base = finding.base
            new = finding.new
            change = finding.change.flatMap { $0.isFinite ? $0 : nil }
            limit = finding.limit
            p = finding.probability
            adjustedP = finding.adjustedProbability
            baseCount = finding.baseCount
            newCount = finding.newCount
            versions = finding.versions
        }
    }
}
