import Foundation
import Regression
import Testing

/// Expected values are SciPy's:
///
///     from scipy.stats import mannwhitneyu as m, wilcoxon as w
///     a = [1.1, 2.3, 0.7, 1.9, 3.1, 2.2]; b = [2.5, 3.3, 2.9, 4.0, 1.95, 3.7]
///     t = [1, 2, 2, 3, 5, 5]; u = [2, 3, 5, 6, 7]
///     d = [0.3, -0.1, 0.7, 0.45, 0.2, -0.05, 0.9, 0.61]
///     for alternative in ['less', 'greater', 'two-sided']:
///         print(m(a, b, alternative=alternative, method='exact'), m(a, b, alternative=alternative, method='asymptotic'))
///         print(m(t, u, alternative=alternative, method='asymptotic'))
///         print(w(d, alternative=alternative, method='exact'),
///               w(d, alternative=alternative, method='asymptotic', correction=True))
@Suite struct StatisticsTests {
    let a = [1.1, 2.3, 0.7, 1.9, 3.1, 2.2]
    let b = [2.5, 3.3, 2.9, 4.0, 1.95, 3.7]

    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        abs((value ?? .nan) - expected) <= 1e-9 * max(1, abs(expected))
    }

    @Test func rankSumIsExact() throws {
        let test = try #require(MannWhitney(a, b))
        #expect(test.u == 5)
        #expect(test.isExact)
        #expect(isNear(test.probability(.less), 0.020562770562770564))
        #expect(isNear(test.probability(.greater), 0.987012987012987))
        #expect(isNear(test.probability(.different), 0.04112554112554113))
    }

    @Test func rankSumIsApproximated() throws {
        let test = try #require(MannWhitney(a, b, exactly: false))
        #expect(isNear(test.probability(.less), 0.02266378103898607))
        #expect(isNear(test.probability(.greater), 0.9846805060311483))
        #expect(isNear(test.probability(.different), 0.04532756207797214))
    }

    @Test func rankSumKnowsTies() throws {
        let test = try #require(MannWhitney([1, 2, 2, 3, 5, 5], [2, 3, 5, 6, 7]))
        #expect(!test.isExact)
        #expect(test.u == 7.5)
        #expect(isNear(test.probability(.less), 0.09594795166197784))
        #expect(isNear(test.probability(.greater), 0.932074148891698))
        #expect(isNear(test.probability(.different), 0.19189590332395567))
    }

    @Test func signedRank() throws {
        let differences = [0.3, -0.1, 0.7, 0.45, 0.2, -0.05, 0.9, 0.61]
        let test = try #require(WilcoxonSignedRank(differences))
        #expect(test.positiveSum == 33)
        #expect(isNear(test.probability(.greater), 0.01953125))
        #expect(isNear(test.probability(.less), 0.98828125))
        #expect(isNear(test.probability(.different), 0.0390625))
        let approximate = try #require(WilcoxonSignedRank(differences, exactly: false))
        #expect(isNear(approximate.probability(.greater), 0.02115763745285698))
        #expect(isNear(approximate.probability(.less), 0.9850130132067221))
        #expect(isNear(approximate.probability(.different), 0.04231527490571396))
    }

    /// One stratum is the rank-sum test; two equal ones multiply what is possible.
    @Test func strataOfOneAreTheRankSumTest() throws {
        let test = try #require(StratifiedRankSum([.init(base: b, new: a)]))
        #expect(isNear(test.less, 0.020562770562770564))
        #expect(isNear(test.greater, 0.987012987012987))
        // 6 of 12: 924 choices.
        #expect(isNear(test.smallestProbability, 1.0 / 924))
        let two = try #require(StratifiedRankSum([.init(base: b, new: a), .init(base: [10, 11], new: [12, 13])]))
        #expect(isNear(two.smallestProbability, 1.0 / 924 / 6))
        let tied = try #require(
            StratifiedRankSum([.init(base: [5, 5], new: [5, 5]), .init(base: [1], new: [1, 1])]))
        #expect(tied.smallestProbability == 1 && isNear(tied.smallestWithoutTies, 1.0 / 6 / 3))
    }

    /// The extreme of three strata of 2 + 2 has 1 chance in 6³.
    @Test func strataAddUp() throws {
        let stratum = StratifiedRankSum.Stratum(base: [1, 2], new: [3, 4])
        let test = try #require(StratifiedRankSum([stratum, stratum, stratum]))
        #expect(isNear(test.greater, 1.0 / 216))
        #expect(isNear(test.less, 1))
    }

    @Test func samplesWithoutValuesAreNoTest() {
        #expect(MannWhitney([], [1]) == nil)
        #expect(MannWhitney([.nan], [1]) == nil)
        #expect(WilcoxonSignedRank([0, 0]) == nil)
        #expect(StratifiedRankSum([.init(base: [], new: [1])]) == nil)
    }

    /// `scipy.stats.permutation_test((a, b), lambda x, y: min(y) - min(x), n_resamples=numpy.inf)`, of type `independent` and
    /// `samples`.
    @Test(arguments: [
        (6, false, 0.09090909090909091, 0.9696969696969697), (4, false, 0.03333333333333333, 0.9952380952380953),
        (6, true, 0.125, 0.9375), (4, true, 0.0625, 1),
    ])
    func fastest(count: Int, isPaired: Bool, greater: Double, less: Double) throws {
        let new = isPaired ? Array(b.prefix(count)) : b
        let test = try #require(FastestTest([.init(base: Array(a.prefix(count)), new: new, isPaired: isPaired)]))
        #expect(isNear(test.greater, greater) && isNear(test.less, less))
    }

    /// Against all re-labellings of two groups, counted one by one.
    @Test func fastestAddUp() throws {
        let first = FastestTest.Stratum(base: [3, 5, 4.5], new: [6, 7, 4])
        let second = FastestTest.Stratum(base: [1, 2.5], new: [1.75, 3], isPaired: true)
        func differences(_ stratum: FastestTest.Stratum) -> [Double] {
            let pool = stratum.base + stratum.new
            return (0..<(1 << pool.count)).compactMap { mask in
                let isNew = pool.indices.map { mask >> $0 & 1 == 1 }
                let count = stratum.base.count
                guard isNew.count(where: { $0 }) == count else { return nil }
                if stratum.isPaired, (0..<count).contains(where: { isNew[$0] == isNew[$0 + count] }) { return nil }
                let new = zip(pool, isNew).filter(\.1).map(\.0).min() ?? .nan
                let base = zip(pool, isNew).filter { !$0.1 }.map(\.0).min() ?? .nan
                return new - base
            }
        }
        let sums = differences(first).flatMap { one in differences(second).map { one + $0 } }
        let observed = try #require(first.difference) + (try #require(second.difference))
        #expect(sums.count == 20 * 4 && observed == 1.75)
        let test = try #require(FastestTest([first, second]))
        #expect(isNear(test.greater, Double(sums.count { $0 >= observed }) / 80))
        #expect(isNear(test.less, Double(sums.count { $0 <= observed }) / 80))
        #expect(isNear(test.smallestProbability, 1.0 / 80))
        #expect(FastestTest([.init(base: [1], new: [])]) == nil)
    }

    /// Six processes a side, those of one all faster: one of 924 choices.
    @Test func fastestOfSeparateSides() throws {
        let test = try #require(FastestTest([.init(base: [1, 2, 3, 4, 5, 6], new: [7, 8, 9, 10, 11, 12])]))
        #expect(isNear(test.greater, 1.0 / 924) && isNear(test.smallestProbability, 1.0 / 924) && test.less == 1)
    }

    /// Against all re-labellings of processes of two stretches each, counted one by one.
    @Test(arguments: [false, true]) func fastestStretchesAddUp(isPaired: Bool) throws {
        let (base, new) = ([[3, 5], [4, 2], [3.5, 4]], [[5.0, 3], [3.25, 6], [7, 8]])
        let pool = base + new
        func difference(_ isNew: [Bool]) -> Double {
            func sum(_ wanted: Bool) -> Double {
                let own = zip(pool, isNew).filter { $0.1 == wanted }.map(\.0)
                return (0..<2).reduce(0) { sum, stretch in sum + (own.map { $0[stretch] }.min() ?? .nan) }
            }
            return log(sum(true)) - log(sum(false))
        }
        let all: [Double] = (0..<64).compactMap { mask in
            let isNew = (0..<6).map { mask >> $0 & 1 == 1 }
            guard isNew.count(where: { $0 }) == 3 else { return nil }
            guard !isPaired || (0..<3).allSatisfy({ isNew[$0] != isNew[$0 + 3] }) else { return nil }
            return difference(isNew)
        }
        let stratum = FastestTest.Stratum(baseStretches: base, newStretches: new, isPaired: isPaired)
        let observed = log(3.25 + 3) - log(3.0 + 2)
        #expect(isNear(stratum.difference, observed) && all.count == (isPaired ? 8 : 20))
        let test = try #require(FastestTest([stratum]))
        let greaterCount = all.count { $0 >= observed - 1e-12 }
        let lessCount = all.count { $0 <= observed + 1e-12 }
        #expect(isNear(test.greater, Double(greaterCount) / Double(all.count)))
        #expect(isNear(test.less, Double(lessCount) / Double(all.count)))
        #expect(isNear(test.smallestProbability, 1 / Double(all.count)))
    }

    /// Values whose logarithm is no number belong to no machine; they make no group.
    @Test func timesOfNothingAreLeftOut() throws {
        let nothing = FastestTest.Stratum(baseStretches: [[0, 0], [1, 0]], newStretches: [[0, 1], [1, 1]])
        #expect(FastestTest([nothing]) == nil)
        #expect(FastestTest([.init(base: [-.infinity, 0], new: [1, 2])]) == nil)
        let whole = FastestTest.Stratum(base: [1, 2], new: [3, 4])
        let test = try #require(FastestTest([nothing, whole]))
        #expect(isNear(test.greater, 1.0 / 6))
    }

    /// With one stretch it is the test of whole passes, however the sides are made.
    @Test(arguments: [false, true]) func oneStretchIsAPass(isPaired: Bool) throws {
        let whole = try #require(FastestTest([.init(base: a.map(log), new: b.map(log), isPaired: isPaired)]))
        let stretches = try #require(
            FastestTest([.init(baseStretches: a.map { [$0] }, newStretches: b.map { [$0] }, isPaired: isPaired)]))
        #expect(isNear(stretches.greater, whole.greater) && isNear(stretches.less, whole.less))
    }

    /// More labellings than can be counted are drawn, the same ones each time; the observed one is among them.
    @Test(arguments: [false, true]) func manyLabellingsAreDrawn(isPaired: Bool) throws {
        let base: [[Double]] = (0..<20).map { process in
            let other = (process * 7) % 20
            return [1 + 0.001 * Double(process), 2 + 0.001 * Double(other)]
        }
        func test(_ factor: Double) throws -> FastestTest {
            let new: [[Double]] = base.map { process in process.map { $0 * factor } }
            return try #require(FastestTest([.init(baseStretches: base, newStretches: new, isPaired: isPaired)]))
        }
        let (slower, same) = (try test(1.2), try test(1))
        #expect(try slower.greater == test(1.2).greater)
        #expect(slower.greater >= 1.0 / 4096 && slower.greater < 0.001 && slower.less > 0.99)
        #expect(isNear(slower.smallestProbability, 1.0 / 4096))
        #expect(same.greater > 0.3 && same.less > 0.3)
    }

    /// R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
    @Test func holm() {
        let adjusted = MultipleTests.holm([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(isNear(value, expected)) }
    }

    /// A test that cannot come out makes the others no harder.
    @Test func hopelessTestsAreLeftOut() {
        let tests = MultipleTests([0.02, 0.5], smallest: [0.001, 0.5], alpha: 0.05)
        #expect(tests.isTestable == [true, false])
        #expect(tests.adjusted == [0.02, 1])
    }

    @Test func pseudoMedian() {
        #expect(Shift.pseudoMedian([1, 2, 9]) == 3.5)
        #expect(Shift.pseudoMedian([]) == nil)
    }

    /// `scipy.stats.t.sf(t, n)`
    @Test(arguments: [
        (0, 1, 0.5), (1, 1, 0.25), (2.5, 1, 0.121118941591), (12.706, 1, 0.0250004011791), (1.3, 2, 0.161623515908),
        (4.3, 2, 0.0250285770585), (0.7, 3, 0.267163499152), (3.2, 3, 0.0246659214813), (2.447, 6, 0.0249970071862),
        (5.4, 6, 0.000831943277451), (1.96, 40, 0.028494112016), (-1.1, 5, 0.839274589504), (8, 7, 4.55746058544e-05),
    ])
    func tailOfStudentsDistribution(t: Double, degreesOfFreedom: Int, expected: Double) {
        #expect(isNear(PairedTTest.upperTail(t, degreesOfFreedom), expected))
    }

    /// `scipy.stats.ttest_1samp([0.1, 0.12, 0.05, -0.02, 0.2], 0, alternative='greater')`
    @Test func pairedTTest() throws {
        let test = try #require(PairedTTest([0.1, 0.12, 0.05, -0.02, 0.2]))
        #expect(isNear(test.statistic, 2.458612641186688) && isNear(test.greater, 0.03489773516758665))
        #expect(isNear(test.greater + test.less, 1))
        #expect(PairedTTest([0.1]) == nil)
        // What never varies: certain, one way or the other.
        #expect(PairedTTest([2, 2, 2])?.greater == 0 && PairedTTest([2, 2, 2])?.less == 1)
        #expect(PairedTTest([0, 0])?.greater == 0.5)
    }
}
