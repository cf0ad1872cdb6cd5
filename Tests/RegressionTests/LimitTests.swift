import OutsideText
import Regression
import Testing

@Suite struct LimitTests {
    @Test func narrowestWins() throws {
        var limits = Limits.standard
        limits.add(try LimitText.rules(parsing: "lstm:ctime=3%"))
        limits.add(try LimitText.rules(parsing: "lstm,5@piano:ctime=1%,size=off"))
        limits.add(try LimitText.rules(parsing: "ctime=20%"))
        #expect(limits.limit(.compressionTime, codec: "xz", spec: "xz,6") == 0.2)
        #expect(limits.limit(.compressionTime, codec: "lstm", spec: "lstm,1") == 0.03)
        #expect(limits.limit(.compressionTime, codec: "lstm", spec: "lstm,5", item: "piano") == 0.01)
        #expect(limits.limit(.size, codec: "lstm", spec: "lstm,5", item: "piano") == nil)
        #expect(limits.limit(.size, codec: "lstm", spec: "lstm,5", item: "alice") == 0)
    }

    @Test func memoryIsBothDirections() throws {
        let rules = try LimitText.rules(parsing: "memory=2.5%")
        #expect(rules.map(\.metric) == [.compressionMemory, .decompressionMemory])
        #expect(rules.allSatisfy { $0.largestChange == 0.025 })
    }

    @Test(arguments: [
        "", "size", "size=", "size=5", "size=-1%", "size=x%", "speed=5%", ":size=1%", "xz@:size=1%", "size=1%,",
        "size=2000%", "size=1%=2%",
    ])
    func wrongLimits(_ text: String) { #expect(throws: LimitError.self) { try LimitText.rules(parsing: text) } }

    @Test func file() throws {
        let file = try LimitFile(
            parsing: """
                alpha: 0.01
                limits: {size: 0%, memory: off}
                rules:
                  - codec: xz,9e
                    item: piano
                    limits: {size: 1%}
                """, path: "regression.yaml")
        #expect(file.alpha == 0.01)
        var limits = Limits.standard
        limits.add(file.rules)
        #expect(limits.limit(.size, codec: "xz", spec: "xz,9e", item: "piano") == 0.01)
        #expect(limits.limit(.size, codec: "xz", spec: "xz,6", item: "piano") == 0)
        #expect(limits.limit(.compressionMemory, codec: "xz", spec: "xz,6") == nil)
    }

    @Test(arguments: [
        "- 1", "alpha: 2", "limit: {}", "limits: {size: 5}", "limits: {sizes: 5%}", "rules: {}",
        "rules: [{limits: {size: 1%}}]", "rules: [{codec: xz}]", "rules: [{codec: xz, items: a, limits: {size: 1%}}]",
        "a: [",
    ])
    func wrongFiles(_ text: String) {
        let error = #expect(throws: LimitError.self) { try LimitFile(parsing: text, path: "regression.yaml") }
        #expect(error?.description.contains("'regression.yaml'") == true)
    }
}
