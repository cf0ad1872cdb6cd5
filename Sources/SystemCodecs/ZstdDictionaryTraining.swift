#if Zstd
import CZstd
package import CodecInterface

/// Dictionaries made from records, by the library's own ZDICT.
package enum ZstdDictionaryTraining {
    /// What the library can make a dictionary of.
    package static let byteCounts = 256...(64 << 20)

    /// A dictionary for records like these.
    ///
    /// The content is what ZDICT's cover algorithm chooses; the tables before it are made for the level.
    ///
    /// - Parameters:
    ///   - byteCount: its most bytes, of ``byteCounts``.
    ///   - parameters: the setting of `zstd` that it is for.
    /// - Throws: ``CodecError/libraryFailure(codec:operation:code:)`` with words where the records are too few or too alike.
    package static func dictionary(
        of records: [[UInt8]], byteCount: Int, parameters: String
    ) throws(CodecError) -> [UInt8] {
        let level = WindowedLevel(parameters)?.level ?? ZSTD_CLEVEL_DEFAULT
        let samples = records.flatMap(\.self)
        let sizes = records.map(\.count)
        func check(_ result: Int) throws(CodecError) -> Int {
            guard ZDICT_isError(result) == 0 else {
                throw .libraryFailure(
                    codec: ZstdCodec.information.name, operation: "making a dictionary",
                    code:
                        "ZDICT finds too little in \(records.count) records of \(samples.count) bytes for \(byteCount) bytes"
                        + " (\(String(cString: ZDICT_getErrorName(result)))); give more and different records, or a smaller"
                        + " --dictionary-size")
            }
            return result
        }
        // Below that the library reports sizes of its own making.
        guard records.count >= 5, UInt32(exactly: records.count) != nil else { throw tooFew(records.count) }
        var chosen = [UInt8](repeating: 0, count: byteCount)
        let chosenCount = try check(
            ZDICT_trainFromBuffer(&chosen, byteCount, samples, sizes, UInt32(records.count)))
        let headerCount = try check(ZDICT_getDictHeaderSize(chosen, chosenCount))
        let content = Array(chosen[headerCount..<chosenCount])
        var dictionary = [UInt8](repeating: 0, count: byteCount)
        var settings = ZDICT_params_t()
        settings.compressionLevel = level
        // By itself the library draws the number from the content.
        settings.dictID = ZDICT_getDictID(chosen, chosenCount)
        let count = try check(
            ZDICT_finalizeDictionary(
                &dictionary, byteCount, content, content.count, samples, sizes, UInt32(records.count), settings))
        return Array(dictionary.prefix(count))
    }

    private static func tooFew(_ count: Int) -> CodecError {
        .libraryFailure(
            codec: ZstdCodec.information.name, operation: "making a dictionary",
            code: "\(count) record\(count == 1 ? " is" : "s are") too few; ZDICT asks for five at the very least")
    }
}
#endif
