import NeuralCodecs
import Testing

/// Fits to similar samples, by parameters that no level has.
@Suite struct SimilarFitTests {
    /// Parameters of 24 columns of so many channels with one group of fits, and `similar` behind what else they have.
    private static func header(channels: UInt8 = 3, own: UInt8 = 50, flags: UInt8 = 0, _ similar: [UInt8]) -> [UInt8] {
        let groups: UInt8 = similar.isEmpty ? 1 : 22
        return [
            24, channels - 1 | flags, 255, 1, 128, 2, groups, 15, own, 2, 200, 7, 200, 7, 2, 40, 10, 1, 8, 3, 1, 60,
        ]
            + similar
    }

    /// One fit: neighbours, own percent, radius, decay 900, closeness 70, power, cut, ridge; and inputs of the correction.
    private static func one(
        neighbours: UInt8 = 15, own: UInt8 = 50, radius: UInt8 = 6, power: UInt8 = 2, cut: UInt8 = 30,
        ridge: UInt8 = 20, correction: UInt8 = 7
    ) -> [UInt8] {
        [1, neighbours, own, radius, 0x84, 7, 70, power, cut, ridge, correction]
    }

    static let headers: [[UInt8]] = [
        header([]), header(one()), header(one(radius: 24, power: 4, cut: 0, ridge: 1, correction: 0)),
        header(one(neighbours: 55, own: 100, radius: 1, correction: 23)), header(channels: 1, one(neighbours: 1)),
        header(channels: 2, one(own: 0)), header(channels: 4, own: 100, one(own: 100)), header(flags: 32, one()),
        header(own: 100, [2] + one().dropFirst().dropLast() + one(neighbours: 23, radius: 3).dropFirst()),
        header(own: 0, [2] + one().dropFirst().dropLast() + one(neighbours: 31, radius: 2).dropFirst()),
    ]

    private func parameters(_ header: [UInt8]) throws -> PixelParameters {
        var bytes = header[...]
        let parameters = try PixelParameters(decoding: &bytes)
        #expect(bytes.isEmpty)
        return parameters
    }

    @Test(arguments: headers) func parametersComeBack(header: [UInt8]) throws {
        let found = try parameters(header)
        #expect(found.spelledOut == header)
        #expect(try parameters(found.encoded) == found)
        for length in 0..<header.count {
            var cut = header.prefix(length)
            #expect(throws: MediaParametersError.self) { try PixelParameters(decoding: &cut) }
        }
    }

    /// Both builds write the same, read it, and take no more memory than they said.
    @Test(arguments: headers) func picturesComeBack(header: [UInt8]) throws {
        let parameters = try parameters(header)
        let picture = SamplePicture.gradient(width: 24, height: 12, channels: parameters.layout.channels)
        let payloads = KernelBuild.allCases.filter(\.isAvailable).map { kernels in
            let model = PixelModel(parameters: parameters, kernels: kernels)
            var encoder = RangeEncoder()
            picture.bytes.withUnsafeBytes { model.encode($0, with: &encoder) }
            #expect(model.allocatedByteCount <= parameters.memoryByteCount)
            return encoder.finish()
        }
        #expect(Set(payloads).count == 1)
        let coded = SamplePicture.Coded(
            parameters: parameters, byteCount: picture.bytes.count, payload: payloads[0], allocatedByteCount: 0)
        #expect(try coded.decoded(kernels: .fastest) == picture.bytes)
    }

    @Test(
        arguments: [
            header([0, 7]), header(one(neighbours: 0)), header(one(neighbours: 56)), header(one(own: 101)),
            header(one(radius: 0)), header(one(radius: 25)), header(one(power: 0)), header(one(power: 5)),
            header(one(ridge: 0)), header(one(correction: 24)), header([5] + one().dropFirst()),
            [24, 2, 255, 1, 128, 2, 30], [24, 2, 255, 1, 128, 2, 127],
            // A row of which one fit keeps more than all memory.
            [255, 255, 15] + header(one(neighbours: 55, radius: 24)).dropFirst(),
        ] as [[UInt8]]) func hostileParametersAreRefused(header: [UInt8])
    {
        var bytes = header[...]
        #expect(throws: MediaParametersError.self) { try PixelParameters(decoding: &bytes) }
    }

    /// A fit that finds where a pattern was seen before shrinks it.
    @Test func patternsShrink() throws {
        let picture = SamplePicture("waves", width: 24, height: 48, channels: 1) { column, row, _ in
            100 + (column * column / 3 + 7 * row) % 31 * 4
        }
        let counts = try [[], Self.one()].map { similar in
            let model = PixelModel(parameters: try parameters(Self.header(channels: 1, similar)))
            var encoder = RangeEncoder()
            picture.bytes.withUnsafeBytes { model.encode($0, with: &encoder) }
            return encoder.finish().count
        }
        #expect(counts[1] < counts[0])
    }
}
