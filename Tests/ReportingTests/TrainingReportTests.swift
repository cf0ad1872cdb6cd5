import Foundation
import Reporting
import Testing
import Training

/// The loss curves of trainings.
@Suite struct TrainingReportTests {
    private static let text = """
        epoch,training_bpb,validation_bpb,learning_rate,seconds,is_best
        1,2.500000,2.100000,0.990000,1.500,false
        2,1.900000,1.800000,0.600000,1.400,true
        3,1.700000,1.850000,0.020000,1.600,false

        """

    @Test func aCurveIsReadAsItWasWritten() throws {
        let curve = try #require(TrainingCurve(csv: Self.text))
        #expect(curve.points.count == 3 && curve.bestEpoch == 2 && curve.csv == Self.text)
        let withoutHeldOut = Self.text.replacing("2.100000", with: "").replacing("1.800000", with: "")
            .replacing("1.850000", with: "")
        #expect(try #require(TrainingCurve(csv: withoutHeldOut)).bestEpoch == 3)
    }

    @Test(arguments: [
        "3,1.7", "x,1,1,1,1,true", "3,-1,1,1,1,true", "3,nan,1,1,1,true", "3,1e999,1,1,1,true", "7,1,1,1,1,true",
    ])
    func whatIsNoEpochIsNoCurve(line: String) {
        #expect(TrainingCurve(csv: Self.text.replacing("3,1.700000,1.850000,0.020000,1.600,false", with: line)) == nil)
    }

    @Test func thePlotHasBothLinesAndTellsWhichEpochIsKept() throws {
        let curve = try #require(TrainingCurve(csv: Self.text))
        let files = TrainingReport([("log.csv", curve), ("log.csv", curve)]).files(formats: [.markdown, .svg])
        #expect(files.map(\.path) == ["report.md", "plots/training-log-csv.svg", "plots/training-log-csv-2.svg"])
        let plot = String(decoding: files[1].data, as: UTF8.self)
        #expect(plot.contains("best: 1.800 bits per byte of held-out data in epoch 2"))
        #expect(plot.contains("training: 1.700") && plot.contains("held out: 1.850"))
        // Three epochs of two lines, of which one epoch is filled.
        #expect(plot.components(separatedBy: "<circle").count == 7)
        #expect(plot.components(separatedBy: "ncp-hollow\"").count == 5)
        let report = String(decoding: files[0].data, as: UTF8.self)
        #expect(report.contains("](plots/training-log-csv-2.svg)"))
        #expect(report.contains("|     2 |        1.900 |        1.800 |         0.600 | 1.4 s | kept |"))
    }

    @Test func aTrainingThatHasNotBegunHasNoPlot() throws {
        let header = try #require(Self.text.split(separator: "\n").first)
        let curve = try #require(TrainingCurve(csv: header + "\n"))
        let report = TrainingReport([("a", curve)])
        #expect(report.files(formats: [.svg]).isEmpty && report.text.contains("No epoch has ended yet"))
    }
}
