package import CodecInterface

/// The media files that are recognised by their first bytes and can be decoded.
package enum MediaKind: String, Sendable, Hashable, CaseIterable {
    case png = "PNG"
    case pnm = "PNM"
    case bmp = "BMP"
    case flac = "FLAC"
    case wav = "WAV"

    package var modality: Modality {
        switch self {
        case .png, .pnm, .bmp: .image
        case .flac, .wav: .audio
        }
    }

    /// What a file that begins like this is; nil for anything else.
    package init?(head: some Collection<UInt8>) {
        let head = Array(head.prefix(64))
        func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + magic.count && head[offset..<offset + magic.count].elementsEqual(magic)
        }
        if begins([0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if begins(Array("fLaC".utf8)) {
            self = .flac
        } else if begins(Array("RIFF".utf8)), begins(Array("WAVE".utf8), at: 8) {
            self = .wav
        } else if begins(Array("BM".utf8)), head.count > 18,
            [12, 40, 52, 56, 108, 124].contains(head[14]), head[15...17].allSatisfy({ $0 == 0 })
        {
            self = .bmp
        } else if head.count > 3, head[0] == UInt8(ascii: "P"), (0x31...0x36).contains(head[1]),
            [0x20, 0x09, 0x0A, 0x0D].contains(head[2]),
            head[3] == UInt8(ascii: "#") || (0x30...0x39).contains(head[3])
        {
            self = .pnm
        } else {
            return nil
        }
    }

    /// The samples as a canonical file: binary PGM or PPM, or WAV with a 44-byte header.
    ///
    /// - Parameter note: gets a line for people about what is odd but does no harm.
    /// - Throws: ``CorpusError/media(path:offset:reason:)``
    package func decode(
        _ bytes: [UInt8], path: String, note: (String) -> Void = { _ in }
    ) throws(CorpusError) -> [UInt8] {
        switch self {
        case .png: return try PNGReader.read(bytes, path: path).file
        case .pnm: return try PNMReader.read(bytes, path: path).file
        case .bmp: return try BMPReader.read(bytes, path: path).file
        case .flac:
            let (format, data) = try FLACReader.read(bytes, path: path)
            return format.file(data: data)
        case .wav:
            let wav = try WAVReader(bytes, path: path)
            if wav.promisedByteCount > wav.data.count + wav.format.frameByteCount {
                note(
                    "'\(path)': the header promises \(wav.promisedByteCount) bytes of samples, \(wav.data.count) are"
                        + " there and are measured")
            }
            return wav.format.file(data: bytes[wav.data])
        }
    }
}
