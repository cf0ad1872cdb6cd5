import CodecInterface
import Corpora
import Foundation
import OutsideText
import Reporting
import Training

/// What a trained file gives, on the data it was trained with and on what was held out.
struct TrainingSizes {
    private struct Part {
        let name: String
        let plain: RecordSizes
        let informed: RecordSizes
    }

    private let specs: [String]
    private let file: String
    private let fileByteCount: Int
    private let parts: [Part]

    /// - Parameter limit: how many records of each part are measured, evenly spread; nil for all.
    /// - Throws: ``CodecError``
    init(_ spec: CodecSpec, _ file: [UInt8], named name: String, _ split: RecordSplit, limit: Int?) throws(CodecError) {
        let registry = CodecRegistry()
        let plain = try registry.makeCodec(for: spec, threads: 1)
        let informed = try registry.makeCodec(
            for: spec, threads: 1, knowledge: KnowledgeFile.knowledge(file, named: name))
        let named = CodecSpec(codec: spec.codec, parameters: spec.parameters, knowledge: name)
        specs = [spec.description, named.description]
        self.file = name
        fileByteCount = file.count
        var parts: [Part] = []
        for (name, records) in [("training", split.training), ("held out", split.heldOut)] {
            let records = Self.sample(records, limit: limit)
            parts.append(
                Part(
                    name: name, plain: try RecordSizes(plain, records), informed: try RecordSizes(informed, records)))
        }
        self.parts = parts
    }

    private static func sample(_ records: [[UInt8]], limit: Int?) -> [[UInt8]] {
        guard let limit, records.count > limit else { return records }
        return (0..<limit).map { records[$0 * records.count / limit] }
    }

    /// The table and what follows from it, for people.
    var text: String {
        let rows = parts.map {
            [
                $0.name, "\($0.plain.recordCount)", "\($0.plain.rawByteCount)", String(format: "%.3f", $0.plain.ratio),
                String(format: "%.3f", $0.informed.ratio),
            ]
        }
        let titles = ["", "records", "bytes"] + specs.map { VisibleText.oneLine($0) }
        return AlignedTable.text([titles] + rows, numbers: Set(1..<titles.count)) + conclusion
    }

    private var conclusion: String {
        let name = VisibleText.path(file)
        guard let heldOut = parts.last else { return "" }
        let count = heldOut.informed.breakEven(fileByteCount: fileByteCount, without: heldOut.plain)
        return "\(name) has \(fileByteCount) bytes; "
            + (count.map { "it has paid for itself after \($0) records like those held out" }
                ?? "records like those held out do not get smaller with it")
    }
}
