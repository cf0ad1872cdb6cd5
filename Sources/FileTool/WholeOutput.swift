import NeuralCodecs

/// An output that is made as a whole: there under its name when it is complete, or not at all.
package enum WholeOutput {
    /// Writes what `make` returns.
    ///
    /// - Parameters:
    ///   - path: `-` is standard output.
    ///   - overwrites: whether a file of that name may be replaced.
    ///   - inputs: files that the output must not be.
    ///   - make: is called when the output could be begun.
    /// - Throws: ``FileToolError`` or ``MediaFileError`` where it cannot be written, and what `make` throws.
    package static func write(
        to path: String, overwrites: Bool, inputs: [MediaFile], _ make: () throws -> [UInt8]
    ) throws {
        Interruption.install()
        let target = try path == "-" ? nil : OutputFile(path: path, overwrites: overwrites, inputs: inputs.map(\.file))
        let sink: any ByteSink = if let target { target } else { StandardOutputSink() }
        let bytes = try make()
        do throws(StreamError) {
            try sink.write(bytes)
        } catch {
            throw MediaFileError(path: path == "-" ? "standard output" : path, reason: "\(error)")
        }
        try target?.commit(like: nil, synchronised: false)
    }
}
