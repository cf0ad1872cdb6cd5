import Corpora

/// Records in two parts: those that are trained with, and those that tell how well it went.
package struct RecordSplit: Sendable, Equatable {
    /// Each part in the order of the records.
    package let training: [[UInt8]]
    package let heldOut: [[UInt8]]

    package init(training: [[UInt8]], heldOut: [[UInt8]]) {
        self.training = training
        self.heldOut = heldOut
    }

    /// Holds out a share of the records, chosen at random; of equal records in equal order, a seed always chooses the same.
    ///
    /// - Parameter share: above 0 and below 1; at least one record is held out, and one is left.
    /// - Throws: ``TrainingError/cannotSplit(recordCount:isOneFile:)`` where there are fewer than two.
    package init(_ records: TrainingRecords, holdingOut share: Double, seed: UInt64) throws(TrainingError) {
        let all = records.records
        guard all.count > 1 else {
            throw .cannotSplit(recordCount: all.count, isOneFile: records.files.count == 1 && !records.areLines)
        }
        let chosen = RecordOrder.heldOut(of: all.count, share: share, seed: seed)
        training = all.indices.filter { !chosen.contains($0) }.map { all[$0] }
        heldOut = chosen.sorted().map { all[$0] }
    }
}

/// A file of raw data for a codec to learn first: records drawn at random until it is full.
package enum RecordSelection {
    /// - Parameters:
    ///   - byteCount: the most bytes; a record that does not fit any more is passed over for those that do.
    package static func file(of records: [[UInt8]], byteCount: Int, seed: UInt64) -> [UInt8] {
        var file: [UInt8] = []
        for place in RecordOrder(count: records.count, seed: ~seed).places
        where records[place].count <= byteCount - file.count {
            file += records[place]
        }
        return file
    }
}
