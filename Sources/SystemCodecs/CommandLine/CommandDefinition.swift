package import CodecInterface
import Foundation
import OutsideText

/// A codec made of two command lines: what `cmd:` spells out, and what `codecs.yaml` gives a name.
package struct CommandDefinition: Sendable {
    /// How the program tells its version.
    struct VersionQuery: Sendable, Equatable {
        let command: CommandTemplate
        /// A regular expression whose first group is the version.
        let pattern: String
    }

    package let name: String
    package let summary: String
    package let family: CodecInformation.Family
    /// The spellings that may replace `{level}`, weakest first; empty where the commands have no such place.
    package let levels: [String]
    package let defaultLevel: String
    package let modalities: Set<Modality>
    /// Bytes of trained weights or word lists that decompressing needs beside the stream.
    package let modelByteCount: Int
    /// How to get the program, for people.
    package let remedy: String
    let compression: CommandTemplate
    let decompression: CommandTemplate
    let versionQuery: VersionQuery?

    /// The program that compresses, as the command has it.
    package var program: String { compression.program }

    init(
        name: String, summary: String, family: CodecInformation.Family, levels: [String], defaultLevel: String,
        modalities: Set<Modality>, modelByteCount: Int, remedy: String, compression: CommandTemplate,
        decompression: CommandTemplate, versionQuery: VersionQuery?
    ) {
        self.name = name
        self.summary = summary
        self.family = family
        self.levels = levels
        self.defaultLevel = defaultLevel
        self.modalities = modalities
        self.modelByteCount = modelByteCount
        self.remedy = remedy
        self.compression = compression
        self.decompression = decompression
        self.versionQuery = versionQuery
    }

    /// Reads `COMPRESS::DECOMPRESS`, the parameters of a `cmd:` spec.
    ///
    /// - Throws: ``CodecError/malformedSpec(text:offset:reason:)``
    package init(parsing parameters: String) throws(CodecError) {
        let prefix = "\(CodecSpec.commandCodec):"
        func malformed(_ offset: Int, _ reason: String) -> CodecError {
            .malformedSpec(text: prefix + parameters, offset: prefix.count + offset, reason: reason)
        }
        let scalars = Array(parameters.unicodeScalars)
        let separators = Self.separators(in: scalars)
        guard let separator = separators.first else {
            throw malformed(scalars.count, "'::' and the command that decompresses are missing")
        }
        guard separators.count == 1 else {
            throw malformed(separators[1].lowerBound, "a second '::'; there are two commands only")
        }
        func template(_ range: Range<Int>) throws(CodecError) -> CommandTemplate {
            do throws(CommandTemplate.Malformation) {
                return try CommandTemplate(String(String.UnicodeScalarView(scalars[range])))
            } catch {
                throw malformed(range.lowerBound + error.offset, error.reason)
            }
        }
        let compression = try template(0..<separator.lowerBound)
        let decompression = try template(separator.upperBound..<scalars.count)
        for template in [compression, decompression] where template.has(.level) {
            throw malformed(0, "{level} belongs into codecs.yaml; write the level itself")
        }
        self.init(
            name: CodecSpec.commandCodec, summary: "a command line", family: .classical, levels: [], defaultLevel: "",
            modalities: Set(Modality.allCases), modelByteCount: 0, remedy: "install the program, or give its path",
            compression: compression, decompression: decompression, versionQuery: nil)
    }

    /// Where `::` stands outside quotation marks; where quotation marks do not match, anywhere, and the command that has them says so.
    private static func separators(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
        let all = scalars.ranges(of: Array("::".unicodeScalars))
        var quoted: Set<Int> = []
        var quote: Unicode.Scalar?
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            if quote != nil { quoted.insert(place) }
            if scalar == "\\", quote != "'" {
                place += 1
                if quote != nil { quoted.insert(place) }
            } else if scalar == quote {
                quote = nil
            } else if quote == nil, scalar == "'" || scalar == "\"" {
                quote = scalar
            }
            place += 1
        }
        return quote == nil ? all.filter { !quoted.contains($0.lowerBound) } : all
    }

    /// What stands in the way of running a program; for one that is not there at all, that.
    static func obstacle(to program: String) -> String {
        guard program.utf8.contains(UInt8(ascii: "/")), FileManager.default.fileExists(atPath: program) else {
            return "there is no program '\(program)' on this machine"
        }
        return "'\(program)' is there and is not a program that may be run"
    }

    /// The path of a program as a command has it: below the search path, or as given.
    ///
    /// - Returns: nil where there is no such program.
    static func path(of program: String) -> String? {
        if program.utf8.contains(UInt8(ascii: "/")) {
            // The command runs in another folder, so the path must not depend on the current one.
            let path = program.utf8.first == UInt8(ascii: "/") ? program : "\(ProcessText.currentFolder)/\(program)"
            return isProgram(path) ? path : nil
        }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
        return folders.split(separator: ":").lazy.map { "\($0)/\(program)" }.first(where: isProgram)
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
        return !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
    }

    /// Whether both programs are on this machine.
    package var isInstalled: Bool {
        Self.path(of: compression.program) != nil && Self.path(of: decompression.program) != nil
    }

    /// The version that the program tells, or `unknown`.
    package func version() -> String {
        guard let versionQuery, let executable = Self.path(of: versionQuery.command.program),
            let expression = try? Regex(versionQuery.pattern), let folder = try? TemporaryFolder()
        else { return "unknown" }
        defer { folder.remove() }
        let process = ChildProcess(
            executable: executable,
            arguments: [versionQuery.command.program] + versionQuery.command.arguments([:]), folder: folder.path,
            input: nil, output: nil, messages: "messages")
        // Many programs call it a failure to be asked for help, so the exit status says nothing.
        guard (try? process.run(timeLimit: .seconds(10))) != nil else { return "unknown" }
        let words = CommandLineCodec.messages(in: folder, limit: 16_384)
        guard let match = words.firstMatch(of: expression), match.output.count > 1,
            let version = match.output[1].substring
        else { return "unknown" }
        return String(version)
    }
}
