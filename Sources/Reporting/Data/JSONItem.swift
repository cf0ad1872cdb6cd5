import Benchmarking
import CodecInterface
import Corpora
import OutsideText

/// One item of a run in a JSON report: the columns of `items.csv`, but for those that follow from others.
struct JSONItem: Codable {
    let run: String
    let item: ExactText
    let modality: Modality.RawValue
    let itemSha256: String
    let rawBytes: Int
    let generated: Bool
    let headerBytes: Int?
    let payloadBytes: Int?
    let width: Int?
    let height: Int?
    let frames: Int?
    let channels: Int?
    let sampleBits: Int?
    let sampleRate: Int?

    init(_ record: ItemRecord) {
        run = record.run
        item = record.item
        modality = record.modality.rawValue
        itemSha256 = record.sha256
        rawBytes = record.rawByteCount
        generated = record.isGenerated
        headerBytes = record.headerByteCount
        payloadBytes = record.media?.payloadByteCount
        width = record.media?.width
        height = record.media?.height
        frames = record.media?.frameCount
        channels = record.media?.channels
        sampleBits = record.media?.bitsPerSample
        sampleRate = record.media?.sampleRate
    }

    /// The item; nil when its modality is none this build knows. It is read as a row of `items.csv`, with its checks.
    var record: ItemRecord? {
        func text(_ value: Int?) -> String { value.map(String.init) ?? "" }
        let row = CSVText.row([
            run, item.text, modality, itemSha256, String(rawBytes), generated ? "yes" : "no", text(headerBytes),
            text(payloadBytes), text(width), text(height), text(frames), text(channels), text(sampleBits),
            text(sampleRate), "", "",
        ])
        return ItemRecord.read((ItemRecord.header + row).utf8).first
    }
}
