import Foundation
import Regression
import Testing

/// Steps in series. What is expected was found by other means: the best pieces of short series by trying all partitions, those of
/// long ones by the exact solver of asv 0.6.5 (`asv.step_detect.solve_potts` with `min_size=2`), quartiles by NumPy, and the
/// quantiles of the normal distribution by SciPy.
struct ChangePointTests {
    private static let oneStep = [
        100.87, 98.86, 102.43, 101.78, 100.18, 100.75, 100.13, 99.12, 99.89, 100.37, 101.12, 100.71, 100.06, 101.35,
        99.24, 100.79, 101.11, 99.71, 98.21, 99.09, 100.24, 100.53, 101.55, 99.0, 100.0, 100.65, 99.84, 97.63, 100.81,
        102.31, 104.0, 102.08, 102.59, 103.22, 105.49, 103.62, 103.11, 104.56, 102.92, 104.86,
    ]
    private static let twoSteps = [
        99.31, 99.53, 100.72, 101.42, 100.65, 100.3, 98.18, 99.29, 99.39, 99.47, 100.59, 99.66, 100.79, 100.08, 99.67,
        100.12, 100.43, 100.86, 99.52, 99.77, 103.64, 106.6, 106.45, 104.82, 104.52, 103.76, 105.17, 105.21, 107.18,
        105.25, 104.22, 102.56, 106.41, 105.19, 103.39, 105.18, 103.39, 108.48, 106.12, 105.57, 100.82, 98.86, 100.87,
        99.45, 101.6, 98.86, 100.09, 102.22, 102.64, 99.82, 99.47, 101.88, 101.85, 100.01, 100.31, 100.31, 99.81,
        100.32, 102.25, 101.69,
    ]

    @Test func piecesAreTheBestOfAllPartitions() {
        let series: [(values: [Double], ends: [Int])] = [
            ([-1.22, 0.38, 0.99, -0.51, -1.33, 7.93, 8.48, 9.1, 6.78, 6.71, 8.71], [5, 11]),
            (
                [
                    0.47, 1.53, 0.98, -0.1, -0.27, 2.57, 8.71, 8.22, 7.86, 9.1, 9.15, 8.66, 2.94, 3.27, 3.69, 4.1, 3.21,
                    1.21,
                ], [6, 12, 18]
            ),
            ([0.7, -1.42, -0.17, -1.47, 0.0, -0.78, 0.21, 3.3, -0.05, 0.84, -1.32, -0.29, 0.66, -0.09], [14]),
            ([0.37, 0.1, -1.01, 0.56, -0.81, 1.87, -0.51, 0.69, 0.0, 0.95, -0.6, 1.0, 3.88, 5.26], [14]),
            ([0.62, 0.14, -0.78, 0.77, 0.47, 1.64, 29.62, 0.55, 0.51, 0.28, 0.21, 0.18, -0.6], [13]),
            (
                [
                    -1.01, -0.4, 0.59, 1.51, 0.98, 1.05, 0.78, 60.7, 60.18, 0.77, 1.77, -0.33, -0.69, 1.96, 0.24, 0.97,
                ], [7, 9, 16]
            ),
        ]
        for (values, ends) in series {
            #expect(PottsFit.pieces(values, shortest: 2).map(\.upperBound) == ends)
        }
        #expect(PottsFit.pieces([], shortest: 2).isEmpty)
        #expect(PottsFit.pieces([1], shortest: 2) == [0..<1])
        #expect(PottsFit.pieces([1, 1, 1, 1], shortest: 2) == [0..<4])
    }

    @Test func fitsAreThoseOfAnotherSolver() {
        func check(_ values: [Double], _ expected: [Int: (ends: [Int], cost: Double)]) {
            let fits = PottsFit.fits(values, shortest: 2)
            for (number, fit) in expected {
                #expect(fits[number - 1].pieces.map(\.upperBound) == fit.ends)
                #expect(abs(fits[number - 1].cost - fit.cost) < 1e-6)
            }
        }
        check(Self.oneStep, [1: ([40], 56.36), 2: ([29, 40], 33.38)])
        check(Self.twoSteps, [1: ([60], 124.79), 3: ([20, 40, 60], 53.13)])
    }

    @Test func costsAreSumsOfDistancesFromMedians() {
        let values = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
        let costs = PieceCosts(values)
        for start in values.indices {
            for end in start..<values.count {
                let sorted = values[start...end].sorted()
                let median = sorted[sorted.count / 2]
                let expected = sorted.reduce(0) { $0 + abs($1 - median) }
                #expect(abs(costs.cost(from: start, through: end) - expected) < 1e-12, "\(start) \(end)")
            }
        }
    }

    @Test func theThresholdComesFromPastChanges() throws {
        let past = [
            99.912, 101.533, 101.048, 99.706, 102.745, 98.853, 100.915, 99.734, 100.132, 100.705, 100.222, 100.639,
            98.473, 98.49, 100.615, 99.037, 98.973, 98.53, 101.266, 100.747, 101.473, 99.062, 100.001, 98.86, 100.766,
            101.589, 99.11, 101.56, 100.988, 99.822, 98.028, 101.407, 99.904, 99.397, 100.4, 100.41, 101.498, 98.98,
            101.136, 101.487,
        ]
        let threshold = try #require(NoiseThreshold(past: past))
        #expect(abs(threshold.singleChange - (2.1405 + 3 * (2.1405 - 0.513))) < 1e-9)
        // The level over many runs is known better than one run.
        #expect(threshold.change(30, 10) < threshold.change(30, 3))
        #expect(threshold.change(1000, 1) < threshold.singleChange)
        #expect(NoiseThreshold(past: Array(past.prefix(9))) == nil)
        for (count, expected) in [(1, 1.0), (36, 1.2293261), (900, 1.4060375)] {
            #expect(abs(NoiseThreshold.factor(sharedBy: count) - expected) < 1e-6)
        }
    }

    private func logs(_ values: [Double]) -> [Double] { values.map { log($0) } }

    @Test func stepsAreFoundWithTheirPlaceAndSize() throws {
        let detection = StepDetection(smallestChange: 0.015)
        let one = detection.steps(in: logs(Self.oneStep))
        #expect(one.map(\.place) == [29])
        #expect(abs(try #require(one.first).change - 0.031) < 0.005)
        #expect(detection.steps(in: logs(Self.twoSteps)).map(\.place) == [20, 40])
        // Neither noise nor a single odd run in the past is one.
        #expect(detection.steps(in: logs(Array(Self.oneStep.prefix(29)))).isEmpty)
        var odd = Array(Self.oneStep.prefix(29))
        odd[14] = 130
        #expect(detection.steps(in: logs(odd)).isEmpty)
        // What is too small to matter, or too short to know.
        #expect(StepDetection(smallestChange: 0.05).steps(in: logs(Self.oneStep)).isEmpty)
        #expect(detection.steps(in: logs([1, 1, 1, 1, 1, 2, 2, 2, 2, 2])).isEmpty)
    }

    @Test func oneRunThatDepartsIsSeenAtOnce() throws {
        let past = logs(Array(Self.oneStep.prefix(29)))
        let detection = StepDetection(smallestChange: 0.015)
        // It may be an accident: a step only when the next ones confirm it, unless it is very far away.
        let departure = try #require(detection.departureBehindSteps(in: past + [log(108.0)]))
        #expect(departure.place == 29 && abs(departure.change - 0.075) < 0.005)
        #expect(detection.steps(in: past + [log(108.0)]).isEmpty)
        #expect(detection.steps(in: past + [log(108.0), log(107.5), log(108.3)]).map(\.place) == [29])
        #expect(detection.departureBehindSteps(in: past + [log(108.0), log(100.0)]) == nil)
        #expect(detection.steps(in: past + [log(108.0), log(100.0)]).isEmpty)
        #expect(detection.steps(in: past + [log(125.0)]).map(\.place) == [29])
        #expect(detection.departureBehindSteps(in: past + [log(102.0)]) == nil)
        // A series without any noise has nothing but the smallest change to go by.
        let constant = [Double](repeating: log(1000), count: 20)
        #expect(detection.steps(in: constant + [log(1001)]).isEmpty)
        #expect(detection.steps(in: constant + [log(1020)]).map(\.place) == [20])
    }

    /// Expected values by the hypergeometric distribution of SciPy.
    @Test func outliersOfThePastTellWhatIsLikely() {
        let habit = OutlierHabit(past: [[Double](repeating: 1, count: 20), [2, 2, 2, 2, 2, 2, 2, 2, 7, 8]])
        #expect(habit.farthest(above: true) == 6 && habit.farthest(above: false) == 0)
        // Two of thirty were 3 or more above their levels, none below.
        #expect(abs(habit.chance(of: [6, 2, 5], exceeding: 3, from: 2) - 0.032624633) < 1e-9)
        #expect(abs(habit.chance(of: [-6, -5], exceeding: -3, from: 2) - 0.002016129) < 1e-9)
        #expect(habit.chance(of: [2, 2], exceeding: 3, from: 2) == 1)
        let steep = OutlierHabit(past: [[1, 1, 1, 9, 9, 9] + [Double](repeating: 1, count: 24)])
        #expect(abs(steep.chance(of: [9, 9, 9, 9], exceeding: 4, from: 1) - 0.000754701) < 1e-9)
    }

    @Test func outliersThatAreAHabitAreNoSteps() {
        let detection = StepDetection(smallestChange: 0.015)
        let quiet = (0..<30).map { log(100 + 0.3 * sin(Double($0) * 12.9898)) }
        var busy = quiet
        for place in [4, 11, 17] { busy[place] = log(106) }
        let two = [log(106.0), log(105.5)]
        #expect(detection.steps(in: quiet + two).map(\.place) == [30])
        #expect(detection.steps(in: busy + two).isEmpty)
        #expect(detection.departureBehindSteps(in: busy + two) != nil)
        #expect(detection.steps(in: busy + two + [log(106), log(105.8)]).map(\.place) == [30])
        // Nor is one alone, however far from its level.
        #expect(detection.steps(in: quiet + [log(112)]).map(\.place) == [30])
        #expect(detection.steps(in: busy + [log(112)]).isEmpty)
    }

    @Test func whatCanBeSeenDependsOnTheNoise() throws {
        let detection = StepDetection(smallestChange: 0.015)
        func series(_ deviation: Double, spikes: [Int] = []) -> [Double] {
            (0..<30).map { log(100) + deviation * sin(Double($0) * 12.9898) + (spikes.contains($0) ? 0.08 : 0) }
        }
        let quiet = try #require(detection.resolution(of: series(0.001), after: 5))
        let loud = try #require(detection.resolution(of: series(0.02), after: 5))
        let spiky = try #require(detection.resolution(of: series(0.001, spikes: [3, 9, 15, 16, 22, 28]), after: 5))
        // With little noise it is what matters, and with much of it more.
        #expect(abs(quiet / 0.015 - 1) < 0.1 && loud > 0.03 && spiky > 2 * quiet, "\(quiet), \(loud), \(spiky)")
        // What is promised is found, and what is smaller is not.
        let past = series(0.02)
        let newest = past.suffix(5)
        func steps(_ growth: Double) -> [Step] {
            detection.steps(in: past + newest.map { $0 + log1p(growth) })
        }
        #expect(steps(1.1 * loud).last.map { abs($0.place - 30) <= 3 } == true && steps(0.8 * loud).isEmpty)
        // More runs show more.
        #expect(try #require(detection.resolution(of: past, after: 10)) < loud)
        #expect(detection.resolution(of: Array(past.prefix(9)), after: 5) == nil)
        let wild = (0..<30).map { $0 % 2 == 0 ? 0.0 : 2.0 }
        #expect(detection.resolution(of: wild, after: 5) == nil)
    }

    @Test func longSeriesAreFittedByTheirMedians() {
        let long = (0..<1003).map { (index: Int) -> Double in
            let level = index < 611 ? 100.0 : 102.0
            let place = Double(index)
            return log(level) + 0.004 * sin(place * 12.9898) * cos(place * 4.1414)
        }
        let steps = StepDetection(smallestChange: 0.01).steps(in: long)
        #expect(steps.count == 1)
        #expect(steps.first.map { abs($0.place - 611) <= 2 } == true)
    }
}

extension StepDetection {
    fileprivate func departureBehindSteps(in values: [Double]) -> Step? {
        departure(in: values, behind: steps(in: values))
    }
}
