import Foundation
import Reporting
import Testing

/// The colours of the three families, as readers with and without colour vision deficiencies see them.
struct ColourTests {
    private static let families = ["neural", "hybrid", "classical"]

    /// The colours of a style sheet's families on its light and on its dark ground.
    private func palettes() throws -> [(ground: String, colours: [String])] {
        let plot = try #require(Plots.all(of: Fixture.report).first)
        let svg = String(decoding: plot.file, as: UTF8.self)
        let modes = svg.components(separatedBy: "@media (prefers-color-scheme: dark)")
        try #require(modes.count == 2)
        return try modes.map { style in
            func value(_ expression: Regex<(Substring, Substring)>) throws -> String {
                String(try #require(style.firstMatch(of: expression)).1)
            }
            return (
                try value(/\.ncp-surface[^{]*\{ fill: #([0-9a-f]{6});/),
                try Self.families.map { try value(try Regex("\\.ncp-\($0) \\{ color: #([0-9a-f]{6});")) }
            )
        }
    }

    /// Linear red, green and blue of `rrggbb`.
    private func linear(_ hex: String) -> [Double] {
        let value = Int(hex, radix: 16) ?? 0
        return [16, 8, 0].map { shift in
            let part = Double(value >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
    }

    private func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
    }

    /// Oklab (Ottosson, 2020), in which equal distances look about equally large: 0 to 100 from black to white.
    private func perceived(_ linear: [Double]) -> [Double] {
        let cones = product(
            [
                [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ], linear.map { min(max($0, 0), 1) })
        return product(
            [
                [21.04542553, 79.36177850, -0.40720468], [197.79984951, -242.85922050, 45.05937099],
                [2.59040371, 78.27717662, -80.86757660],
            ], cones.map { cbrt($0) })
    }

    /// Sight without each kind of cone (Machado, Oliveira and Fernandes, 2009, severity 1), and with all.
    private static let sights: [(name: String, matrix: [[Double]])] = [
        ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        ),
        (
            "tritanopia",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        ),
    ]

    @Test func familiesStayApartForColourBlindReaders() throws {
        for (ground, colours) in try palettes() {
            for (name, matrix) in Self.sights {
                let seen = colours.map { perceived(product(matrix, linear($0))) }
                for (first, second) in [(0, 1), (0, 2), (1, 2)] {
                    let distance = zip(seen[first], seen[second]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
                        .squareRoot()
                    let pair = "\(Self.families[first]) and \(Self.families[second])"
                    // A step that is just noticed is about 2.
                    #expect(distance > 9, "\(pair) are \(distance) apart on #\(ground) with \(name)")
                }
            }
        }
    }

    /// 4.5 is what text needs (WCAG 2.2, 1.4.3).
    @Test func familiesStandOutFromTheGround() throws {
        func luminance(_ hex: String) -> Double {
            zip(linear(hex), [0.2126, 0.7152, 0.0722]).map(*).reduce(0, +)
        }
        for (ground, colours) in try palettes() {
            for colour in colours {
                let both = [luminance(colour), luminance(ground)].sorted()
                #expect((both[1] + 0.05) / (both[0] + 0.05) >= 4.5, "#\(colour) on #\(ground)")
            }
        }
    }
}
