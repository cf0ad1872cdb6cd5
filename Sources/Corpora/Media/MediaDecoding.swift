package import MediaFormats

extension MediaFormat {
    /// The samples as a canonical file: binary PGM or PPM, PAM where there is alpha that says something, or WAV with a 44-byte
    /// header.
    ///
    /// - Parameter note: gets what is odd but does no harm, and what is left out.
    /// - Throws: ``CorpusError/media(path:offset:reason:)`` where the file is damaged,
    ///   ``CorpusError/undecodable(path:offset:reason:)`` where its samples have no plain form.
    package func decode(
        _ bytes: [UInt8], path: String, note: (MediaNote) -> Void = { _ in }
    ) throws(CorpusError) -> [UInt8] {
        switch self {
        case .png:
            MediaNotes.png(bytes).forEach(note)
            return try PNGReader.read(bytes, path: path).withoutOpaqueAlpha().file
        case .jpeg:
            throw .undecodable(
                path: path, offset: 0, reason: "a JPEG file is lossy already and has no samples of its own")
        case .pnm, .pam, .bmp:
            let (layout, picture) = try Self.read(bytes, path) { file throws(MediaFormatError) in
                let layout = try PictureLayout(head: file)
                return (layout, try PictureSamples(file, layout))
            }
            MediaNotes.picture(bytes, layout).forEach(note)
            return picture.withoutOpaqueAlpha().file
        case .flac:
            MediaNotes.flac(bytes).forEach(note)
            return try FLACReader.read(bytes, path: path).file
        case .wav, .aiff:
            let (layout, sound) = try Self.sound(bytes, path: path)
            MediaNotes.sound(bytes, layout).forEach(note)
            return sound.file
        }
    }

    /// The samples of a WAV or AIFF file, and where they lie.
    static func sound(
        _ bytes: [UInt8], path: String
    ) throws(CorpusError) -> (layout: SoundLayout, samples: SoundSamples) {
        try read(bytes, path) { file throws(MediaFormatError) in
            let layout = try SoundLayout(head: file)
            return (layout, SoundSamples(file, layout))
        }
    }

    /// Gives errors the file's name.
    private static func read<Value>(
        _ bytes: [UInt8], _ path: String, _ body: (UnsafeRawBufferPointer) throws(MediaFormatError) -> Value
    ) throws(CorpusError) -> Value {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(MediaFormatError) in try body(bytes) }
        }
        do throws(MediaFormatError) {
            return try result.get()
        } catch {
            throw error.kind == .unsupported
                ? .undecodable(path: path, offset: error.offset, reason: error.reason)
                : .media(path: path, offset: min(error.offset, bytes.count), reason: error.reason)
        }
    }
}
