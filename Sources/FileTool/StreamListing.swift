import Console
import Foundation
import NeuralCodecs

/// Describes the streams in files, on standard output.
package enum StreamListing {
    /// Lists the streams of every input; what goes wrong with one is told on standard error, and the others go on.
    ///
    /// - Returns: whether all went well.
    package static func run(_ inputs: [FileTransferOptions.Input]) -> Bool {
        var isWell = true
        var rows = [StreamDescription.columnTitles]
        for input in inputs {
            do {
                rows += try StreamDescription.list(input.open()).map { $0.cells(name: input.name) }
            } catch let error as StreamError {
                Messages.error("\(input.name): \(error)")
                isWell = false
            } catch {
                Messages.error("\(error)")
                isWell = false
            }
        }
        let widths = StreamDescription.columnTitles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows where rows.count > 1 {
            let cells = zip(row, widths).map { cell, width in
                String(repeating: " ", count: width - cell.count) + cell
            }
            // The name is the last column and needs no padding.
            StandardOutput.print((cells.dropLast() + row.suffix(1)).joined(separator: "  "))
        }
        return isWell
    }
}

extension InputFile {
    /// The raw bytes of all streams in a regular file, as their records say; nil if it is not one, or damaged.
    var rawByteCount: Int? {
        guard isRegular else { return nil }
        let descriptions = try? peeking { () throws(StreamError) in try StreamDescription.list(self) }
        return descriptions?.reduce(0) { $0 + $1.rawByteCount }
    }
}

extension StreamDescription {
    static let columnTitles = [
        "compressed", "raw", "ratio", "codec", "block size", "blocks", "coded", "stored", "repeated", "memory", "name",
    ]

    func cells(name: String) -> [String] {
        [
            "\(compressedByteCount)", "\(rawByteCount)",
            rawByteCount == 0 ? "-" : String(format: "%.3f", Double(rawByteCount) / Double(compressedByteCount)),
            spec, blockByteCount.map { ByteCount($0).description } ?? "-", "\(blockCount)", "\(codedSegmentCount)",
            "\(storedSegmentCount)", "\(repeatedSegmentCount)",
            String(format: "%.1f MiB", Double(memoryByteCount) / 1_048_576), name,
        ]
    }
}
