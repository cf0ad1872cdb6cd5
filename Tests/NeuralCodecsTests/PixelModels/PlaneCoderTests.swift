import NeuralCodecs
import Testing

@Suite struct PlaneCoderTests {
    static let pictures: [SamplePicture] = [
        .gradient(width: 230, height: 20, channels: 3), .gradient(width: 100, height: 24, channels: 2),
        .gradient(width: 70, height: 16, channels: 4, bytesPerSample: 2), .gradient(width: 1, height: 60, channels: 3),
        .noise(width: 61, height: 20, channels: 3, values: Array(0...255)),
    ]

    /// Segments of a picture as encoders make them.
    private struct Coded {
        let parameters: PixelParameters
        var payloads: [[UInt8]] = []

        /// - Parameter rows: of a segment.
        init(_ picture: SamplePicture, rows: Int, threads: Int, kernels: KernelBuild = .fastest) {
            parameters = picture.bytes.withUnsafeBytes {
                PixelParameters(level: 3, layout: picture.layout, analysing: $0, fewestPixelsApart: 0)
            }
            let coder = PlaneCoder(
                parameters: parameters, threads: ThreadAllowance(threads: threads - 1), kernels: kernels)
            let step = rows * picture.layout.bytesPerRow
            for start in stride(from: 0, to: picture.bytes.count, by: step) {
                coder.beginEncoding()
                picture.bytes[start..<min(start + step, picture.bytes.count)].withUnsafeBytes { coder.encode($0) }
                payloads.append(coder.endEncoding())
            }
        }

        /// - Parameter rows: of a segment.
        func decoded(_ picture: SamplePicture, rows: Int, threads: Int, kernels: KernelBuild = .fastest) throws
            -> [UInt8]
        {
            var header = parameters.encoded[...]
            let coder = PlaneCoder(
                parameters: try PixelParameters(decoding: &header), threads: ThreadAllowance(threads: threads - 1),
                kernels: kernels)
            let bytesPerRow = picture.layout.bytesPerRow
            var bytes = [UInt8](repeating: 0, count: picture.bytes.count)
            var start = 0
            for payload in payloads {
                let count = min(rows * bytesPerRow, bytes.count - start)
                var rest = payload[...]
                try coder.beginDecoding(rawByteCount: count, payload: &rest)
                #expect(rest.isEmpty)
                // In two calls, as a container hands them over.
                let half = count / bytesPerRow / 2 * bytesPerRow
                for part in [start..<start + half, start + half..<start + count] {
                    try bytes[part].withUnsafeMutableBytes { try coder.decode(into: $0) }
                }
                start += count
            }
            return bytes
        }
    }

    @Test(arguments: pictures) func threadsAndKernelsDoNotShowInThePayload(picture: SamplePicture) throws {
        let alone = Coded(picture, rows: 9, threads: 1)
        #expect(alone.parameters.arePlanesApart)
        #expect(Coded(picture, rows: 9, threads: 3).payloads == alone.payloads)
        #expect(Coded(picture, rows: 9, threads: 1, kernels: .portable).payloads == alone.payloads)
        #expect(try alone.decoded(picture, rows: 9, threads: 1) == picture.bytes)
        #expect(try alone.decoded(picture, rows: 9, threads: 2, kernels: .portable) == picture.bytes)
    }

    /// The models are the same as where one payload has all planes: just the ends of payloads and their lengths are added.
    @Test(arguments: pictures) func planesApartCostBytesOnly(picture: SamplePicture) {
        let apart = Coded(picture, rows: .max / 1_000_000, threads: 1)
        let together = picture.encoded(level: 3)
        #expect(!together.parameters.arePlanesApart)
        #expect(apart.payloads.count == 1)
        #expect(abs(apart.payloads[0].count - together.payload.count) <= 6 * picture.layout.channels)
    }

    /// What is written is part of the format: who changes it on purpose replaces this, and says so.
    @Test func payloadsStayAsTheyAre() {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for picture in Self.pictures {
            let coded = Coded(picture, rows: 9, threads: 1)
            for byte in coded.parameters.spelledOut + coded.payloads.joined() {
                sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        #expect(sum == 14_330_323_740_937_421_930)
    }

    @Test func cutAndFlippedPayloadsAreRefusedOrDecodeToSomethingElse() throws {
        let picture = SamplePicture.gradient(width: 40, height: 12, channels: 3)
        let whole = Coded(picture, rows: 12, threads: 1)
        let payload = whole.payloads[0]
        for length in 0..<8 {
            var cut = whole
            cut.payloads = [Array(payload.prefix(length))]
            #expect(throws: (any Error).self) { try cut.decoded(picture, rows: 12, threads: 2) }
        }
        for bit in 0..<64 {
            var changed = whole
            changed.payloads[0][bit / 8] ^= 1 << UInt8(bit % 8)
            let bytes = try? changed.decoded(picture, rows: 12, threads: 2)
            #expect(bytes != picture.bytes)
        }
        // Longer than the planes need.
        var longer = whole
        longer.payloads[0] += [0, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(throws: (any Error).self) { try longer.decoded(picture, rows: 12, threads: 1) }
        var promised = whole
        promised.payloads[0].replaceSubrange(0..<1, with: [255, 255, 127])
        #expect(throws: SegmentCoderError.self) { try promised.decoded(picture, rows: 12, threads: 1) }
    }
}
