import CodecInterface
import Foundation
import OutsideText

extension CostTable {
    /// Why a file is no table of costs.
    package struct Malformation: Error, Sendable, Hashable, CustomStringConvertible {
        /// A sentence that names the file and the line.
        package let description: String
    }

    private static let header = ["spec", "block_bytes", "modality", "direction", "fixed_s", "s_per_mb"]

    /// `costs.csv`, sorted, so that equal tables give equal files.
    package var text: String {
        let rows = lines.map { key, line in
            [
                key.spec.text, String(key.blockByteCount), key.modality.rawValue, key.direction.rawValue,
                NumberText.significant(line.fixedSeconds), NumberText.significant(line.secondsPerMegabyte),
            ]
        }
        let sorted = rows.sorted { left, right in
            left.prefix(4).map { ExactText($0) }.lexicographicallyPrecedes(right.prefix(4).map { ExactText($0) })
        }
        return CSVText.row(Self.header) + sorted.map(CSVText.row).joined()
    }

    /// Reads `costs.csv`, or the `results.csv` of an earlier run.
    ///
    /// - Parameter path: for messages.
    package init(parsing text: String, path: String) throws(Malformation) {
        func malformed(_ reason: String) -> Malformation {
            Malformation(description: "'\(VisibleText.oneLine(path))' is no table of costs: \(reason)")
        }
        let rows = CSVText.rows(of: text)
        guard rows.first?.fields == Self.header else {
            do throws(RunFolderError) {
                self.init(try ResultsFile.read(text, path: path).records)
            } catch {
                throw malformed(
                    "it begins neither with the columns \(Self.header.joined(separator: ",")) nor with those of a"
                        + " results.csv")
            }
            guard !lines.isEmpty else { throw malformed("no row of it says how long anything took") }
            return
        }
        self.init()
        for row in rows.dropFirst() {
            guard row.isComplete, row.damage == nil, row.fields.count == Self.header.count,
                let blockByteCount = Int(row.fields[1]), blockByteCount >= 0,
                let modality = Modality(rawValue: row.fields[2]),
                let direction = SampleRecord.Direction(rawValue: row.fields[3]),
                let fixed = Double(row.fields[4]), let slope = Double(row.fields[5]),
                (0...1e9).contains(fixed), (0...1e9).contains(slope)
            else { throw malformed("line \(row.line) is not one of its rows") }
            let key = Key(
                spec: ExactText(row.fields[0]), blockByteCount: blockByteCount, modality: modality,
                direction: direction)
            lines[key] = Line(fixedSeconds: fixed, secondsPerMegabyte: slope)
        }
    }
}
