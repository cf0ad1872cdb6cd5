import Corpora
import Foundation
import OutsideText

/// The data of a training, as the records that are coded one by one.
package struct TrainingRecords: Sendable {
    /// The most bytes of all records together: they are held in memory.
    package static let maximumByteCount = 256 << 20

    /// In the order of the files and in them; none is empty.
    package private(set) var records: [[UInt8]] = []
    /// Records of no bytes, which were left out.
    package private(set) var emptyCount = 0
    /// The files they came from.
    package private(set) var files: [String] = []
    /// Whether each was a line; otherwise each was a file.
    package let areLines: Bool

    /// Reads files, those of folders recursively, in the order of their names.
    ///
    /// - Parameter areLines: whether each line is a record, with the end of its line; otherwise each file is.
    /// - Throws: ``TrainingError``
    package init(at paths: [String], areLines: Bool) throws(TrainingError) {
        self.areLines = areLines
        let items: [Item]
        do throws(CorpusError) {
            items = try PathItems.items(at: paths)
        } catch {
            throw .cannotRead(reason: "\(error)")
        }
        var byteCount = 0
        for item in items {
            byteCount += item.byteCount
            guard byteCount <= Self.maximumByteCount else { throw .tooLarge(limit: Self.maximumByteCount) }
            let bytes: [UInt8]
            do throws(CorpusError) {
                bytes = try item.load()
            } catch {
                throw .cannotRead(reason: "\(error)")
            }
            add(bytes, areLines: areLines)
            if case .file(let path) = item.origin { files.append(path) }
        }
        guard !records.isEmpty else { throw .nothing(emptyCount: emptyCount) }
    }

    private mutating func add(_ bytes: [UInt8], areLines: Bool) {
        for record in areLines ? TextLines.lines(of: bytes) : [bytes[...]] {
            let isEmpty = areLines ? TextLines.isBlank(record) : record.isEmpty
            if isEmpty { emptyCount += 1 } else { records.append(Array(record)) }
        }
    }
}

/// Why there is nothing to train with.
package enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    case cannotRead(reason: String)
    /// All records together are longer than is held.
    case tooLarge(limit: Int)
    /// There is no record, but perhaps empty ones.
    case nothing(emptyCount: Int)
    /// What is to be held out has no record.
    case nothingHeldOut
    /// A part of the split would have no record.
    case cannotSplit(recordCount: Int, isOneFile: Bool)

    package var description: String {
        switch self {
        case .cannotRead(let reason): reason
        case .tooLarge(let limit): "the training data has more than \(limit) bytes, the most that is held"
        case .nothing(let count):
            "there is nothing to train with: no record with a byte in it"
                + (count > 0 ? ", only \(count) empty one\(count == 1 ? "" : "s")" : "")
        case .cannotSplit(let count, let isOneFile):
            (isOneFile ? "one file is one record, which" : "\(count) record\(count == 1 ? "" : "s")")
                + " cannot be split into training data and a held-out part; give "
                + (isOneFile ? "--records if each line is a record" : "more of them")
                + ", or what is held out with --validation"
        case .nothingHeldOut: "there is nothing to hold out: no record of --validation has a byte in it"
        }
    }
}
