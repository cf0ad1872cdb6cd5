package import Benchmarking
package import CodecInterface
import Corpora

/// What a baseline holds the sizes of: every deterministic codec of the registry at its default, and some settings more.
package struct BaselinePlan {
    /// Measured beside each codec's default: what people use most, and what is fastest and smallest.
    private static let furtherSettings: [String: [String]] = [
        "zlib": ["1", "9"], "xz": ["0", "9e"], "bzip2": ["1"], "zstd": ["1", "19"], "brotli": ["1", "5"],
        "lz4": ["9", "12"], "libdeflate": ["1", "12"], "png": ["9"], "webp": ["9"], "wavpack": ["f", "hh", "hhx6"],
        "lstm": ["1", "3", "7", "9"], "rnn": ["1"], "gru": ["1"],
        "transformer": ["1"], "mix": ["1", "3"],
    ]

    /// Only on the small built-in items, where they cost little.
    private static let furtherSettingsOnSmoke: [String: [String]] = [
        "lstm": ["2", "4", "6", "8"], "rnn": ["3", "7"], "gru": ["3", "7"],
        "transformer": ["3", "7"], "mix": ["2", "4", "6", "7", "8", "9"],
    ]

    /// So slow that larger items would take minutes.
    private static let slowSettings: [String: Set<String>] = [
        "lstm": ["7", "9"], "rnn": ["7"], "gru": ["7"], "transformer": ["7"], "mix": ["7", "8", "9"],
    ]
    private static let largestItemOfSlowSettings = 100_000

    /// Whether a setting has a row for an item that its codec takes.
    static func measures(_ entry: RunPlan.Entry, on item: Item) -> Bool {
        item.byteCount <= largestItemOfSlowSettings
            || slowSettings[entry.information.name]?.contains(entry.parameters) != true
    }

    /// Codecs that decide by floating-point sums, whose rounding depends on the processor's vector width: another machine with the
    /// same library may choose otherwise.
    private static let processorDependent: Set<String> = ["jxl", "flac"]

    #if arch(x86_64)
    private static let architecture = "x86-64"
    #elseif arch(arm64)
    private static let architecture = "arm64"
    #else
    private static let architecture = "other"
    #endif

    /// The codecs that have rows, in their order.
    package static func codecs(of source: CodecSource) -> [String] {
        source.information.map(\.name).filter { !processorDependent.contains($0) }
    }

    let entries: [RunPlan.Entry]
    /// What each codec stands on, by name: the `library` column.
    package let libraries: [String: String]

    /// - Parameters:
    ///   - codecs: those that are not asked for have no rows; nil for all.
    ///   - standIns: specs that are measured in place of others, to prove that a check notices.
    package init(
        suite: String, source: CodecSource, codecs: Set<String>? = nil, standIns: [StandIn] = []
    ) throws(CodecError) {
        let zlib = source.information.first { $0.name == "zlib" }?.version ?? ""
        var entries: [RunPlan.Entry] = []
        var libraries: [String: String] = [:]
        for information in source.information where !Self.processorDependent.contains(information.name) {
            libraries[information.name] = Self.library(information, zlib: zlib)
            guard codecs?.contains(information.name) ?? true else { continue }
            var settings = [information.defaultParameters] + (Self.furtherSettings[information.name] ?? [])
            if suite == "smoke" { settings += Self.furtherSettingsOnSmoke[information.name] ?? [] }
            // In the codec's own order, weakest first.
            let ordered =
                information.parameters.isEmpty ? [""] : information.parameters.filter(settings.contains)
            for setting in ordered {
                let spec = CodecSpec(codec: information.name, parameters: setting.isEmpty ? nil : setting)
                let measured = standIns.last { $0.replaced == spec.description }?.spec ?? spec
                _ = try source.makeCodec(measured, 1)
                entries.append(RunPlan.Entry(spec: measured, information: information, parameters: setting))
            }
        }
        self.entries = entries
        self.libraries = libraries
    }

    private static func library(_ information: CodecInformation, zlib: String) -> String {
        guard information.library != BaselineRow.ownVersion else { return BaselineRow.ownVersion }
        // What libpng compresses with is zlib.
        let beneath = information.name == "png" ? " zlib \(zlib)" : ""
        return "\(information.library) \(information.version)\(beneath) \(architecture)"
    }

    /// One spec measured in place of another.
    package struct StandIn: Sendable {
        let replaced: String
        let spec: CodecSpec

        /// Reads `zlib,9=zlib,1`, the second being measured.
        package init(parsing text: String) throws(CodecError) {
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let spec = try CodecSpec.list(parsing: sides[1]).first else {
                throw .malformedSpec(text: text, offset: 0, reason: "write SPEC=SPEC")
            }
            replaced = sides[0]
            self.spec = spec
        }
    }
}
