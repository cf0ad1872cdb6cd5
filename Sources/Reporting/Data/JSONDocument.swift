import Benchmarking
import CodecInterface
import OutsideText

/// The layout of a JSON report. Optional values that are missing have no key.
struct JSONDocument: Codable {
    var schema = JSONReport.schema
    let runs: [Run]

    struct Run: Codable {
        let name: String
        let environment: RunEnvironment?
        let findings: [String]
        let notes: [String]
        /// Nil in reports that are older than the key, as is the next one.
        let damagedRows: [DamagedLine]?
        let supersededRows: Int?
        let totals: [Group]
        let trials: [JSONTrial]
        let curves: [Point]
        /// Nil in reports that are older than the key.
        let items: [JSONItem]?
    }

    /// A row of the results file that could not be used.
    struct DamagedLine: Codable {
        let line: Int
        let column: String?
        let reason: String
        let isUnfinished: Bool

        init(_ row: DamagedRow) {
            line = row.line
            column = row.column
            reason = row.reason
            isUnfinished = row.isUnfinished
        }

        var row: DamagedRow { DamagedRow(line: line, column: column, reason: reason, isUnfinished: isUnfinished) }
    }

    struct Group: Codable {
        let modality: String
        let corpus: String
        let items: [ExactText]
        let otherItems: [ExactText]
        let rawBytes: Int
        let lines: [Line]
        /// Nil in reports that are older than the key.
        let leftOut: [LeftOut]?
    }

    /// A variant that is in no line, and why.
    struct LeftOut: Codable {
        let codec: String
        let params: String
        let threads: Int
        let blockBytes: Int?
        let items: Int
        let unsupported: Bool
    }

    struct Line: Codable {
        let codec: String
        let params: String
        let threads: Int
        let blockBytes: Int?
        let family: String
        let compBytes: Int
        let modelBytes: Int
        let ratio: Double
        let geomeanRatio: Double
        let bpb: Double
        let adjustedRatio: Double
        let bitsPerPixel: Double?
        let bitsPerSample: Double?
        let compression: Direction
        let decompression: Direction
    }

    struct Direction: Codable {
        let mbps: Double?
        let mbpsCiLow: Double?
        let mbpsCiHigh: Double?
        let peakBytes: Int?
        let pareto: Bool
    }

    struct Point: Codable {
        let run: String
        let item: ExactText
        let codec: String
        let params: String
        let position: Int
        let bits: Double

        var record: CurveRecord {
            CurveRecord(run: run, item: item, codec: codec, parameters: params, position: position, bits: bits)
        }
    }

    init(_ report: Report) { runs = report.runs.map(Run.init) }
}

extension JSONDocument.Run {
    init(_ run: ReportedRun) {
        let all = Totals.all(of: run)
        name = run.name
        environment = run.environment
        findings = Findings.sentences(all).map(\.plain)
        notes = Guide.notes(run)
        damagedRows = run.damaged.map(JSONDocument.DamagedLine.init)
        supersededRows = run.supersededCount
        totals = all.map(JSONDocument.Group.init)
        trials = run.records.map(JSONTrial.init)
        items = run.items.map(JSONItem.init)
        curves = run.curves.map {
            JSONDocument.Point(
                run: $0.run, item: $0.item, codec: $0.codec, params: $0.parameters, position: $0.position, bits: $0.bits
            )
        }
    }
}

extension JSONDocument.Group {
    init(_ totals: Totals) {
        modality = totals.group.modality.rawValue
        corpus = totals.group.corpusName
        items = totals.commonItems
        otherItems = totals.otherItems
        rawBytes = totals.rawByteCount
        lines = totals.lines.map(JSONDocument.Line.init)
        leftOut = totals.leftOut.map { left in
            JSONDocument.LeftOut(
                codec: left.variant.codec, params: left.variant.parameters, threads: left.variant.threads,
                blockBytes: left.variant.blockByteCount, items: left.itemCount, unsupported: left.isUnsupported)
        }
    }
}

extension JSONDocument.Line {
    init(_ line: Totals.Line) {
        codec = line.variant.codec
        params = line.variant.parameters
        threads = line.variant.threads
        blockBytes = line.variant.blockByteCount
        family = line.variant.family.rawValue
        compBytes = line.compressedByteCount
        modelBytes = line.modelByteCount
        ratio = line.ratio
        geomeanRatio = line.meanRatio
        bpb = line.bitsPerByte
        adjustedRatio = line.adjustedRatio
        bitsPerPixel = line.bitsPerPixel
        bitsPerSample = line.bitsPerSample
        compression = .init(line.compression, line.compressionPeak, line.isCompressionOptimal)
        decompression = .init(line.decompression, line.decompressionPeak, line.isDecompressionOptimal)
    }
}

extension JSONDocument.Direction {
    init(_ speed: Totals.Speed, _ peak: Int?, _ isOptimal: Bool) {
        self.init(mbps: speed.value, mbpsCiLow: speed.low, mbpsCiHigh: speed.high, peakBytes: peak, pareto: isOptimal)
    }
}
