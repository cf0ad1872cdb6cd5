package import CodecInterface
package import Corpora
import Foundation
package import OutsideText

/// One item of a run: a row of `items.csv`, with what is known of its pixels or samples.
package struct ItemRecord: Sendable, Hashable {
    /// Identifier of the run, as in `results.csv`.
    package var run: String
    /// The item's name.
    package var item: ExactText
    /// What kind of data it is.
    package var modality: Modality
    /// Of its bytes, 64 lowercase hexadecimal digits.
    package var sha256: String
    /// Its bytes.
    package var rawByteCount: Int
    /// Whether it was made up by the tool, rather than real data.
    package var isGenerated: Bool
    /// Nil for what is not a picture or a sound in plain samples.
    package var media: MediaFacts?

    /// - Parameters: as the properties of these names.
    package init(
        run: String, item: ExactText, modality: Modality, sha256: String, rawByteCount: Int, isGenerated: Bool,
        media: MediaFacts?
    ) {
        self.run = run
        self.item = item
        self.modality = modality
        self.sha256 = sha256
        self.rawByteCount = rawByteCount
        self.isGenerated = isGenerated
        self.media = media
    }

    /// Looks into the item for its facts; an item that cannot be read has none.
    package init(run: String, of item: Item) {
        self.init(
            run: run, item: item.id, modality: item.modality, sha256: item.sha256, rawByteCount: item.byteCount,
            isGenerated: item.isGenerated, media: MediaFacts(of: item))
    }

    /// Compressed bits per sample (of every channel) at a compressed size; nil where there are no samples.
    package func bitsPerSample(compressedByteCount: Int) -> Double? {
        guard let media, media.sampleCount > 0 else { return nil }
        return 8 * Double(compressedByteCount) / Double(media.sampleCount)
    }

    /// Compressed bits per pixel, all channels together; nil for what is no picture.
    package func bitsPerPixel(compressedByteCount: Int) -> Double? {
        guard let media, let pixels = media.pixelCount, pixels > 0 else { return nil }
        return 8 * Double(compressedByteCount) / Double(pixels)
    }

    /// The first line of `items.csv`.
    package static let header = CSVText.row([
        "run", "item", "modality", "item_sha256", "raw_bytes", "generated", "header_bytes", "payload_bytes", "width",
        "height", "frames", "channels", "sample_bits", "sample_rate", "samples", "pixels",
    ])

    /// The row of this item, with its line end.
    package var row: String {
        func text(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return CSVText.row([
            run, item.text, modality.rawValue, sha256, String(rawByteCount), isGenerated ? "yes" : "no",
            text(media.map { rawByteCount - $0.payloadByteCount }), text(media?.payloadByteCount), text(media?.width),
            text(media?.height), text(media?.frameCount), text(media?.channels), text(media?.bitsPerSample),
            text(media?.sampleRate), text(media?.sampleCount), text(media?.pixelCount),
        ])
    }

    /// Reads `items.csv`; rows that are not whole are left out.
    package static func read(_ bytes: some Collection<UInt8>) -> [ItemRecord] {
        CSVText.rows(of: bytes).dropFirst().compactMap { row in
            guard row.isComplete, row.damage == nil, row.fields.count == 16,
                let modality = Modality(rawValue: row.fields[2]), let byteCount = Int(row.fields[4]),
                byteCount >= 0, SHA256Text.isValid(row.fields[3])
            else { return nil }
            let numbers = row.fields[6...].map { Int($0) }
            return ItemRecord(
                run: row.fields[0], item: ExactText(row.fields[1]), modality: modality, sha256: row.fields[3],
                rawByteCount: byteCount, isGenerated: row.fields[5] == "yes", media: media(numbers))
        }
    }

    private static func media(_ numbers: [Int?]) -> MediaFacts? {
        guard let payload = numbers[1], let channels = numbers[5], let bits = numbers[6], payload >= 0,
            (1...65535).contains(channels), (1...64).contains(bits)
        else { return nil }
        if let width = numbers[2], let height = numbers[3], (1...1 << 31).contains(width),
            (1...1 << 31).contains(height), !(width * channels).multipliedReportingOverflow(by: height).overflow
        {
            return MediaFacts(
                payloadByteCount: payload, channels: channels, bitsPerSample: bits,
                shape: .picture(width: width, height: height))
        }
        guard let frames = numbers[4], let rate = numbers[7], (0...1 << 46).contains(frames) else { return nil }
        return MediaFacts(
            payloadByteCount: payload, channels: channels, bitsPerSample: bits,
            shape: .sound(frameCount: frames, sampleRate: rate))
    }
}

extension RunFolder {
    package var itemsPath: String { path + "/items.csv" }

    /// Writes `items.csv`, whole or not at all.
    package func write(_ items: [ItemRecord]) throws(RunFolderError) {
        do {
            try Data((ItemRecord.header + items.map(\.row).joined()).utf8).write(
                to: URL(fileURLWithPath: itemsPath), options: .atomic)
        } catch {
            throw .cannotWrite(path: itemsPath, reason: Self.describe(error))
        }
    }

    /// The items of a run; none where there is no such file. `path` is a run's folder or its results file.
    package static func readItems(_ path: String) -> [ItemRecord] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        let folder = RunFolder(path: isFolder.boolValue ? path : PathText.folder(of: path))
        guard let data = FileManager.default.contents(atPath: folder.itemsPath) else { return [] }
        return ItemRecord.read(data)
    }
}
