import NeuralCodecs
import Testing

@Suite struct PixelModelTests {
    /// Pictures of every kind, small enough for the build without fused multiply-add.
    static let pictures: [SamplePicture] = [
        .gradient(width: 40, height: 24, channels: 3), .gradient(width: 33, height: 20, channels: 1),
        .gradient(width: 20, height: 16, channels: 4), .gradient(width: 17, height: 16, channels: 2),
        .gradient(width: 1, height: 60, channels: 3), .gradient(width: 61, height: 1, channels: 3),
        .gradient(width: 1, height: 1, channels: 1), .gradient(width: 9, height: 9, channels: 3, bytesPerSample: 2),
        .constant(width: 30, height: 30, channels: 3, value: 0),
        .constant(width: 30, height: 30, channels: 1, value: 255),
        .noise(width: 24, height: 24, channels: 3, values: Array(0...255)),
        .noise(width: 32, height: 24, channels: 1, values: [3, 90, 200]),
        .noise(width: 20, height: 20, channels: 1, values: [0, 65_535], bytesPerSample: 2),
        .noise(width: 20, height: 20, channels: 3, values: (0..<64).map { $0 * 1040 }, bytesPerSample: 2),
        .steps(width: 48, height: 32, channels: 3), .photoCD(width: 40, height: 30, brightness: 60),
        .photoCD(width: 33, height: 25, brightness: 165),
    ]

    @Test(arguments: pictures, [1, 5, 9]) func picturesComeBack(picture: SamplePicture, level: Int) throws {
        let coded = picture.encoded(level: level)
        #expect(try coded.decoded(kernels: .fastest) == picture.bytes)
    }

    @Test(arguments: pictures, [5, 7]) func buildsOfTheKernelsAgree(picture: SamplePicture, level: Int) throws {
        let portable = picture.encoded(level: level, kernels: .portable)
        let fastest = picture.encoded(level: level)
        #expect(portable.payload == fastest.payload)
        #expect(try fastest.decoded(kernels: .portable) == picture.bytes)
    }

    /// What each level writes is part of the format: who changes it on purpose replaces these, and says so.
    @Test(
        arguments: [
            (1, 10911064336952318352), (3, 3525303912233421943), (5, 4749489498232906835), (7, 5330052774293993989),
            (9, 14176600112463254944),
        ] as [(Int, UInt64)]) func streamsStayAsTheyAre(level: Int, hash: UInt64)
    {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for picture in Self.pictures {
            let coded = picture.encoded(level: level)
            for byte in coded.parameters.spelledOut + coded.payload { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        #expect(sum == hash)
    }

    @Test func coloursOfAPhotoCDAreFound() {
        let picture = SamplePicture.photoCD(width: 96, height: 96, brightness: 60)
        let coded = picture.encoded(level: 3)
        // Luma has log2(5) bits of noise, chroma a quarter of two times two bits; coded as colours it takes twice that.
        #expect(coded.payload.count < 96 * 96 * 45 / 80)
    }

    @Test(
        arguments: [
            [], [40], [40, 2], [0, 2, 255, 1], [128, 128, 128, 128, 1], [40, 130, 255, 1, 128, 2, 9],
            [40, 2, 255, 1, 128, 2, 1, 60, 50, 2, 200, 7, 200, 7, 6, 40, 10, 8, 18, 3, 4],
            [255, 255, 63, 2, 255, 1, 128, 2, 1, 31, 50, 16] + Array(repeating: [200, 7], count: 8).flatMap { $0 },
        ] as [[UInt8]]) func hostileParametersAreRefused(bytes: [UInt8])
    {
        var header = bytes[...]
        #expect(throws: MediaParametersError.self) { try PixelParameters(decoding: &header) }
    }

    @Test(arguments: pictures) func everyCutOrFlippedHeaderIsReadOrRefused(picture: SamplePicture) {
        let parameters = picture.encoded(level: 1).parameters
        for header in [parameters.encoded, parameters.spelledOut] {
            for length in 0..<header.count {
                var cut = header.prefix(length)[...]
                #expect(throws: MediaParametersError.self) { try PixelParameters(decoding: &cut) }
            }
            for bit in 0..<8 * min(header.count, 40) {
                var changed = header
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                var rest = changed[...]
                if let parameters = try? PixelParameters(decoding: &rest) {
                    #expect(parameters.memoryByteCount <= PixelParameters.memoryLimit)
                }
            }
        }
    }

    @Test func rowsMayComeInSeveralCalls() {
        let picture = SamplePicture.gradient(width: 40, height: 24, channels: 3)
        let whole = picture.encoded(level: 3)
        let pieces = picture.encoded(level: 3, rowsPerCall: 5)
        #expect(whole.payload == pieces.payload)
    }

    @Test(arguments: pictures, [1, 5, 9]) func memoryIsBounded(picture: SamplePicture, level: Int) {
        let coded = picture.encoded(level: level)
        #expect(coded.allocatedByteCount <= coded.parameters.memoryByteCount)
        // A bound that says nothing would pass everything.
        #expect(coded.parameters.memoryByteCount < coded.allocatedByteCount + coded.allocatedByteCount / 4 + 131_072)
    }

    /// A single row is enough to ask for the memory of its width.
    @Test(arguments: [20_000, 60_000, 100_000]) func longRowsAreCodedWithLessMemory(width: Int) throws {
        let layout = PixelLayout(width: width, channels: 3)
        #expect(PixelParameters.canCode(layout))
        let row = [UInt8](repeating: 7, count: layout.bytesPerRow)
        let parameters = row.withUnsafeBytes { PixelParameters(level: 9, layout: layout, analysing: $0) }
        #expect(parameters.memoryByteCount <= PixelParameters.memoryLimit)
        for form in [parameters.encoded, parameters.spelledOut] {
            var header = form[...]
            #expect(try PixelParameters(decoding: &header) == parameters)
        }
    }

    @Test func layoutsThatNoModelTakesAreKnown() {
        #expect(!PixelParameters.canCode(PixelLayout(width: PixelLayout.largestWidth, channels: 4)))
        #expect(!PixelParameters.canCode(PixelLayout(width: 0, channels: 1)))
        #expect(!PixelParameters.canCode(PixelLayout(width: 1, channels: 5)))
    }

    @Test func smoothPicturesShrink() {
        let smooth = SamplePicture.gradient(width: 64, height: 64, channels: 3)
        #expect(smooth.encoded(level: 5).payload.count < smooth.bytes.count / 3)
        let constant = SamplePicture.constant(width: 200, height: 200, channels: 3, value: 77)
        #expect(constant.encoded(level: 5).payload.count < 100)
        // 1.585 bits a sample, of which no model knows better.
        let three = SamplePicture.noise(width: 64, height: 64, channels: 1, values: [3, 90, 200])
        #expect(three.encoded(level: 5).payload.count < 64 * 64 * 1585 / 8000 * 106 / 100)
    }

    @Test func bytesThatNoEncoderWroteDecodeToSomethingOrStop() throws {
        let picture = SamplePicture.gradient(width: 24, height: 24, channels: 3)
        var coded = picture.encoded(level: 3)
        coded.payload = coded.payload.map { ~$0 }
        _ = try? coded.decoded(kernels: .fastest)
        coded.payload = Array(coded.payload.prefix(3))
        #expect(throws: RangeDecoderError.payloadUsedUp) {
            try SamplePicture.noise(width: 64, height: 64, channels: 3, values: Array(0...255))
                .encoded(level: 1).cut(to: 3).decoded(kernels: .fastest)
        }
    }
}
