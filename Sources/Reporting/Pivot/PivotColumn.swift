import Benchmarking
import CodecInterface

/// A column that a pivot can show. The names are those of `totals.csv`, where there is such a column.
package enum PivotColumn: String, Sendable, CaseIterable {
    case ratio
    case meanRatio = "geomean_ratio"
    case adjustedRatio = "adjusted_ratio"
    case bitsPerByte = "bpb"
    case bitsPerPixel = "bits_per_pixel"
    case bitsPerSample = "bits_per_sample"
    case rawBytes = "raw_bytes"
    case compressedBytes = "comp_bytes"
    case againstClassical = "vs_classical"
    case modelBytes = "model_bytes"
    case compressionSpeed = "c_mbps"
    case decompressionSpeed = "d_mbps"
    case compressionPeak = "c_peak_bytes"
    case decompressionPeak = "d_peak_bytes"
    case family
    case threads
    case blockBytes = "block_bytes"
    case items

    /// What a pivot shows unless told otherwise.
    package static let usual: [PivotColumn] = [
        .ratio, .bitsPerByte, .compressedBytes, .againstClassical, .compressionSpeed, .decompressionSpeed,
        .compressionPeak, .decompressionPeak,
    ]

    /// Above the column, for people.
    var title: String {
        switch self {
        case .ratio: "ratio"
        case .meanRatio: "mean ratio"
        case .adjustedRatio: "adjusted ratio"
        case .bitsPerByte: "bpb"
        case .bitsPerPixel: "bits per pixel"
        case .bitsPerSample: "bits per sample"
        case .rawBytes: "raw bytes"
        case .compressedBytes: "bytes"
        case .againstClassical: "vs best classical"
        case .modelBytes: "model bytes"
        case .compressionSpeed: "compress MB/s"
        case .decompressionSpeed: "decompress MB/s"
        case .compressionPeak: "compress memory"
        case .decompressionPeak: "decompress memory"
        case .family: "family"
        case .threads: "threads"
        case .blockBytes: "block"
        case .items: "items"
        }
    }

    /// Whether a larger value is the better one, and so comes first.
    var isLargerBetter: Bool {
        switch self {
        case .ratio, .meanRatio, .adjustedRatio, .compressionSpeed, .decompressionSpeed, .items: true
        default: false
        }
    }

    /// The value of a line.
    func value(of line: Totals.Line, in totals: Totals) -> PivotValue {
        func number(_ value: Double?, _ show: (Double?) -> String) -> PivotValue {
            let value = value.flatMap(Quantity.finite)
            return PivotValue(number: value, text: nil, shown: show(value))
        }
        func count(_ value: Int?, _ show: (Int?) -> String) -> PivotValue {
            PivotValue(number: value.map(Double.init), integer: value, text: nil, shown: show(value))
        }
        let variant = line.variant
        switch self {
        case .ratio: return number(line.ratio, Quantity.ratio)
        case .meanRatio: return number(line.meanRatio, Quantity.ratio)
        case .adjustedRatio: return number(line.adjustedRatio, Quantity.ratio)
        case .bitsPerByte: return number(line.bitsPerByte, Quantity.bitsPerByte)
        case .bitsPerPixel: return number(line.bitsPerPixel, Quantity.ratio)
        case .bitsPerSample: return number(line.bitsPerSample, Quantity.ratio)
        case .rawBytes: return count(line.rawByteCount, Quantity.bytes)
        case .compressedBytes: return count(line.compressedByteCount, Quantity.bytes)
        case .againstClassical:
            let classical = totals.lines.first { $0.variant.family == .classical }
            let change = classical.map { Double(line.compressedByteCount) / Double($0.compressedByteCount) - 1 }
            return number(change, Quantity.change)
        case .modelBytes: return count(line.modelByteCount, Quantity.bytes)
        case .compressionSpeed: return number(line.compression.value, Quantity.speed)
        case .decompressionSpeed: return number(line.decompression.value, Quantity.speed)
        case .compressionPeak: return count(line.compressionPeak, Quantity.memory)
        case .decompressionPeak: return count(line.decompressionPeak, Quantity.memory)
        case .family: return PivotValue(number: nil, text: variant.family.rawValue, shown: variant.family.rawValue)
        case .threads: return count(variant.threads, Quantity.bytes)
        case .blockBytes: return count(variant.blockByteCount) { $0.map(Quantity.blockSize) ?? "whole" }
        case .items: return count(totals.commonItems.count, Quantity.bytes)
        }
    }
}

/// A cell of a pivot.
struct PivotValue {
    /// Nil for words, and for what was not measured.
    let number: Double?
    var integer: Int?
    let text: String?
    /// As people read it.
    let shown: String

    /// As programs read it: empty for what is not there.
    var plain: String { text ?? integer.map(String.init) ?? number.map(NumberText.significant) ?? "" }
}
