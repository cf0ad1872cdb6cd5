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
        .steps(width: 48, height: 32, channels: 3),
    ]

    @Test(arguments: pictures, [1, 5, 9]) func picturesComeBack(picture: SamplePicture, level: Int) throws {
        let coded = picture.encoded(level: level)
        #expect(try coded.decoded(kernels: .fastest) == picture.bytes)
    }

    @Test(arguments: pictures) func buildsOfTheKernelsAgree(picture: SamplePicture) throws {
        let portable = picture.encoded(level: 5, kernels: .portable)
        let fastest = picture.encoded(level: 5)
        #expect(portable.payload == fastest.payload)
        #expect(try fastest.decoded(kernels: .portable) == picture.bytes)
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
