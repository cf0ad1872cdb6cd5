import Foundation
package import OutsideText

/// One point of a learning curve, a row of `curves.csv`: how many bits the stretch of an item that ends at a position cost.
///
/// A codec that learns while it codes begins poor and gets better; the curve shows how fast. The points of one curve follow
/// each other by position, and the stretch of each begins where the one before ended (the first at 0).
package struct CurveRecord: Sendable, Hashable {
    /// Identifier of the run, as in `results.csv`.
    package var run: String
    /// The item's name.
    package var item: ExactText
    /// The codec's name.
    package var codec: String
    /// The parameters in effect, as in `results.csv`.
    package var parameters: String
    /// Raw bytes of the item up to the end of this stretch.
    package var position: Int
    /// Compressed bits that the stretch took; fractions are allowed, since a coder spends them.
    package var bits: Double

    /// - Parameters: as the properties of these names.
    package init(run: String, item: ExactText, codec: String, parameters: String, position: Int, bits: Double) {
        self.run = run
        self.item = item
        self.codec = codec
        self.parameters = parameters
        self.position = position
        self.bits = bits
    }

    /// `xz,9e`, as ``TrialRecord/spec``.
    package var spec: String { parameters.isEmpty ? codec : "\(codec),\(parameters)" }

    /// The first line of `curves.csv`.
    package static let header = CSVText.row(["run", "item", "codec", "params", "position", "bits"])

    /// The row of this point, with its line end.
    package var row: String {
        CSVText.row([run, item.text, codec, parameters, String(position), NumberText.significant(bits)])
    }

    /// Reads `curves.csv`; rows that are not whole, or hold numbers no curve can have, are left out and counted.
    package static func read(_ bytes: some Collection<UInt8>) -> (records: [CurveRecord], damagedCount: Int) {
        let rows = CSVText.rows(of: bytes).dropFirst()
        let records = rows.compactMap { row -> CurveRecord? in
            guard row.isComplete, row.damage == nil, row.fields.count == 6, let position = Int(row.fields[4]),
                position > 0,
                let bits = NumberText.value(of: row.fields[5]), bits >= 0
            else { return nil }
            return CurveRecord(
                run: row.fields[0], item: ExactText(row.fields[1]), codec: row.fields[2], parameters: row.fields[3],
                position: position, bits: bits)
        }
        return (records, rows.count - records.count)
    }
}

extension RunFolder {
    package var curvesPath: String { path + "/curves.csv" }

    /// The learning curves that a run kept; none where there is no such file. `path` is a run's folder or its results file.
    package static func readCurves(_ path: String) -> (records: [CurveRecord], damagedCount: Int) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return ([], 0) }
        let folder = RunFolder(path: isFolder.boolValue ? path : PathText.folder(of: path))
        guard let data = FileManager.default.contents(atPath: folder.curvesPath) else { return ([], 0) }
        return CurveRecord.read(data)
    }
}
