import ArgumentParser
import CodecInterface
import Console
import FileTool
import Foundation
import NeuralCodecs
import OutsideText
import SystemCodecs
import Training

/// `ncbench train`: makes the file that a codec knows before it codes.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Make a file that a codec knows before it codes, from data like that to come.",
        discussion: """
            For zstd it is a dictionary, by ZDICT; for mix, raw data that it learns first; for lstm, rnn, gru and transformer, \
            networks that were trained, in OUT.ncw, with OUT.csv and OUT.checkpoint beside it. Use it as '-e zstd,19@OUT', with \
            'run' or 'compress'.

            Part of the data is held out, chosen by --seed, and tells how well data will do that nobody has seen: the figures \
            are ratios of records compressed one by one, with the file and without; of mix, which is slow, of 200 records; of \
            networks, bits per byte after each epoch, the best of which is kept. PATH may be a folder, which is searched.
            """)

    @Option(
        name: [.customShort("e"), .long],
        help: ArgumentHelp("The codec that it is for, and its level.", valueName: "spec"))
    var spec = "zstd,19"

    @Option(name: [.short, .long], help: ArgumentHelp("Write the file here.", valueName: "out"))
    var output: String

    @Flag(help: "Each line of the data is a record; otherwise each file is.")
    var records = false

    @Option(
        help: ArgumentHelp("The most bytes of a dictionary, or of raw data. (default: 110KiB)", valueName: "size"))
    var dictionarySize: ByteCount?

    @Option(help: ArgumentHelp("The share of the records that is held out.", valueName: "share"))
    var validationSplit = 0.2

    @Option(help: ArgumentHelp("Hold out this data instead; may be repeated.", valueName: "path"))
    var validation: [String] = []

    @Option(help: "Another seed holds out other records.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Write the held-out records to this file as well, one behind the other.", valueName: "file"))
    var heldOut: String?

    @Flag(name: [.short, .long], help: "Overwrite files that are there.")
    var force = false

    @OptionGroup var networks: NetworkTrainingOptions

    @Argument(help: ArgumentHelp("Files and folders with data.", valueName: "path"))
    var paths: [String]

    func validate() throws {
        guard validationSplit > 0, validationSplit < 1 else {
            throw ValidationError("--validation-split takes a share above 0 and below 1")
        }
        guard !paths.isEmpty else { throw ValidationError("name the data to train with") }
        guard heldOut.map({ ExactText($0) != ExactText(output) }) ?? true else {
            throw ValidationError("--output and --held-out are the same file")
        }
        if try parameters() != nil {
            let own = TrainingFiles(model: output)
            guard heldOut.map({ $0 != own.curve && $0 != own.checkpoint }) ?? true else {
                throw ValidationError("--held-out is a file that a training keeps beside --output")
            }
            guard seed < ModelFile.largestCount else {
                throw ValidationError(
                    "--seed takes 0 to \(ModelFile.largestCount - 1), which a file of weights has room for")
            }
            guard dictionarySize == nil else {
                throw ValidationError(
                    "--dictionary-size is for dictionaries and raw data; how large trained networks are follows from \(spec)"
                )
            }
            return
        }
        _ = try trainee()
        guard networks.given.isEmpty else {
            throw ValidationError(
                "\(networks.given.joined(separator: ", ")): only networks (lstm, rnn, gru, transformer) are trained in epochs;"
                    + " the file for \(spec) is made in one go")
        }
    }

    func run() throws {
        if let parameters = try parameters() { return try train(parameters) }
        let trainee = try trainee()
        do {
            let (split, files) = try split()
            try checkHeldOut(besides: files + [output])
            var sizes: TrainingSizes?
            try WholeOutput.write(to: output, overwrites: force, inputs: [], besides: files) {
                let file = try trainee.file(from: split.training, seed: seed)
                sizes = try TrainingSizes(trainee.spec, file, named: output, split, limit: trainee.measuredRecordCount)
                return file
            }
            try writeHeldOut(split, besides: files + [output])
            // Where the file itself went to standard output, the table would be a part of it.
            let print: (String) -> Void =
                output == "-" || heldOut == "-" ? { StandardError.print($0) } : { StandardOutput.print($0) }
            if let sizes { print(sizes.text) }
        } catch {
            // All of them say in words of their own what is wrong, and with which file.
            throw failure("\(error)")
        }
    }

    /// Whether what is held out can be written, found before there is anything to lose.
    private func checkHeldOut(besides files: [String]) throws {
        guard let heldOut, heldOut != "-" else { return }
        try WholeOutput.check(heldOut, overwrites: force || networks.resume, besides: files)
    }

    private func writeHeldOut(_ split: RecordSplit, besides files: [String]) throws {
        guard let heldOut else { return }
        try WholeOutput.write(to: heldOut, overwrites: force || networks.resume, inputs: [], besides: files) {
            // Lines stay apart, also the last ones of files that end without their ends.
            split.heldOut.flatMap { records && $0.last != UInt8(ascii: "\n") ? $0 + [UInt8(ascii: "\n")] : $0 }
        }
    }

    private func train(_ parameters: ModelParameters) throws {
        do {
            let (split, files) = try split()
            try checkHeldOut(besides: files)
            try NetworkTrainingRun(
                settings: networks.settings(parameters, seed: Int(seed)),
                output: output, overwrites: force, data: files, resumes: networks.resume
            ).run(training: split.training, heldOut: split.heldOut)
            try writeHeldOut(split, besides: files)
        } catch let error as ValidationError {
            throw error
        } catch let status as ExitCode {
            throw status
        } catch {
            throw failure("\(error)")
        }
    }

    /// The networks that are to be trained; nil where the codec is none of networks alone.
    private func parameters() throws -> ModelParameters? {
        do throws(CodecError) {
            let specs = try CodecRegistry().specs(parsing: spec)
            guard specs.count == 1, let only = specs.first, only.knowledge == nil,
                case .networks(let parameters)? = try StreamModel(spec: only)
            else { return nil }
            return parameters
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func failure(_ words: String) -> ExitCode {
        StandardError.print("ncbench: \(words)")
        return ExitStatus.failure
    }

    /// The records, and the files they came from.
    private func split() throws -> (RecordSplit, files: [String]) {
        let all = try TrainingRecords(at: paths, areLines: records)
        let others = try validation.isEmpty ? nil : heldOutRecords()
        let emptyCount = all.emptyCount + (others?.emptyCount ?? 0)
        if emptyCount > 0 { StandardError.print("ncbench: NOTE: \(emptyCount) records of no bytes are left out") }
        let split =
            try others.map { RecordSplit(training: all.records, heldOut: $0.records) }
            ?? RecordSplit(all, holdingOut: validationSplit, seed: seed)
        return (split, all.files + (others?.files ?? []))
    }

    private func heldOutRecords() throws(TrainingError) -> TrainingRecords {
        do throws(TrainingError) {
            return try TrainingRecords(at: validation, areLines: records)
        } catch {
            if case .nothing = error { throw .nothingHeldOut }
            throw error
        }
    }

    /// What is made, for the codec that the options name.
    private func trainee() throws -> Trainee {
        do throws(CodecError) {
            let specs = try CodecRegistry().specs(parsing: spec)
            guard specs.count == 1, let only = specs.first, only.knowledge == nil else {
                throw .malformedSpec(text: spec, offset: 0, reason: "one codec at one level is trained at a time")
            }
            return try Trainee(only, byteCount: dictionarySize?.value ?? 112_640)
        } catch {
            throw ValidationError(error.description)
        }
    }
}
