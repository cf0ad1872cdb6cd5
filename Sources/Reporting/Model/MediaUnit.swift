import Benchmarking
import CodecInterface
import Corpora

/// What bits are counted per beside bytes: the unit that the literature on images, or on sound, uses.
enum MediaUnit: Sendable {
    case pixel, sample

    /// The unit of a group of items; nil for data that has none.
    init?(_ group: ItemGroup) {
        switch group.modality {
        case .image: self = .pixel
        case .audio: self = .sample
        case .text, .binary: return nil
        }
    }

    /// The unit of a group some line of whose totals has a value in it.
    init?(_ totals: Totals?) {
        guard let totals, let unit = MediaUnit(totals.group), totals.lines.contains(where: { unit.bits($0) != nil })
        else { return nil }
        self = unit
    }

    /// The column's name.
    var title: String {
        switch self {
        case .pixel: "bits per pixel"
        case .sample: "bits per sample"
        }
    }

    func bits(_ line: Totals.Line) -> Double? {
        switch self {
        case .pixel: line.bitsPerPixel
        case .sample: line.bitsPerSample
        }
    }

    func bits(_ record: TrialRecord, _ item: ItemRecord?) -> Double? {
        guard let item, item.sha256 == record.itemSHA256, let size = record.compressedByteCount else { return nil }
        switch self {
        case .pixel: return item.bitsPerPixel(compressedByteCount: size)
        case .sample: return item.bitsPerSample(compressedByteCount: size)
        }
    }
}

extension ItemRecord {
    /// What the bytes consist of: `320 × 256 pixels, 3 × 8 bits`, `88 200 frames at 44 100 Hz, 2 × 16 bits`.
    var shape: String? {
        guard let media else { return nil }
        let samples = "\(media.channels) × \(Guide.count(media.bitsPerSample, "bit"))"
        switch media.shape {
        case .picture(let width, let height): return "\(width) × \(height) pixels, \(samples)"
        case .sound(let frameCount, let sampleRate):
            return "\(Quantity.bytes(frameCount)) frames at \(Quantity.bytes(sampleRate)) Hz, \(samples)"
        }
    }

    /// Bytes of the item that are no pixels or samples.
    var headerByteCount: Int? { media.map { rawByteCount - $0.payloadByteCount } }
}
