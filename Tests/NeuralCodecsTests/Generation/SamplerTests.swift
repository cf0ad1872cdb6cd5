import NeuralCodecs
import Testing

@Suite struct SamplerTests {
    private func makeSampler(temperature: Double = 1, topShare: Double = 1, seed: UInt64 = 1) throws -> Sampler {
        Sampler(try #require(Sampler.Freedom(temperature: temperature, topShare: topShare)), seed: seed)
    }

    private let intervals = ValueDistribution([
        .init(low: 0, high: 9, mass: 0.2), .init(low: 10, high: 10, mass: 0.5), .init(low: 11, high: 100, mass: 0.3),
    ])

    @Test func drawsAsOftenAsExpected() throws {
        var sampler = try makeSampler()
        let count = 20_000
        let ones = (0..<count).count { _ in sampler.code(0, probability: 1 << 20) == 1 }
        // A quarter; the standard deviation is 61.
        #expect((4700...5300).contains(ones))
        let values = (0..<count).map { _ in sampler.choose(from: intervals) }
        #expect((9650...10_350).contains(values.count { $0 == 10 }))
        #expect((3700...4300).contains(values.count { $0 < 10 }))
        #expect(Set(values) == Set(0...100))
    }

    @Test func temperatureZeroTakesTheLikeliest() throws {
        var sampler = try makeSampler(temperature: 0)
        for _ in 0..<50 {
            #expect(sampler.code(0, probability: (1 << 21) + 1) == 1)
            #expect(sampler.code(1, probability: (1 << 21) - 1) == 0)
            #expect(sampler.choose(from: intervals) == 10)
            #expect(sampler.choose(count: 4) { [0.1, 0.4, 0.4, 0.1][$0] } == 1)
        }
    }

    @Test func temperatureWorksOnSingleValues() throws {
        // Squared densities: 0.0004 · 10 : 0.25 : 0.0000111 · 90, so that nearly all is left to the sharp one.
        var careful = try makeSampler(temperature: 0.5)
        let drawn = (0..<10_000).map { _ in careful.choose(from: intervals) }
        #expect((9750...9850).contains(drawn.count { $0 == 10 }))
        var wild = try makeSampler(temperature: 100)
        #expect((0..<10_000).count { _ in wild.choose(from: intervals) > 10 } > 8500)
    }

    @Test func unlikelyOnesAreLeftOut() throws {
        var sampler = try makeSampler(topShare: 0.7)
        // The ten values of the first interval are likelier, each by itself, than the ninety of the third.
        let values = (0..<3000).map { _ in sampler.choose(from: intervals) }
        #expect(Set(values) == Set(0...10))
        #expect((0..<3000).allSatisfy { _ in sampler.code(0, probability: 1 << 19) == 0 })
    }

    @Test func theSeedDecides() throws {
        func draw(_ seed: UInt64) throws -> [Int] {
            var sampler = try makeSampler(temperature: 0.9, topShare: 0.95, seed: seed)
            return (0..<64).map { _ in sampler.choose(from: intervals) }
        }
        #expect(try draw(7) == draw(7))
        #expect(try draw(7) != draw(8))
        // Part of what a command promises.
        var sampler = try makeSampler(seed: 1)
        #expect((0..<16).map { _ in sampler.code(0, probability: 1 << 21) } == Self.firstBits)
    }

    private static let firstBits = [1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0]

    @Test(arguments: [(-0.1, 1.0), (.nan, 1), (.infinity, 1), (101, 1), (1, 0), (1, -1), (1, 1.01), (1, .nan)])
    func nonsenseIsRefused(temperature: Double, topShare: Double) {
        #expect(Sampler.Freedom(temperature: temperature, topShare: topShare) == nil)
    }

    @Test func momentsOfADistribution() {
        #expect(abs(intervals.mean - (0.2 * 4.5 + 0.5 * 10 + 0.3 * 55.5)) < 1e-9)
        #expect(intervals.quantile(0) == 0)
        #expect(intervals.quantile(0.5) == 10)
        #expect(intervals.quantile(0.71) == 14)
        #expect(intervals.quantile(1) == 100)
        let even = ValueDistribution([.init(low: 0, high: 9, mass: 1)])
        #expect(abs(even.variance - 8.25) < 1e-9)
    }
}
