import ArgumentParser
import CodecInterface
import Console
import FileTool
import NeuralCodecs

/// `ncbench compress`: the in-house coder as a file tool.
struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress",
        abstract: "Compress files with an in-house coder.",
        discussion: """
            FILE becomes FILE\(StreamFormat.fileSuffix) with the same mode and time stamps; FILE stays unless --rm is \
            given. Without a FILE, standard input is compressed to standard output.

            With a file to know, the coder learns it first or begins with its weights, which 'train' makes, and decompressing takes the same file, with --model; for small \
            inputs that are like it.

            The default is one block, which compresses best. With --block-size, blocks are independent: they are \
            worked on side by side, and one that is damaged later costs only itself.
            """)

    /// `-1` to `-9`, as gzip has them.
    enum Level: Int, EnumerableFlag {
        case one = 1
        case two, three, four, five, six, seven, eight, nine

        static func name(for value: Level) -> NameSpecification {
            .customShort(Character(String(value.rawValue)))
        }

        static func help(for value: Level) -> ArgumentHelp? {
            switch value {
            case .one: "The fastest level."
            case .nine: "The smallest level; -2 to -8 lie between."
            default: ArgumentHelp(visibility: .hidden)
            }
        }
    }

    @Option(
        name: [.customShort("e"), .customLong("codec")],
        help: "In-house codec and level, and perhaps a file to know, as in mix,5@FILE; mix,5 unless given.")
    var spec: String?

    @Flag(exclusivity: .exclusive) var level: Level?

    @Option(help: "Bytes of each independent block, e.g. 1MiB; the default is one block for the whole input.")
    var blockSize: ByteCount?

    @OptionGroup var knowledge: KnowledgeOption

    @OptionGroup var options: FileToolOptions

    private static let smallestBlock = ByteCount(1 << 10)
    private static let largestBlock = ByteCount(1 << 30)

    func validate() throws {
        _ = try coding()
        if let blockSize, !(Self.smallestBlock.value...Self.largestBlock.value).contains(blockSize.value) {
            throw ValidationError("--block-size takes \(Self.smallestBlock) to \(Self.largestBlock)")
        }
    }

    func run() throws {
        let (model, file) = try coding()
        let codecs = ([MixCodec.self] + networkCodecs).filter { $0.information.name == model.codecName }
        let known = file ?? knowledge.model
        let learnt = try known.map {
            try KnowledgeOption.coders(knowing: $0, for: codecs, model: model)
        }
        let isWell = FileCompression(
            model: model, blockByteCount: blockSize?.value, knowledge: learnt,
            options: options.transfer(knowing: known)
        ).run()
        if !isWell { throw ExitStatus.failure }
    }

    /// The model that the options ask for, and the file behind its spec.
    private func coding() throws -> (model: StreamModel, file: String?) {
        let codec = MixCodec.information.name
        let text = spec ?? "\(codec),\(level?.rawValue ?? Int(MixCodec.information.defaultParameters) ?? 5)"
        guard spec == nil || level == nil else {
            throw ValidationError("--codec and a level flag contradict each other")
        }
        do {
            let specs = try CodecSpec.list(parsing: text)
            guard specs.count == 1, let only = specs.first, let model = try StreamModel(spec: only) else {
                throw ValidationError(
                    "the file tool writes streams of one in-house codec (mix, lstm, gru, rnn or transformer) at one of its levels;"
                        + " '\(text)' is something else")
            }
            guard only.knowledge == nil || knowledge.model == nil else {
                throw ValidationError("give the file either behind '@' or with --model, not both")
            }
            return (model, only.knowledge)
        } catch let error as CodecError {
            throw ValidationError(error.description)
        }
    }
}
