import FileTool
import Foundation
import NeuralCodecs
import OutsideText

/// Where a training keeps what it makes: the best weights at the path that was asked for, beside it the curve (`.csv`) and the
/// checkpoint (`.checkpoint`).
///
/// Each is there whole or not at all, whenever the process ends.
package struct TrainingFiles {
    package let model: String
    package let curve: String
    package let checkpoint: String

    package init(model: String) {
        self.model = model
        let suffix = ".ncw"
        let stem = model.utf8.count > suffix.utf8.count && model.hasSuffix(suffix) ? String(model.dropLast(4)) : model
        curve = stem + ".csv"
        checkpoint = stem + ".checkpoint"
    }

    /// Makes sure that all can be written.
    ///
    /// - Parameters:
    ///   - overwrites: whether they may be there.
    ///   - data: paths of files that none of them may be.
    /// - Throws: an error in words.
    package func check(overwrites: Bool, besides data: [String]) throws {
        for path in [model, curve, checkpoint] {
            try WholeOutput.check(path, overwrites: overwrites, besides: data)
        }
    }

    /// Writes what there is after an epoch.
    package func keep(_ epoch: NetworkTraining.Epoch) throws {
        if let file = epoch.file { try WholeOutput.replace(model, with: file.encoded) }
        try WholeOutput.replace(curve, with: Array(epoch.curve.csv.utf8))
        try WholeOutput.replace(checkpoint, with: epoch.checkpoint.encoded)
    }
}
