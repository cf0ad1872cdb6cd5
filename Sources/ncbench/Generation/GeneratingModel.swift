import ArgumentParser
import CodecInterface
import FileTool
import NeuralCodecs

/// What `ncbench generate` draws from: a codec's model, or networks that were trained beforehand.
struct GeneratingModel {
    let stream: StreamModel
    /// The file with the weights, and what it holds; nil without one.
    let file: String?
    let trained: ModelFile?

    /// - Parameters:
    ///   - spec: as `-e` has it; nil for the model's own, and `mix,5` without one.
    ///   - path: of `--model`.
    init(spec: String?, model path: String?) throws {
        let specs = try Self.reporting { () throws(CodecError) in try CodecSpec.list(parsing: spec ?? "mix,5") }
        guard specs.count == 1, let only = specs.first else { throw Self.unknown(spec) }
        guard path == nil || only.knowledge == nil else {
            throw ValidationError("'\(spec ?? "")' names a model file, and --model another")
        }
        let file = path ?? only.knowledge
        let plain = CodecSpec(codec: only.codec, parameters: only.parameters)
        guard let stream = try Self.reporting({ () throws(CodecError) in try StreamModel(spec: plain) }) else {
            throw Self.unknown(spec)
        }
        self.file = file
        guard let file else {
            self.stream = stream
            trained = nil
            return
        }
        // Like any other file that is not there.
        try MediaFile.checkReadable(file)
        let coders = try KnowledgeOption.coders(
            knowing: file, for: networkCodecs, model: spec == nil ? nil : stream)
        guard let trained = coders.trained else {
            throw ValidationError("'\(file)' holds no trained networks; a text to learn is given with --learn")
        }
        self.trained = trained
        self.stream = .networks(trained.parameters)
    }

    /// Whether a spec or `--model` names a file with trained networks.
    static func isTrained(spec: String?, model path: String?) -> Bool {
        path != nil || spec.flatMap { try? CodecSpec.list(parsing: $0).first?.knowledge } != nil
    }

    private static func unknown(_ spec: String?) -> ValidationError {
        let names = ([MixCodec.self] + networkCodecs).map { $0.information.name }.joined(separator: ", ")
        return ValidationError("'\(spec ?? "")' is no in-house codec (\(names)) at one of its levels")
    }

    private static func reporting<Value>(_ body: () throws(CodecError) -> Value) throws -> Value {
        do throws(CodecError) { return try body() } catch { throw ValidationError(error.description) }
    }
}
