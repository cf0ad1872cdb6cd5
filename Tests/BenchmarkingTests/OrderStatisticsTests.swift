import Benchmarking
import Testing

@Suite struct OrderStatisticsTests {
    /// By NumPy's `quantile`.
    @Test func quantiles() {
        let values = [9.0, 1, 4, 16, 25]
        for (share, expected) in [(0, 1.0), (0.25, 4), (0.3, 5), (0.5, 9), (0.9, 21.4), (1, 25)] {
            #expect(OrderStatistics.quantile(values, share).map { abs($0 - expected) < 1e-12 } == true)
        }
        #expect(OrderStatistics.quantile([3], 0.25) == 3 && OrderStatistics.quantile([], 0.5) == nil)
        #expect(OrderStatistics.quantile([1, 2], -1) == 1 && OrderStatistics.quantile([1, 2], 7) == 2)
    }

    @Test func medians() {
        #expect(OrderStatistics.median([]) == nil)
        #expect(OrderStatistics.median([3]) == 3)
        #expect(OrderStatistics.median([5, 1, 3]) == 3)
        #expect(OrderStatistics.median([4, 1, 3, 2]) == 2.5)
    }

    /// Ranks from tables of the sign test, two-sided 95 %: the j-th smallest and the j-th largest value.
    @Test(arguments: [(6, 1), (8, 1), (9, 2), (10, 2), (12, 3), (15, 4), (20, 6), (25, 8), (50, 18), (100, 40)])
    func intervalsOfTheSignTest(count: Int, rank: Int) {
        let interval = OrderStatistics.medianInterval((1...count).map(Double.init).shuffled())
        #expect(interval == Double(rank)...Double(count + 1 - rank))
    }

    @Test func noIntervalBelowSixValues() {
        #expect(OrderStatistics.medianInterval([1, 2, 3, 4, 5]) == nil)
    }

    /// Beyond the range of the exact sum the normal approximation takes over without a step.
    @Test func manyValues() throws {
        let exact = try #require(OrderStatistics.medianInterval((1...1000).map(Double.init)))
        #expect(abs(exact.lowerBound - 469) <= 1 && abs(exact.upperBound - 532) <= 1)
        let approximate = try #require(OrderStatistics.medianInterval((1...4000).map(Double.init)))
        #expect(abs(approximate.lowerBound - 1938) <= 2 && abs(approximate.upperBound - 2063) <= 2)
    }

    @Test func spreadIgnoresTheTails() {
        let values = Array(repeating: 10.0, count: 57) + [1, 100, 1000]
        #expect(MachineNoise.spread(of: values) == 0)
        #expect(MachineNoise.spread(of: [9, 10, 11]) == 0.2)
        #expect(MachineNoise.spread(of: [1]) == 0)
        #expect(MachineNoise(spread: 0.01, loadPerProcessor: 0.1).warning == nil)
        #expect(MachineNoise(spread: 0.25, loadPerProcessor: nil).warning?.contains("25 %") == true)
    }
}
