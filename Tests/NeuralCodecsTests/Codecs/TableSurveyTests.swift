import CodecSamples
import NeuralCodecs
import Testing

@Suite struct TableSurveyTests {
    @Test(arguments: [true, false])
    func floatsHaveWidthOrderAndRow(isLittleEndian: Bool) throws {
        let bytes = TableSamples.floats(columns: 100, rows: 80, isLittleEndian: isLittleEndian)
        let shape = try #require(TableSurvey.shape(of: bytes[...], position: 0))
        #expect(shape.elementWidth == 4)
        #expect(shape.isLittleEndian == isLittleEndian)
        #expect(shape.phase == 0)
        #expect(shape.rowLength % 400 == 0)
    }

    /// Where the numbers begin is said relative to the bytes asked about, wherever these lie.
    @Test(arguments: [0, 3, 1001])
    func phaseFollowsThePosition(dropped: Int) throws {
        let bytes = TableSamples.floats(columns: 100, rows: 80, isLittleEndian: true)
        let shape = try #require(TableSurvey.shape(of: bytes[dropped...], position: dropped))
        #expect((shape.phase + dropped) % 4 == 0)
        #expect(shape.isLittleEndian)
    }

    @Test func recordsHaveALength() throws {
        var generator = SplitMix64(seed: 4)
        let bytes = (0..<600).flatMap { record -> [UInt8] in
            [7, UInt8(record & 0xFF), 0, 0, 3, UInt8(generator.next() & 0x3F), 0xFE, 1, 0, 0, UInt8(record % 5)]
                + [UInt8](repeating: 9, count: 26)
        }
        let shape = try #require(TableSurvey.shape(of: bytes[...], position: 0))
        #expect(shape.rowLength % 37 == 0)
        #expect(!shape.isLittleEndian)
    }

    @Test func textAndShortInputsAreNoTables() {
        #expect(TableSurvey.shape(of: sampleText(5000)[...], position: 0) == nil)
        for count in [0, 1, 2, 511] {
            #expect(TableSurvey.shape(of: [UInt8](repeating: 0, count: count)[...], position: 0) == nil)
        }
    }

    /// No input makes it fail, and what it says can be written and read.
    @Test func everyShapeCanBeWritten() throws {
        var generator = SplitMix64(seed: 9)
        for count in [512, 513, 600, 1025, 4096, 40_000] {
            for spread in [UInt64(1), 2, 20, 256] {
                let bytes = (0..<count).map { _ in UInt8(generator.next() % spread) }
                guard let shape = TableSurvey.shape(of: bytes[...], position: Int(generator.next() % 9)) else {
                    continue
                }
                var encoded = shape.encoded[...]
                #expect(TableShape(decoding: &encoded) == shape)
                #expect(encoded.isEmpty)
            }
        }
    }
}

@Suite struct TableShapeTests {
    @Test(arguments: [1, 2, 4, 8], [0, 1, 3])
    func turningTwiceGivesTheBytesBack(width: Int, phase: Int) {
        let shape = TableShape(elementWidth: width, phase: phase % width, isLittleEndian: true, rowLength: 40)
        let bytes = (0..<101).map { UInt8($0) }
        var turned = bytes
        turned.withUnsafeMutableBytes { shape.reverseNumbers($0, position: 6) }
        if width > 1 { #expect(turned != bytes) }
        turned.withUnsafeMutableBytes { shape.reverseNumbers($0, position: 6) }
        #expect(turned == bytes)
    }

    @Test func numbersAreTurnedWhereTheyLie() {
        let shape = TableShape(elementWidth: 4, phase: 1, isLittleEndian: true)
        var bytes: [UInt8] = [0, 1, 2, 3, 4, 5, 6]
        bytes.withUnsafeMutableBytes { shape.reverseNumbers($0, position: 0) }
        #expect(bytes == [0, 4, 3, 2, 1, 5, 6])
        // Three bytes of the table came before: the first number of these begins after two.
        bytes = [0, 1, 2, 3, 4, 5, 6]
        bytes.withUnsafeMutableBytes { shape.reverseNumbers($0, position: 3) }
        #expect(bytes == [0, 1, 5, 4, 3, 2, 6])
    }

    @Test func shapesOfNothingAreRefused() {
        for bytes in [[], [2, 0, 40, 0], [2 | 4 << 3, 0, 40, 0, 40], [2, 0, 0, 0, 40], [2, 0, 40, 0, 0]] as [[UInt8]] {
            var rest = bytes[...]
            #expect(TableShape(decoding: &rest) == nil, "\(bytes)")
        }
    }
}
