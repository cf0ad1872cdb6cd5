import CodecInterface
import CodecSamples
import NeuralCodecs
import Testing

@Suite struct GeneratorTests {
    private func model(_ spec: String) throws -> StreamModel {
        let only = try #require(CodecSpec.list(parsing: spec).first)
        let model = try StreamModel(spec: only)
        return try #require(model)
    }

    private func makeSampler(temperature: Double = 1, seed: UInt64 = 1) throws -> Sampler {
        Sampler(try #require(Sampler.Freedom(temperature: temperature)), seed: seed)
    }

    /// Four bytes tell what comes next: where continuations take turns, only what learns goes on.
    @Test(arguments: ["lstm,1", "mix,1", "mix,5"]) func whatRepeatsGoesOn(spec: String) throws {
        let text = Array(String(repeating: "all work and no play", count: 200).utf8)
        let generator = ByteGenerator(model: try model(spec), for: text)
        let first = generator.learn(Array(text[..<2000]))
        let second = generator.learn(Array(text[2000...]))
        #expect(second < first / 2, "what was learnt costs less")
        var sampler = try makeSampler(temperature: 0)
        #expect(
            String(decoding: generator.generate(40, with: &sampler), as: UTF8.self)
                == "all work and no playall work and no play")
    }

    @Test(arguments: ["lstm,1", "mix,1", "mix,5"]) func theSeedDecidesOverBytes(spec: String) throws {
        let text = (0..<1500).map { UInt8(97 + ($0 * $0 / 7) % 11) }
        func sample(_ seed: UInt64, threads: Int = 1) throws -> [UInt8] {
            let generator = ByteGenerator(model: try model(spec), for: text, threads: threads)
            generator.learn(text)
            var sampler = try makeSampler(seed: seed)
            return generator.generate(100, with: &sampler) + generator.generate(100, with: &sampler)
        }
        let first = try sample(1)
        let (threaded, other) = (try sample(1, threads: 2), try sample(2))
        #expect(first == threaded)
        #expect(first != other)
        #expect(Set(first).isSubset(of: Set(text)))
    }

    /// What `mix` says of a whole byte is what it says of its bits one after the other, but for what it learns in between.
    @Test(arguments: [1, 4, 7, 9]) func bytesAreAsLikelyAsTheirBits(level: Int) throws {
        // Of eleven values one is likely after each, and all may come.
        var random = SplitMix64(seed: 5)
        var text: [UInt8] = [0]
        for _ in 1..<3000 {
            let step = random.next() % 3 > 0 ? 3 : random.next() % 11
            text.append(UInt8((UInt64(text[text.count - 1]) / 25 + step) % 11 * 25))
        }
        let parameters = try #require(MixParameters.level(level, for: text))
        func coder() -> MixByteCoder {
            let coder = MixByteCoder(parameters: parameters)
            var encoder = RangeEncoder()
            text.withUnsafeBytes { coder.encode($0, with: &encoder) }
            return coder
        }
        var odds: [Double] = []
        var byte: UInt8 = 0
        withUnsafeMutableBytes(of: &byte) { place in
            coder().generate(into: place, of: Array(0...255)) { count, probability in
                odds = (0..<count).map(probability)
                return 7
            }
        }
        #expect(byte == 7)
        #expect(abs(odds.reduce(0, +) - 1) < 1e-9)
        for value in Set(text) {
            var bits = Bits(value: value)
            try withUnsafeMutableBytes(of: &byte) { try coder().decode(into: $0, with: &bits) }
            #expect(byte == value)
            #expect(abs(odds[Int(value)] / bits.likelihood - 1) < 0.1, "\(value)")
        }
        #expect(odds.count { $0 > 0.01 } > 8, "the comparison means something")
    }

    /// In a decoder's place, gives the bits of a value and multiplies their probabilities.
    private struct Bits: BitCoder {
        static var isEncoder: Bool { false }
        var isExhausted: Bool { false }
        let value: UInt8
        var place = 7
        var likelihood = 1.0

        init(value: UInt8) { self.value = value }

        mutating func code(_: Int, probability: UInt32) -> Int {
            let bit = Int(value >> UInt8(place)) & 1
            place = (place + 7) % 8
            let one = Double(probability) / 4_194_304
            likelihood *= bit == 1 ? one : 1 - one
            return bit
        }
    }

    /// A model that learnt what it drew would repeat itself after a few lines, or fall apart.
    @Test(arguments: [(0.7, 1.0), (1, 0.9), (1, 1)]) func textsStayWhatTheyAre(temperature: Double, share: Double)
        throws
    {
        var random = SplitMix64(seed: 8)
        let words = (0..<60).map { _ in
            String(
                (0..<3 + Int(random.next() % 5)).map { _ in Character(Unicode.Scalar(UInt8(97 + random.next() % 26))) })
        }
        let text = Array((0..<2500).map { _ in words[Int(random.next() % 60)] }.joined(separator: " ").utf8)
        let generator = ByteGenerator(model: try model("mix,1"), for: text)
        generator.learn(text)
        var sampler = Sampler(try #require(Sampler.Freedom(temperature: temperature, topShare: share)), seed: 1)
        let drawn = generator.generate(12_000, with: &sampler)
        for part in [drawn[..<3000], drawn[9000...]] {
            let found = part.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
            let known = found.count { words.contains($0) }
            #expect(Set(found.filter(words.contains)).count > 30, "no words recur at the expense of all others")
            #expect(Double(known) > 0.75 * Double(found.count), "\(known) of \(found.count) are words")
        }
    }

    /// In a decoder's place, checks that what a model says of a value is what its decisions then say.
    private struct Witness: BitCoder {
        static var isEncoder: Bool { false }
        static var choosesValues: Bool { true }
        var isExhausted: Bool { false }
        var random = SplitMix64(seed: 5)
        var expected = 1.0
        var decided = 1.0
        var worst = 0.0
        var chosen = 0
        var single = false

        mutating func choose(from distribution: ValueDistribution) -> Int {
            compare()
            let total = distribution.intervals.reduce(0) { $0 + $1.mass }
            worst = max(worst, abs(total - 1))
            let sharp = distribution.intervals.filter { $0.low == $0.high && $0.mass > 0.01 }
            let interval = sharp.isEmpty ? distribution.intervals[0] : sharp[Int(random.next() % UInt64(sharp.count))]
            single = !sharp.isEmpty
            expected = interval.mass
            decided = 1
            return interval.low
        }

        mutating func code(_ bit: Int, probability: UInt32) -> Int {
            let one = Double(probability) / 4_194_304
            decided *= bit == 1 ? one : 1 - one
            return bit
        }

        mutating func compare() {
            guard single else { return }
            chosen += 1
            worst = max(worst, abs(decided / expected - 1))
        }
    }

    @Test(arguments: [1, 5]) func theDistributionIsWhatTheDecisionsSay(level: Int) throws {
        let picture = SamplePicture.gradient(width: 24, height: 16, channels: 3)
        let model = picture.bytes.withUnsafeBytes {
            let model = PixelModel(parameters: PixelParameters(level: level, layout: picture.layout, analysing: $0))
            var encoder = RangeEncoder()
            model.encode($0, with: &encoder)
            return model
        }
        var witness = Witness()
        var rows = [UInt8](repeating: 0, count: 4 * picture.layout.bytesPerRow)
        try rows.withUnsafeMutableBytes { try model.decode(into: $0, with: &witness) }
        #expect(witness.chosen > 100)
        #expect(witness.worst < 1e-3, "probabilities are coded in units of 2^-22")
    }

    @Test func picturesGoOn() throws {
        let picture = SamplePicture.gradient(width: 24, height: 30, channels: 3)
        func rows(_ seed: UInt64) throws -> [UInt8] {
            let generator = MediaGenerator(level: 3, layout: picture.layout, rows: picture.bytes)
            #expect(generator.learn(picture.bytes) > 0)
            var sampler = try makeSampler(seed: seed)
            return generator.generate(5, with: &sampler)
        }
        let first = try rows(1)
        #expect(first.count == 5 * picture.layout.bytesPerRow)
        #expect(first == (try rows(1)))
        #expect(first != (try rows(2)))
        let flat = [UInt8](repeating: 77, count: 20 * 20)
        let generator = MediaGenerator(level: 1, layout: PixelLayout(width: 20, channels: 1), rows: flat + [78])
        generator.learn(flat)
        var careful = try makeSampler(temperature: 0)
        #expect(generator.generate(3, with: &careful) == [UInt8](repeating: 77, count: 60))
    }

    @Test func soundsGoOn() throws {
        let sound = SampleSound.tone(frames: 3000, layout: SampleLayout(channels: 2), peak: 8000)
        func frames(_ seed: UInt64) throws -> [UInt8] {
            let generator = MediaGenerator(level: 1, layout: sound.layout, frames: sound.bytes)
            #expect(generator.learn(sound.bytes) > 0)
            var sampler = try makeSampler(seed: seed)
            return generator.generate(200, with: &sampler)
        }
        let first = try frames(1)
        #expect(first.count == 800)
        #expect(first == (try frames(1)))
        #expect(first != (try frames(2)))
    }

    private static func deviation(_ values: ArraySlice<Double>) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// A model that learnt what it drew would fade away or swell up within these rows.
    @Test func texturesStayWhatTheyAre() throws {
        var random = SplitMix64(seed: 3)
        let width = 48
        var values = [Double](repeating: 128, count: width * 64)
        for index in width + 1..<values.count {
            let near = 0.6 * values[index - 1] + 0.7 * values[index - width] - 0.35 * values[index - width - 1]
            values[index] = near + 0.05 * 128 + Double(random.next() % 41) - 20
        }
        let bytes = values.map { UInt8(min(max($0, 0), 255)) }
        let generator = MediaGenerator(level: 3, layout: PixelLayout(width: width, channels: 1), rows: bytes)
        generator.learn(bytes)
        var sampler = Sampler(try #require(Sampler.Freedom(topShare: 0.98)), seed: 1)
        let drawn = generator.generate(128, with: &sampler).map(Double.init)
        let real = Self.deviation(bytes.map(Double.init)[...])
        for start in stride(from: 0, to: drawn.count, by: 16 * width) {
            let ratio = Self.deviation(drawn[start..<start + 16 * width]) / real
            #expect((0.5...2).contains(ratio), "rows from \(start / width): \(ratio)")
        }
    }

    /// Of few fits a tone swells, so that low levels draw as a higher one does.
    @Test(arguments: [1, 2]) func lowLevelsDrawSoundsAsTheThird(level: Int) throws {
        let layout = SampleLayout(channels: 1)
        let sound = SampleSound("steps", frames: 2000, layout: layout) { frame, _ in (frame % 40 - 20) * 300 }
        func drawn(_ level: Int) throws -> [UInt8] {
            let generator = MediaGenerator(level: level, layout: layout, frames: sound.bytes)
            generator.learn(sound.bytes)
            var sampler = Sampler(try #require(Sampler.Freedom()), seed: 1)
            return generator.generate(200, with: &sampler)
        }
        #expect(try drawn(level) == drawn(3))
        #expect(try drawn(3) != drawn(4), "levels differ")
    }

    /// A tone under noise may fade: what is fitted to it expects less of it. It must not swell.
    @Test func soundsGoOnWithoutSwelling() throws {
        let layout = SampleLayout(channels: 1)
        var random = SplitMix64(seed: 4)
        let sound = SampleSound("steady triangle", frames: 8000, layout: layout) { frame, _ in
            let phase = frame % 90
            return (min(phase, 90 - phase) * 4 - 90) * 80 + Int(random.next() % 101) - 50
        }
        let generator = MediaGenerator(level: 3, layout: layout, frames: sound.bytes)
        generator.learn(sound.bytes)
        var sampler = Sampler(try #require(Sampler.Freedom(topShare: 0.98)), seed: 1)
        let drawn = Self.samples(generator.generate(8000, with: &sampler))
        let real = Self.deviation(Self.samples(sound.bytes)[...])
        for start in stride(from: 0, to: drawn.count, by: 1000) {
            let ratio = Self.deviation(drawn[start..<start + 1000]) / real
            #expect(((start == 0 ? 0.5 : 0)...1.5).contains(ratio), "frames from \(start): \(ratio)")
        }
    }

    private static func samples(_ bytes: [UInt8]) -> [Double] {
        stride(from: 0, to: bytes.count, by: 2).map {
            Double(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8))
        }
    }

    @Test func copiesAreMeasured() {
        let learned = Array("the cat sat on the mat and the dog sat on the cat".utf8)
        let measures = CopyMeasures(learned: learned)
        for text in ["the dog sat on a mat", "xyz", "cat", "", "the cat sat on the mat and the dog sat on the cat"] {
            let sample = Array(text.utf8)
            let result = measures.compare(sample, lengths: [1, 3, 8])
            #expect(result.longestCopy == Self.longestCopy(sample, learned))
            for (length, share) in zip([1, 3, 8], result.newShares) {
                #expect(share == Self.newShare(sample, learned, length), "\(text) \(length)")
            }
        }
    }

    private static func contains(_ text: [UInt8], _ part: ArraySlice<UInt8>) -> Bool {
        text.indices.contains { text[$0...].starts(with: part) }
    }

    private static func longestCopy(_ sample: [UInt8], _ learned: [UInt8]) -> Int {
        (0...sample.count).reversed().first { length in
            length == 0 || (0...sample.count - length).contains { contains(learned, sample[$0..<$0 + length]) }
        } ?? 0
    }

    private static func newShare(_ sample: [UInt8], _ learned: [UInt8], _ length: Int) -> Double? {
        guard sample.count >= length else { return nil }
        let starts = 0...sample.count - length
        return Double(starts.count { !contains(learned, sample[$0..<$0 + length]) }) / Double(starts.count)
    }
}
