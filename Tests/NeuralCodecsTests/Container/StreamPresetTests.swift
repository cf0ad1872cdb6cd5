import Foundation
import NeuralCodecs
import Testing

/// Streams name presets by number, so that none may ever stand for anything else.
@Suite struct StreamPresetTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../docs/stream-presets.md").standardized

    /// One row of the page's table.
    private static func row(_ preset: StreamPresets.Preset) -> String {
        let bytes = preset.bytes.map { String(format: "%02X", $0) }.joined(separator: " ")
        return "| \(preset.content) | \(preset.number) | `\(bytes)` |"
    }

    @Test func theyStandForWhatThePageSays() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let rows = text.split(separator: "\n").map(String.init)
            .filter { row in ["bytes", "networks", "pixels", "samples"].contains { row.hasPrefix("| \($0) |") } }
        let expected = StreamPresets.all.map(Self.row)
        #expect(rows.count == expected.count)
        for (found, row) in zip(rows, expected) { #expect(found == row) }
        if rows != expected { print(expected.joined(separator: "\n")) }
    }

    /// The short form stands for the same parameters as the long one.
    @Test(arguments: 1...9) func bothFormsAreRead(level: Int) throws {
        for raw in [sampleText(3000), Array("ACGTACGA".utf8) + [UInt8](repeating: 0x47, count: 2000), [0, 1, 2, 0]] {
            let parameters = try #require(MixParameters.level(level, for: raw))
            var short = parameters.encoded[...]
            var long = parameters.spelledOut[...]
            #expect(short.count == 3 && long.count > 3)
            let (first, second) = (try MixParameters(decoding: &short), try MixParameters(decoding: &long))
            #expect(first.spelledOut == second.spelledOut && first.encoded == parameters.encoded)
            #expect(short.isEmpty && long.isEmpty)
        }
    }

    @Test(
        arguments: [
            [0x81, 27, 0], [0x81, 0, 255], [0x82, 0, 0], [0x82, 36, 0], [0x83, 27, 0], [0x81, 24, 254], [0x81],
            [0x81, 3],
        ] as [[UInt8]])
    func numbersThatStandForNothing(bytes: [UInt8]) {
        var input = bytes[...]
        #expect(throws: ModelParametersError.self) { try MixParameters(decoding: &input) }
    }
}
