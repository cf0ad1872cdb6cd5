import Repair
import Testing

@Suite struct PictureRepairTests {
    static let width = 52
    static let height = 52

    /// Slanted stripes over a slope.
    private static let stripes: [Float] = (0..<width * height).map { index in
        let (x, y) = (index % width, index / width)
        return Float((3 * x + 2 * y) % 24 < 12 ? 60 : 150) + Float(x)
    }

    private static func random(_ seed: UInt32) -> (Int) -> Int {
        var state = seed
        return { bound in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int((UInt64(state) * UInt64(bound)) >> 32)
        }
    }

    private static func mask(_ damage: EvaluationMasks.Damage) -> PictureMask {
        EvaluationMasks.mask(damage, width: width, height: height, random: random(5))
    }

    @Test(arguments: [EvaluationMasks.Damage.scratches, .holes8, .half])
    func patternsComeBack(damage: EvaluationMasks.Damage) {
        let mask = Self.mask(damage)
        #expect(mask.missingCount > 50)
        let planes = [Self.stripes, Self.stripes.map { 255 - $0 }]
        let found = PictureRepair().repaired(planes, mask)
        let simple = PictureRepair.harmonic(planes, mask)
        let gain =
            PictureMeasures.peakSignalToNoise(found, planes, mask)
            - PictureMeasures.peakSignalToNoise(simple, planes, mask)
        #expect(gain > 3, "better than means of neighbours by \(gain) dB")
        #expect(
            PictureMeasures.structuralSimilarity(found, planes, mask)
                > PictureMeasures.structuralSimilarity(simple, planes, mask))
        for (plane, original) in zip(found, planes) {
            for index in plane.indices {
                if !mask.isMissing[index] { #expect(plane[index] == original[index]) }
                #expect(plane[index] >= 0 && plane[index] <= 255)
            }
        }
    }

    @Test func whatLiesUnderTheMaskDoesNotMatter() {
        let mask = Self.mask(.holes8)
        let other = Self.stripes.indices.map { mask.isMissing[$0] ? 255 : Self.stripes[$0] }
        #expect(PictureRepair().repaired([Self.stripes], mask) == PictureRepair().repaired([other], mask))
    }

    @Test func oddMasksAreFilled() {
        let count = Self.width * Self.height
        // All but one pixel; a half; a border; a single pixel in a picture of two.
        var masks = [PictureMask(width: Self.width, height: Self.height, isMissing: (0..<count).map { $0 != 77 })]
        masks.append(PictureMask(width: Self.width, height: Self.height, isMissing: (0..<count).map { $0 < count / 2 }))
        masks.append(
            PictureMask(width: Self.width, height: Self.height, isMissing: (0..<count).map { $0 % Self.width < 3 }))
        for mask in masks {
            let found = PictureRepair().repaired([Self.stripes], mask)
            #expect(found[0].allSatisfy { $0 >= 0 && $0 <= 255 })
            #expect(found[0].indices.allSatisfy { mask.isMissing[$0] || found[0][$0] == Self.stripes[$0] })
        }
        let tiny = PictureRepair().repaired([[10, 200]], PictureMask(width: 2, height: 1, isMissing: [false, true]))
        #expect(tiny == [[10, 10]])
    }

    @Test func measuresAreWhatTheySay() {
        let mask = PictureMask(width: 2, height: 2, isMissing: [true, true, false, false])
        let truth: [[Float]] = [[10, 20, 30, 40]]
        #expect(abs(PictureMeasures.peakSignalToNoise([[12, 20, 0, 0]], truth, mask) - 45.12) < 0.01)
        #expect(PictureMeasures.structuralSimilarity(truth, truth, mask) == 1)
        #expect(PictureMeasures.structuralSimilarity([[200, 20, 30, 40]], truth, mask) < 0.5)
    }

    @Test func gapsLieApart() {
        let gaps = EvaluationMasks.gaps(count: 16, length: 100, frames: 9000, random: Self.random(1))
        #expect(gaps.count == 16)
        for (one, next) in zip(gaps, gaps.dropFirst()) { #expect(next.lowerBound - one.upperBound >= 100) }
        #expect(gaps.allSatisfy { $0.lowerBound >= 100 && $0.upperBound <= 8900 })
        #expect(EvaluationMasks.gaps(count: 16, length: 100, frames: 250, random: Self.random(1)).isEmpty)
    }
}
