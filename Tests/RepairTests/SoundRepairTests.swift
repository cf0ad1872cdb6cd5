import Foundation
import Repair
import Testing

@Suite struct SoundRepairTests {
    /// Three partials with a little noise.
    private static func tone(_ count: Int, noise: Double = 0) -> [Double] {
        var state: UInt32 = 7
        return (0..<count).map { index in
            state = state &* 1_664_525 &+ 1_013_904_223
            let random = Double(Int32(bitPattern: state)) / 2_147_483_648
            let t = Double(index)
            return 6000 * sin(0.05 * t) + 3000 * sin(0.31 * t + 1) + 1500 * sin(0.83 * t) + noise * random
        }
    }

    private static func ratio(_ found: [Double], _ truth: [Double]) -> Double {
        var measures = SoundMeasures()
        measures.add(found, truth: truth)
        return measures.signalToNoise
    }

    @Test func equationsAreSolved() {
        let diagonals = [4.0, 1.5, -0.5, 0.25]
        let right = [1.0, -2, 3, 0.5, 7, -1]
        let x = ToeplitzSystem.solution(diagonals: diagonals, right: right)
        for row in right.indices {
            let left = right.indices.reduce(0) { sum, column in
                let lag = abs(row - column)
                return sum + (lag < 4 ? diagonals[lag] : 0) * x[column]
            }
            #expect(abs(left - right[row]) < 1e-9)
        }
        var matrix = [Double](repeating: 0, count: 36)
        for row in 0..<6 {
            for column in 0..<6 where abs(row - column) < 4 { matrix[row * 6 + column] = diagonals[abs(row - column)] }
        }
        let y = PositiveSystem.solution(matrix: matrix, right: right, ridge: 0)
        for (one, other) in zip(x, y) { #expect(abs(one - other) < 1e-9) }
    }

    @Test func aModelIsFound() throws {
        // x[t] = 1.6 x[t-1] - 0.81 x[t-2] + noise
        var state: UInt32 = 3
        var signal = [0.0, 0.0]
        for _ in 0..<8000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            signal.append(
                1.6 * signal[signal.count - 1] - 0.81 * signal[signal.count - 2]
                    + Double(Int32(bitPattern: state) >> 16))
        }
        let model = try #require(Autoregression(of: signal, order: 2))
        #expect(abs(model.filter[1] + 1.6) < 0.04)
        #expect(abs(model.filter[2] - 0.81) < 0.04)
        #expect(Autoregression(of: [Double](repeating: 0, count: 100), order: 4) == nil)
    }

    @Test(arguments: [40, 120]) func tonesComeBack(length: Int) {
        let truth = Self.tone(1600, noise: 20)
        let gap = 800..<800 + length
        var damaged = truth
        for index in gap { damaged[index] = 0 }
        func ratio(_ method: SoundRepair) -> Double {
            Self.ratio(method.samples(of: [gap], in: damaged)[0], Array(truth[gap]))
        }
        let (model, janssen, linear) = (ratio(.model), ratio(.janssen), ratio(.linear))
        #expect(model > 35 && janssen > linear + 10, "\(model) \(janssen) \(linear)")
    }

    @Test func closePartialsWantLargeModels() {
        // Sixteen partials so close that their beats are longer than what a model of order 50 sees.
        let truth = (0..<6000).map { index -> Double in
            var sum = 0.0
            for partial in 0..<16 {
                let frequency: Double = 0.2 + 0.012 * Double(partial)
                let phase = Double(partial * partial)
                sum += 800 * sin(frequency * Double(index) + phase)
            }
            return sum
        }
        let gap = 3000..<3100
        func ratio(_ method: SoundRepair) -> Double {
            Self.ratio(method.samples(of: [gap], in: truth)[0], Array(truth[gap]))
        }
        let (model, large, janssen) = (ratio(.model), ratio(.janssenLarge), ratio(.janssen))
        #expect(model > janssen + 6 && large > janssen + 6, "\(model) \(large) \(janssen)")
    }

    /// What comes back sample for sample is found, whatever it is like.
    @Test func loopsComeBack() {
        var state: UInt32 = 11
        let loop = (0..<1500).map { _ -> Double in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Double(Int32(bitPattern: state) >> 18)
        }
        let truth = (0..<9000).map { index -> Double in
            let loudness = index / 1500 % 2 == 0 ? 1 : 0.8
            return loop[index % 1500] * loudness
        }
        func ratio(_ method: SoundRepair) -> Double {
            Self.ratio(method.samples(of: [4000..<4100], in: truth)[0], Array(truth[4000..<4100]))
        }
        let (model, janssen) = (ratio(.model), ratio(.janssen))
        #expect(model > 20 && janssen < 3, "\(model) \(janssen)")
        // Where the only like place is damaged itself, it says nothing.
        var isKnown = [Bool](repeating: true, count: 3000)
        for index in 500..<700 { isKnown[index] = false }
        let twice = RecurrenceInterpolation(Array(truth[..<3000]), isKnown: isKnown)
        #expect(Self.ratio(twice.samples(of: 2050..<2100), Array(truth[2050..<2100])) < 5)
        let whole = RecurrenceInterpolation(Array(truth[..<3000]), isKnown: [Bool](repeating: true, count: 3000))
        #expect(Self.ratio(whole.samples(of: 2050..<2100), Array(truth[2050..<2100])) > 60)
    }

    /// Only so far from its ends is a long gap more than silence, and the work grows with its length alone.
    @Test func longGapsEnd() {
        let truth = Self.tone(30_000, noise: 50)
        let gap = 9000..<21_000
        let found = SoundRepair.janssen.samples(of: [gap], in: truth)[0]
        #expect(found.count == 12_000)
        #expect(found[5000..<7000].allSatisfy { $0 == 0 })
        #expect(Self.ratio(Array(found[..<40]), Array(truth[9000..<9040])) > 10)
        #expect(Self.ratio(Array(found[11_960...]), Array(truth[20_960..<21_000])) > 10)
    }

    /// Pulses of a drifting pitch through resonances that drift as well, at 8,000 samples a second.
    private static func voice(_ count: Int) -> [Double] {
        var signal = [Double](repeating: 0, count: count)
        var next = 10.0
        for index in 4..<count {
            let t = Double(index) / 8000
            var value = 0.0
            if Double(index) >= next {
                value = 3000
                next += 8000 / (190 + 30 * sin(4 * t))
            }
            for (frequency, width, share) in [(600 + 250 * sin(9 * t), 90.0, 1.0), (1500 + 300 * sin(7 * t), 120, 0.5)]
            {
                let radius = exp(-Double.pi * width / 8000)
                value +=
                    share / 1.5
                    * (2 * radius * cos(2 * .pi * frequency / 8000) * signal[index - 1]
                        - radius * radius * signal[index - 2])
            }
            signal[index] = value
        }
        return signal
    }

    @Test func voicesWantModelsThatFollow() {
        let truth = Self.voice(8000)
        var means = [0.0, 0]
        for gap in stride(from: 1500, to: 6500, by: 1000).map({ $0..<$0 + 160 }) {
            for (number, method) in [SoundRepair.model, .janssen].enumerated() {
                means[number] += Self.ratio(method.samples(of: [gap], in: truth)[0], Array(truth[gap])) / 5
            }
        }
        #expect(means[0] > means[1] + 0.3, "\(means)")
    }

    @Test func edgesAndOddSignalsAreFilled() {
        for method in SoundRepair.allCases {
            for (signal, gaps) in [
                (Self.tone(300), [0..<20]), (Self.tone(300), [280..<300]), (Self.tone(300), [0..<299]),
                (Self.tone(3), [1..<2]), ([Double](repeating: 0, count: 500), [100..<200]),
                (Self.tone(900), [10..<20, 21..<30, 31..<400, 899..<900]),
            ] {
                let found = method.samples(of: gaps, in: signal)
                #expect(found.map(\.count) == gaps.map(\.count))
                #expect(found.allSatisfy { $0.allSatisfy { $0.isFinite && abs($0) < 1e6 } }, "\(method) \(gaps)")
            }
        }
    }

    @Test func whatLiesInAGapDoesNotMatter() {
        var signal = Self.tone(1200, noise: 100)
        let gaps = [500..<560, 620..<650]
        for method in SoundRepair.allCases {
            let first = method.samples(of: gaps, in: signal)
            for gap in gaps { for index in gap { signal[index] = 30_000 } }
            #expect(method.samples(of: gaps, in: signal) == first, "\(method)")
        }
    }

    @Test func measuresAreWhatTheySay() {
        var measures = SoundMeasures()
        measures.add([90, 0, 0, 0], truth: [100, 0, 0, 0])
        measures.add([0, 0, 0, 0], truth: [0, 100, 0, 0])
        #expect(abs(measures.signalToNoise - 10 * log10(20_000 / 10_100)) < 1e-9)
        #expect(abs(measures.meanSignalToNoise - 10) < 1e-9)
        var same = SoundMeasures()
        same.add(Self.tone(600), truth: Self.tone(600))
        #expect(same.logSpectralDistance == 0 && same.signalToNoise == .infinity)
        var half = SoundMeasures()
        // Noise: a tone has nothing but rounding errors between its partials.
        let noise = Self.tone(256, noise: 6000)
        half.add(noise.map { $0 * 10 }, truth: noise.map { $0 * 100 })
        #expect(abs(half.logSpectralDistance - 20) < 0.5, "a tenth is 20 dB everywhere")
    }
}
