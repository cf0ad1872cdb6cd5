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

    /// What is spelled out has the version that it needs, and no other: here with a context or a selector of words in version 1, and
    /// without anything of version 2 in version 2.
    @Test(
        arguments: [
            [1, 10, 10, 0, 1] + [0xAF, 0, 0, 0, 0, 0, 0, 0x10] + [0x47, 0] + [0],
            [1, 10, 10, 0, 1] + [0xAF, 0, 0, 0, 0, 0, 0, 0] + [0x47, 0x20] + [0],
            [2, 10, 10, 0, 1, 0, 0, 0xAF] + [UInt8](repeating: 0, count: 15) + [0x47, 0, 0, 0] + [0],
        ] as [[UInt8]])
    func versionsThatSayTheWrongThing(bytes: [UInt8]) throws {
        var input = bytes[...]
        let error = #expect(throws: ModelParametersError.self) { try MixParameters(decoding: &input) }
        #expect("\(try #require(error))".contains("version"))
        // The same with the version that it needs is taken.
        var right = bytes
        switch bytes[0] {
        case 1 where bytes[12] != 0 || bytes[14] & 0x20 != 0:
            right =
                [2, 10, 10, 0, 1, 0, 0] + Array(bytes[5..<13]) + [UInt8](repeating: 0, count: 8)
                + Array(bytes[13..<15]) + [0, 0, 0]
        default: right = [1, 10, 10, 0, 1] + Array(bytes[7..<15]) + Array(bytes[23..<25]) + [0]
        }
        var taken = right[...]
        let parameters = try MixParameters(decoding: &taken)
        #expect(parameters.spelledOut == right)
    }
}
