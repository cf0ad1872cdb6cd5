/// The chunks of sound files that are neither samples nor how to read them: titles, loops, pictures.
package enum SoundChunks {
    /// Their names in a whole WAV or AIFF file, each once and at most 32: what is lost when only the samples are kept.
    package static func otherNames(in file: UnsafeRawBufferPointer) -> [String] {
        let header = HeaderBytes(file, fileByteCount: nil)
        if let container = WAVContainer(header) { return container.otherChunkNames() }
        return AIFFHeader.otherChunkNames(header)
    }
}
