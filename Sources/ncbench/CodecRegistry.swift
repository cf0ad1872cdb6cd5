package import Benchmarking
package import CodecInterface
import Corpora
import Foundation
import NeuralCodecs
import OutsideText
package import SystemCodecs

/// Every codec of this build, in the order that `ncbench codecs` lists them.
package let codecRegistry: [any Codec.Type] = registeredCodecs()

/// The registry itself: one line a codec.
@CodecListBuilder
private func registeredCodecs() -> [any Codec.Type] {
    StoreCodec.self
    ZlibCodec.self
    XZCodec.self
    BZip2Codec.self
    #if Zstd
    ZstdCodec.self
    #endif
    #if Brotli
    BrotliCodec.self
    #endif
    #if LZ4
    LZ4Codec.self
    #endif
    #if LibDeflate
    LibDeflateCodec.self
    #endif
    #if Zopfli
    ZopfliCodec.self
    #endif
    #if Snappy
    SnappyCodec.self
    #endif
    #if LZO
    LZOCodec.self
    #endif
    #if BZip3
    BZip3Codec.self
    #endif
    #if PPMd
    PPMdCodec.self
    #endif
    PNGCodec.self
    #if WebP
    WebPCodec.self
    #endif
    #if JXL
    JPEGXLCodec.self
    #endif
    #if JPEGLS
    JPEGLSCodec.self
    #endif
    #if JPEG2000
    JPEG2000Codec.self
    #endif
    FLACCodec.self
    #if WavPack
    WavPackCodec.self
    #endif
    LSTMCodec.self
    RNNCodec.self
    GRUCodec.self
    TransformerCodec.self
    MixCodec.self
}

/// The codecs that a build may leave out, one line a codec.
package let optionalCodecs = [
    OptionalCodec(
        name: "zstd", trait: "Zstd",
        packages: .init(debian: "libzstd-dev", fedora: "libzstd-devel", homebrew: "zstd")),
    OptionalCodec(
        name: "brotli", trait: "Brotli",
        packages: .init(debian: "libbrotli-dev", fedora: "brotli-devel", homebrew: "brotli")),
    OptionalCodec(
        name: "lz4", trait: "LZ4", packages: .init(debian: "liblz4-dev", fedora: "lz4-devel", homebrew: "lz4")),
    OptionalCodec(
        name: "libdeflate", trait: "LibDeflate",
        packages: .init(debian: "libdeflate-dev", fedora: "libdeflate-devel", homebrew: "libdeflate")),
    OptionalCodec(
        name: "zopfli", trait: "Zopfli",
        packages: .init(debian: "libzopfli-dev", fedora: "zopfli-devel", homebrew: "zopfli")),
    OptionalCodec(
        name: "snappy", trait: "Snappy",
        packages: .init(debian: "libsnappy-dev", fedora: "snappy-devel", homebrew: "snappy")),
    OptionalCodec(
        name: "lzo", trait: "LZO", packages: .init(debian: "liblzo2-dev", fedora: "lzo-devel", homebrew: "lzo")),
    OptionalCodec(
        name: "bzip3", trait: "BZip3",
        packages: .init(debian: "libbzip3-dev", fedora: "bzip3-devel", homebrew: "bzip3")),
    OptionalCodec(
        name: "ppmd", trait: "PPMd",
        packages: .init(debian: "libarchive-dev", fedora: "libarchive-devel", homebrew: "libarchive")),
    OptionalCodec(
        name: "webp", trait: "WebP",
        packages: .init(debian: "libwebp-dev", fedora: "libwebp-devel", homebrew: "webp")),
    OptionalCodec(
        name: "jxl", trait: "JXL",
        packages: .init(debian: "libjxl-dev", fedora: "libjxl-devel", homebrew: "jpeg-xl")),
    OptionalCodec(
        name: "jpegls", trait: "JPEGLS",
        packages: .init(debian: "libcharls-dev", fedora: "CharLS-devel", homebrew: "charls")),
    OptionalCodec(
        name: "jp2", trait: "JPEG2000",
        packages: .init(debian: "libopenjp2-7-dev", fedora: "openjpeg2-devel", homebrew: "openjpeg")),
    OptionalCodec(
        name: "wavpack", trait: "WavPack",
        packages: .init(debian: "libwavpack-dev", fedora: "wavpack-devel", homebrew: "wavpack")),
]

/// A codec that is behind a package trait, and so may be missing from a build.
package struct OptionalCodec: Sendable, Hashable {
    /// What each system calls the package with the library's headers.
    package struct SystemPackages: Sendable, Hashable, Codable {
        package let debian: String
        package let fedora: String
        package let homebrew: String
    }

    package let name: String
    /// The trait of the Swift package that switches the codec on; all of them are on by default.
    package let trait: String
    package let packages: SystemPackages

    /// What to do to get the codec, for people.
    package var remedy: String {
        "install its library (Debian, Ubuntu: apt-get install \(packages.debian); Fedora: dnf install"
            + " \(packages.fedora); Homebrew: brew install \(packages.homebrew)) and build with the package trait"
            + " \(trait), which is on unless --disable-default-traits or --traits says otherwise"
    }
}

/// Finds codecs by name: the only place that knows which there are.
package struct CodecRegistry: Sendable {
    /// The codecs of this build, in the order they are listed.
    package let codecs: [any Codec.Type]
    private let optional: [OptionalCodec]
    private let commandFile: String?
    private let commandTimeLimit: Duration

    /// - Parameters:
    ///   - codecs: the built-in codecs.
    ///   - optional: those that a build may leave out.
    ///   - commandFile: a `codecs.yaml` of the user's; by default the one ``NamedCommands/environmentVariable`` names.
    ///   - commandTimeLimit: how long one run of another program may take.
    package init(
        codecs: [any Codec.Type] = codecRegistry, optional: [OptionalCodec] = optionalCodecs,
        commandFile: String? = ProcessText.environmentVariable(NamedCommands.environmentVariable),
        commandTimeLimit: Duration = CommandLineCodec.defaultTimeLimit
    ) {
        self.codecs = codecs
        self.optional = optional
        self.commandFile = commandFile
        self.commandTimeLimit = commandTimeLimit
    }

    /// The optional codecs that this build does without.
    package var missing: [OptionalCodec] {
        let built = Set(codecs.map { $0.information.name })
        return optional.filter { !built.contains($0.name) }
    }

    /// The same for those who run codecs and need not know which there are.
    package var source: CodecSource {
        CodecSource(information: codecs.map { $0.information }) { [self] (spec, threads) throws(CodecError) in
            try makeCodec(for: spec, threads: threads)
        }
    }

    /// Command lines that have names. Read anew every time, which only those pay for who ask.
    package func namedCommands() throws(CommandCatalog.Malformation) -> [CommandDefinition] {
        try NamedCommands(
            path: commandFile, reserved: codecs.map { $0.information.name } + optional.map(\.name)
        ).definitions
    }

    /// Reads a list of specs, in which a range of levels, as in `zlib,1-9`, is each of them.
    ///
    /// - Throws: ``CodecError/malformedSpec(text:offset:reason:)``. Names and settings are not looked up otherwise.
    package func specs(parsing text: String) throws(CodecError) -> [CodecSpec] {
        try CodecSpec.list(parsing: text).flatMap { spec in
            guard spec.codec != CodecSpec.commandCodec, let parameters = spec.parameters,
                let levels = CodecInformation.parameters(inRange: parameters, of: self.levels(of: spec.codec))
            else { return [spec] }
            return levels.map { CodecSpec(codec: spec.codec, parameters: $0, knowledge: spec.knowledge) }
        }
    }

    /// The parameters of a codec of this name; none where there is no such codec.
    private func levels(of name: String) -> [String] {
        if let type = codecs.first(where: { $0.information.name == name }) { return type.information.parameters }
        return (try? namedCommands())?.first { $0.name == name }?.levels ?? []
    }

    /// Makes the codec that a spec names: a built-in one, a `cmd:` line, or a command line with a name.
    ///
    /// - Throws: ``CodecError/unknownCodec(name:known:)``, ``CodecError/notBuilt(codec:remedy:)``, ``CodecError/noProgram(codec:obstacle:remedy:)``,
    ///   ``CodecError/parametersOutOfRange(codec:given:range:)``, ``CodecError/malformedSpec(text:offset:reason:)``, or
    ///   ``CodecError/libraryFailure(codec:operation:code:)`` where the user's `codecs.yaml` cannot be read;
    ///   ``CodecError/knowledgeRefused(codec:file:reason:)`` where the spec's file cannot be read or is of no use to the codec.
    package func makeCodec(for spec: CodecSpec, threads: Int) throws(CodecError) -> any Codec {
        try makeCodec(for: spec, threads: threads, knowledge: try knowledge(of: spec))
    }

    /// The file that a spec's codec is to know beforehand, read; nil where it names none.
    ///
    /// - Throws: ``CodecError/knowledgeRefused(codec:file:reason:)``
    package func knowledge(of spec: CodecSpec) throws(CodecError) -> PriorKnowledge? {
        guard let path = spec.knowledge else { return nil }
        do throws(FileProblem) {
            return try KnowledgeFile.read(path)
        } catch {
            throw .knowledgeRefused(codec: spec.codec, file: path, reason: error.reason)
        }
    }

    /// As ``makeCodec(for:threads:)``, with what was read already.
    package func makeCodec(
        for spec: CodecSpec, threads: Int, knowledge: PriorKnowledge?
    ) throws(CodecError) -> any Codec {
        let known = codecs.first { $0.information.name == spec.codec }
        if let knowledge, let known {
            return try known.informed(
                parameters: try known.checkedParameters(spec.parameters), threads: threads, knowledge: knowledge)
        }
        let codec = try makeCodec(withoutKnowledge: spec, threads: threads)
        if let knowledge {
            throw .knowledgeRefused(
                codec: spec.codec, file: knowledge.name,
                reason: "this codec knows nothing beforehand; leave out '@' and the file")
        }
        return codec
    }

    private func makeCodec(withoutKnowledge spec: CodecSpec, threads: Int) throws(CodecError) -> any Codec {
        if let type = codecs.first(where: { $0.information.name == spec.codec }) {
            return try type.init(parameters: try type.checkedParameters(spec.parameters), threads: threads)
        }
        if let left = missing.first(where: { $0.name == spec.codec }) {
            throw .notBuilt(codec: left.name, remedy: left.remedy)
        }
        if spec.codec == CodecSpec.commandCodec {
            let definition = try CommandDefinition(parsing: spec.parameters ?? "")
            return try CommandLineCodec(definition, level: nil, threads: threads, timeLimit: commandTimeLimit)
        }
        let commands: [CommandDefinition]
        do throws(CommandCatalog.Malformation) {
            commands = try namedCommands()
        } catch {
            throw .libraryFailure(
                codec: spec.codec, operation: "looking it up among the named command lines", code: error.description)
        }
        guard let definition = commands.first(where: { $0.name == spec.codec }) else {
            throw .unknownCodec(
                name: spec.codec, known: codecs.map { $0.information.name } + commands.map(\.name))
        }
        return try CommandLineCodec(
            definition, level: spec.parameters, threads: threads, timeLimit: commandTimeLimit)
    }
}

/// Lets the list above be one line a codec, with `#if` around the optional ones.
@resultBuilder
private enum CodecListBuilder {
    static func buildExpression(_ codec: any Codec.Type) -> [any Codec.Type] { [codec] }
    static func buildBlock(_ codecs: [any Codec.Type]...) -> [any Codec.Type] { codecs.flatMap(\.self) }
}
