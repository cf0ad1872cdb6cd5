import CodecInterface
import Console
import SystemCodecs
import Training

/// What is trained, by the codec that it is for: one case a kind of file.
struct Trainee {
    enum Kind {
        /// A dictionary of ZDICT's.
        case zstdDictionary(parameters: String)
        /// Raw data: some of the records as they are.
        case rawData
    }

    let spec: CodecSpec
    let kind: Kind
    /// The most bytes of the file.
    let byteCount: Int

    /// - Throws: ``CodecError`` where there is no such codec, where it learns nothing beforehand, or where the size is none it takes.
    init(_ spec: CodecSpec, byteCount: Int) throws(CodecError) {
        let codec = try CodecRegistry().makeCodec(for: spec, threads: 1)
        let information = codec.information
        guard let type = type(of: codec) as? any InformedCodec.Type else {
            throw .knowledgeRefused(
                codec: information.name, file: "",
                reason: "this codec knows nothing beforehand, so that there is nothing to train")
        }
        self.spec = spec
        self.byteCount = byteCount
        let parameters = spec.parameters ?? information.defaultParameters
        kind = type.knowledgeKinds.contains(.zstdDictionary) ? .zstdDictionary(parameters: parameters) : .rawData
        let sizes: ClosedRange<Int>
        switch kind {
        case .zstdDictionary: sizes = 256...type.maximumKnowledgeByteCount
        case .rawData: sizes = 1...type.maximumKnowledgeByteCount
        }
        guard sizes.contains(byteCount) else {
            throw .parametersOutOfRange(
                codec: information.name, given: "--dictionary-size \(byteCount)",
                range: "\(sizes.lowerBound) to \(sizes.upperBound) bytes")
        }
    }

    /// How many records tell how well it went; nil for all of them. The in-house coders take some milliseconds for each, however small.
    var measuredRecordCount: Int? { if case .zstdDictionary = kind { nil } else { 200 } }

    /// The file's bytes.
    ///
    /// - Throws: ``CodecError`` where the records do not do.
    func file(from records: [[UInt8]], seed: UInt64) throws(CodecError) -> [UInt8] {
        switch kind {
        case .zstdDictionary(let parameters):
            #if Zstd
            return try ZstdDictionaryTraining.dictionary(of: records, byteCount: byteCount, parameters: parameters)
            #else
            throw .notBuilt(codec: spec.codec, remedy: "dictionaries are made by libzstd")
            #endif
        case .rawData:
            let file = RecordSelection.file(of: records, byteCount: byteCount, seed: seed)
            guard !file.isEmpty else {
                throw .libraryFailure(
                    codec: spec.codec, operation: "choosing raw data",
                    code: "no record has at most \(ByteCount(byteCount)); give a larger --dictionary-size")
            }
            return file
        }
    }
}
