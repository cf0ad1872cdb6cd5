import MediaFormats
import NeuralCodecs
import OutsideText

/// An output that is made as a whole: there under its name when it is complete, or not at all.
package enum WholeOutput {
    /// Writes what `make` returns.
    ///
    /// - Parameters:
    ///   - path: `-` is standard output.
    ///   - overwrites: whether a file of that name may be replaced.
    ///   - inputs: files that the output must not be.
    ///   - paths: of others that it must not be either, as of a model that was read.
    ///   - make: is called when the output could be begun.
    /// - Throws: ``FileToolError`` or ``MediaFileError`` where it cannot be written, and what `make` throws.
    package static func write(
        to path: String, overwrites: Bool, inputs: [MediaFile], besides paths: [String] = [],
        _ make: () throws -> [UInt8]
    ) throws {
        Interruption.install()
        let target =
            try path == "-"
            ? nil : OutputFile(path: path, overwrites: overwrites, inputs: inputs.map(\.file), besides: paths)
        let sink: any ByteSink = if let target { target } else { StandardOutputSink() }
        let bytes = try make()
        do throws(StreamError) {
            try sink.write(bytes)
        } catch {
            throw MediaFileError(path: path == "-" ? "standard output" : path, reason: "\(error)")
        }
        try target?.commit(like: nil, synchronised: false)
        if let format = MediaFormat(head: bytes), let named = MediaFormat(pathExtension: path), format != named {
            Messages.note(
                "ncbench: NOTE: \(VisibleText.path(path)): holds a \(format.rawValue) file, whatever its name says")
        }
    }

    /// Puts a file in the place of whatever regular file has that name, all at once. For callers who see to signals themselves.
    ///
    /// - Throws: an error in words.
    package static func replace(_ path: String, with bytes: [UInt8]) throws {
        let target = try OutputFile(path: path, overwrites: true, inputs: [])
        do throws(StreamError) {
            try target.write(bytes)
        } catch {
            throw MediaFileError(path: path, reason: "\(error)")
        }
        try target.commit(like: nil, synchronised: false)
    }

    /// Makes sure that a file can be made under a name.
    ///
    /// - Parameters:
    ///   - overwrites: whether there may be one.
    ///   - paths: of files that it must not be.
    /// - Throws: an error in words.
    package static func check(_ path: String, overwrites: Bool, besides paths: [String] = []) throws {
        // Begun and left: nothing stays.
        _ = try OutputFile(path: path, overwrites: overwrites, inputs: [], besides: paths)
    }
}
