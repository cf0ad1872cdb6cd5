import ArgumentParser
import CodecInterface
import Corpora
import NeuralCodecs
import OutsideText

/// `--model`: a file that the coder of a stream knew beforehand.
struct KnowledgeOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file that the coder knew before it coded, as in 'compress -e mix,5@FILE'; streams without one need none.",
            valueName: "file"))
    var model: String?

    /// Coders that know the file; nil where none is given. What is wrong with it is a mistake of usage.
    func coders() throws -> LearntCoders? {
        try model.map { path in
            // Of any stream: no codec that nobody named is to be blamed.
            if let known = try? KnowledgeFile.read(path), known.kind == .zstdDictionary {
                throw ValidationError(
                    "'\(VisibleText.path(path))' is a zstd dictionary, which no coder of such a stream knows")
            }
            return try Self.coders(knowing: path, for: [MixCodec.self] + networkCodecs)
        }
    }

    /// Coders that know a file, which at least one of these codecs takes.
    ///
    /// - Parameter model: of the streams to be written; nil where streams are read.
    static func coders(
        knowing path: String, for codecs: [any Codec.Type], model: StreamModel? = nil
    ) throws -> LearntCoders {
        do throws(CodecError) {
            var refusal: CodecError?
            for codec in codecs {
                let information = codec.information
                let spec = CodecSpec(codec: information.name, knowledge: path)
                guard let knowledge = try CodecRegistry().knowledge(of: spec) else { continue }
                do throws(CodecError) {
                    let isOfNetworks = networkCodecs.contains { $0.information.name == information.name }
                    if knowledge.kind != .trainedWeights || !isOfNetworks {
                        _ = try codec.informed(
                            parameters: information.defaultParameters, threads: 1, knowledge: knowledge)
                    }
                    let name = knowledge.kind == .trainedWeights ? model?.codecName ?? "ncbench" : information.name
                    return try LearntCoders(reading: knowledge, codec: name, for: model)
                } catch {
                    // Of weights only the networks' codecs have something to say.
                    refusal = knowledge.kind == .trainedWeights ? error : refusal ?? error
                }
            }
            throw refusal ?? .knowledgeRefused(codec: "ncbench", file: path, reason: "no codec takes it")
        } catch {
            throw ValidationError(error.description)
        }
    }
}
