import NeuralCodecs
import Testing

@Suite struct SampleModelTests {
    /// Sounds of every kind, short enough for the build without fused multiply-add.
    static let sounds: [SampleSound] = [
        .tone(frames: 900, layout: SampleLayout(channels: 1), peak: 20_000),
        .tone(frames: 700, layout: SampleLayout(channels: 2), peak: 9000),
        .tone(frames: 300, layout: SampleLayout(channels: 8, isBigEndian: true), peak: 30_000),
        .tone(frames: 900, layout: SampleLayout(channels: 1, bytesPerSample: 1, isSigned: false), peak: 100),
        .tone(frames: 900, layout: SampleLayout(channels: 1, bytesPerSample: 1), peak: 120),
        .tone(frames: 500, layout: SampleLayout(channels: 3, bytesPerSample: 3), peak: 8_000_000),
        .tone(
            frames: 500, layout: SampleLayout(channels: 2, bytesPerSample: 4, isBigEndian: true), peak: 2_000_000_000),
        .noise(frames: 500, layout: SampleLayout(channels: 1, bytesPerSample: 4), bits: 32),
        .noise(frames: 500, layout: SampleLayout(channels: 2), bits: 16),
        .noise(frames: 600, layout: SampleLayout(channels: 1, bytesPerSample: 4, validBits: 24), bits: 24, step: 256),
        .noise(frames: 700, layout: SampleLayout(channels: 1), bits: 7, step: 3),
        SampleSound("silence", frames: 4000, layout: SampleLayout(channels: 2)) { _, _ in 0 },
        SampleSound("constant", frames: 4000) { _, _ in -12_345 },
        SampleSound("silence, then noise, then silence", frames: 6000) { frame, _ in
            (2000..<2500).contains(frame) ? (frame * frame * 7919) % 40_001 - 20_000 : 0
        },
        SampleSound("clipping", frames: 900, layout: SampleLayout(channels: 2)) { frame, channel in
            max(-32_768, min(32_767, ((frame + 13 * channel) % 100 - 50) * 3000))
        },
        SampleSound("full-scale square", frames: 600, layout: SampleLayout(channels: 1, bytesPerSample: 4)) {
            frame, _ in
            frame / 37 % 2 == 0 ? Int(Int32.max) : Int(Int32.min)
        },
        SampleSound("one silent channel", frames: 900, layout: SampleLayout(channels: 2)) { frame, channel in
            channel == 0 ? 0 : (frame % 64 - 32) * 100
        },
        SampleSound("one frame", frames: 1, layout: SampleLayout(channels: 2)) { _, channel in 77 - 2000 * channel },
        SampleSound("nothing", frames: 0) { _, _ in 0 },
    ]

    @Test(arguments: sounds, [1, 3, 5, 7, 9]) func soundsComeBack(sound: SampleSound, level: Int) throws {
        let coded = sound.encoded(level: level)
        #expect(try coded.decoded(kernels: .fastest) == sound.bytes)
    }

    @Test(arguments: sounds) func buildsOfTheKernelsAgree(sound: SampleSound) throws {
        let portable = sound.encoded(level: 9, kernels: .portable)
        let fastest = sound.encoded(level: 9)
        #expect(portable.payload == fastest.payload)
        #expect(try fastest.decoded(kernels: .portable) == sound.bytes)
    }

    @Test(arguments: sounds, [1, 5, 9]) func memoryIsBounded(sound: SampleSound, level: Int) {
        let coded = sound.encoded(level: level)
        #expect(coded.allocatedByteCount <= coded.parameters.memoryByteCount)
        // A bound that says nothing would pass everything.
        #expect(coded.parameters.memoryByteCount < coded.allocatedByteCount + coded.allocatedByteCount / 2 + 131_072)
    }

    @Test func framesMayComeInSeveralCalls() {
        let sound = SampleSound.tone(frames: 900, layout: SampleLayout(channels: 2), peak: 9000)
        #expect(sound.encoded(level: 3).payload == sound.encoded(level: 3, framesPerCall: 77).payload)
    }

    @Test func whatIsForeseenCostsLittle() {
        let silence = SampleSound("silence", frames: 40_000, layout: SampleLayout(channels: 2)) { _, _ in 0 }
        #expect(silence.encoded(level: 5).payload.count < 100)
        let constant = SampleSound("constant", frames: 40_000) { _, _ in -12_345 }
        #expect(constant.encoded(level: 5).payload.count < 100)
        // Seven bits of noise, of which no model knows better: that values are multiples of three is found.
        let sparse = SampleSound.noise(frames: 8000, layout: SampleLayout(channels: 1), bits: 7, step: 3)
        #expect(sparse.encoded(level: 5).payload.count < 7000 * 103 / 100)
        // 24 bits of noise, left-justified in 32.
        let padded = SampleSound.noise(
            frames: 2000, layout: SampleLayout(channels: 1, bytesPerSample: 4), bits: 24, step: 256)
        #expect(padded.encoded(level: 5).payload.count < 6000 * 103 / 100)
    }

    /// Beyond the reach of filters: thirteen bits of noise that come back but for two or three.
    @Test func repetitionsAreFound() {
        let once = SampleSound.repeated(frames: 5000, lag: 5000)
        let often = SampleSound.repeated(frames: 20_000, lag: 5000)
        let first = once.encoded(level: 9).payload.count
        #expect(often.encoded(level: 9).payload.count < first * 2)
    }

    /// What levels 1, 3, 5, 7 and 9 made of sounds when the form was settled: a change means that streams change.
    static let golden: [(sound: SampleSound, hashes: [UInt64])] = [
        (
            .tone(frames: 900, layout: SampleLayout(channels: 2), peak: 9000),
            [
                0xCAC9_34E2_551D_82F2, 0x3443_062D_DAD5_EC0E, 0x45FE_E58A_B934_AED7, 0x9E76_4DFA_EF70_FAE1,
                0x5A14_21E7_BC49_7BD8,
            ]
        ),
        (
            .tone(frames: 500, layout: SampleLayout(channels: 3, bytesPerSample: 3), peak: 8_000_000),
            [
                0xDB31_ED6E_8728_BA00, 0x5431_82F3_A426_583D, 0x56B6_3293_42E5_9BB1, 0x4F47_59D1_0378_FC5E,
                0x1DEC_E74E_9405_2298,
            ]
        ),
        (
            .noise(frames: 700, layout: SampleLayout(channels: 1), bits: 7, step: 3),
            [
                0x5BDB_B867_31C3_8DC5, 0x1D94_A72F_C458_0C1E, 0x5988_0FAD_CD14_3225, 0xFC62_92EC_A345_D156,
                0xC4CF_422A_8193_BCF9,
            ]
        ),
        (
            .repeated(frames: 6000, lag: 1500),
            [
                0xB44C_0AAE_78DB_D131, 0xE384_FB3C_BD04_F594, 0xFB65_E6B5_FFA2_5D88, 0x6496_FA35_3234_2E38,
                0x5EDE_10C3_19D2_B7C4,
            ]
        ),
    ]

    @Test(arguments: golden.indices, KernelBuild.allCases.filter(\.isAvailable))
    func streamsStayTheSame(index: Int, kernels: KernelBuild) {
        for (level, hash) in zip([1, 3, 5, 7, 9], Self.golden[index].hashes) {
            let coded = Self.golden[index].sound.encoded(level: level, kernels: kernels)
            #expect(coded.hash == hash, "level \(level): \(String(coded.hash, radix: 16))")
        }
    }

    @Test func bytesThatNoEncoderWroteDecodeToSomethingOrStop() throws {
        let sound = SampleSound.tone(frames: 900, layout: SampleLayout(channels: 2), peak: 9000)
        var coded = sound.encoded(level: 5)
        coded.payload = coded.payload.map { ~$0 }
        _ = try? coded.decoded(kernels: .fastest)
        var cut = SampleSound.noise(frames: 2000, layout: SampleLayout(channels: 2), bits: 16).encoded(level: 1)
        cut.payload = Array(cut.payload.prefix(10))
        #expect(throws: RangeDecoderError.payloadUsedUp) { try cut.decoded(kernels: .fastest) }
    }
}
