import Benchmarking
import CodecInterface
import Foundation
import Reporting
import SystemCodecs
import Testing
import ncbench

@Suite("Codec registry")
struct RegistryTests {
    private let registry = CodecRegistry()

    @Test("store comes first, names are unique and usable in specs")
    func names() throws {
        let names = codecRegistry.map { $0.information.name }
        #expect(names.first == "store")
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(try CodecSpec.list(parsing: name) == [CodecSpec(codec: name)])
        }
        #expect(Set(["zlib", "xz", "bzip2"]).isSubset(of: names))
    }

    @Test("What a codec says of itself is complete", arguments: RegisteredCodec.all)
    func information(codec: RegisteredCodec) throws {
        let information = codec.information
        #expect(!information.summary.isEmpty)
        #expect(!information.library.isEmpty)
        #expect(information.version.first?.isNumber == true, "\(information.version)")
        #expect(!information.modalities.isEmpty)
        #expect(Set(information.parameters).count == information.parameters.count)
        #expect(information.parameters.isEmpty == information.parameterRange.isEmpty)
        #expect(information.parameters.isEmpty == information.defaultParameters.isEmpty)
        if !information.parameters.isEmpty {
            #expect(information.parameters.contains(information.defaultParameters))
        }
        for parameters in information.parameters {
            let spec = CodecSpec(codec: information.name, parameters: parameters)
            #expect(try CodecSpec.list(parsing: spec.description) == [spec])
            _ = try registry.makeCodec(for: spec, threads: 1)
        }
        _ = try registry.makeCodec(for: CodecSpec(codec: information.name), threads: 1)
    }

    @Test("Of every codec it is known, roughly, how slow it is: a division into shards goes by that")
    func roughSpeeds() {
        for codec in codecRegistry {
            #expect(RoughSpeeds.knows(codec.information.name), "\(codec.information.name)")
        }
    }

    @Test("A setting out of range is an error that names the range", arguments: RegisteredCodec.all)
    func outOfRange(codec: RegisteredCodec) {
        let information = codec.information
        for wrong in ["-8", "23", "9f", "1000000000000000000000", "+1", "06"] {
            #expect(
                throws: CodecError.parametersOutOfRange(
                    codec: information.name, given: wrong, range: information.parameterRange)
            ) { try registry.makeCodec(for: CodecSpec(codec: information.name, parameters: wrong), threads: 1) }
            #expect(throws: CodecError.self) { try codec.type.init(parameters: wrong, threads: 1) }
        }
    }

    @Test("An unknown codec is an error that lists the known ones")
    func unknown() throws {
        let known = try codecRegistry.map { $0.information.name } + registry.namedCommands().map(\.name)
        #expect(throws: CodecError.unknownCodec(name: "zlip", known: known)) {
            try registry.makeCodec(for: CodecSpec(codec: "zlip"), threads: 1)
        }
    }

    @Test("cmd: makes any command line a codec")
    func commandLine() throws {
        let line = try #require(try CodecSpec.list(parsing: "cmd:cat {in}::cat").first)
        let codec = try registry.makeCodec(for: line, threads: 1)
        #expect(codec.information.name == "cmd")
        #expect(codec is any ChildProcessCodec)
        let error = #expect(throws: CodecError.self) {
            try registry.makeCodec(for: CodecSpec(codec: "cmd", parameters: "cat"), threads: 1)
        }
        #expect(error.map { "\($0)".contains("'cmd:cat'") } == true)
    }

    @Test("A codecs.yaml of the user's comes first, and its errors are told")
    func commandFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "registry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func registry(_ yaml: String) throws -> CodecRegistry {
            let file = folder.appending(path: "codecs.yaml")
            try Data(yaml.utf8).write(to: file)
            return CodecRegistry(commandFile: file.path)
        }
        func definition(_ name: String) -> String {
            "schema: 1\ncodecs:\n  - {name: \(name), summary: copies, compress: cat, decompress: cat}"
        }
        let mine = try registry(definition("zpaq"))
        #expect(try mine.namedCommands().filter { $0.name == "zpaq" }.map(\.program) == ["cat"])
        let copying = try mine.makeCodec(for: CodecSpec(codec: "zpaq"), threads: 1)
        #expect(copying.information.name == "zpaq")
        #expect(copying.information.summary == "copies")
        #expect(copying is any ChildProcessCodec)
        #expect(throws: CodecError.parametersOutOfRange(codec: "zpaq", given: "5", range: "")) {
            try mine.makeCodec(for: CodecSpec(codec: "zpaq", parameters: "5"), threads: 1)
        }
        // Built-in codecs neither read the file nor give up their names.
        let taken = try registry(definition("xz"))
        #expect(try taken.makeCodec(for: CodecSpec(codec: "xz"), threads: 1).information.library == "liblzma")
        let error = #expect(throws: CodecError.self) {
            try taken.makeCodec(for: CodecSpec(codec: "zpaq"), threads: 1)
        }
        #expect(error.map { "\($0)".contains("'xz' is a built-in codec") } == true, "\(String(describing: error))")
        let broken = try registry("schema: 1\ncodecs:\n  - {nme: a}")
        let malformation = #expect(throws: CodecError.self) {
            try broken.makeCodec(for: CodecSpec(codec: "a"), threads: 1)
        }
        #expect(malformation.map { "\($0)".contains("line 3") } == true, "\(String(describing: malformation))")
    }

    @Test("A range of levels is each of them, of built-in codecs and of named command lines")
    func ranges() throws {
        func specs(_ text: String) throws -> [String] { try registry.specs(parsing: text).map(\.description) }
        #expect(
            try specs("zlib,1-3/xz,8e-9e,6/store") == ["zlib,1", "zlib,2", "zlib,3", "xz,8e", "xz,9e", "xz,6", "store"])
        #expect(try specs("zpaq,1-2") == ["zpaq,1", "zpaq,2"])
        // What is no range stays, and is refused by the codec.
        #expect(try specs("zlib,0-9/nosuch,1-2/cmd-x,1-2") == ["zlib,0-9", "nosuch,1-2", "cmd-x,1-2"])
        #expect(throws: CodecError.self) {
            try registry.makeCodec(for: CodecSpec(codec: "zlib", parameters: "0-9"), threads: 1)
        }
    }

    @Test("A codec left out of the build says how to get it")
    func leftOut() throws {
        let small = CodecRegistry(codecs: Array(codecRegistry.prefix(1)), optional: optionalCodecs)
        #expect(small.missing == optionalCodecs)
        for optional in optionalCodecs {
            let error = #expect(throws: CodecError.self) {
                try small.makeCodec(for: CodecSpec(codec: optional.name), threads: 1)
            }
            #expect(error == .notBuilt(codec: optional.name, remedy: optional.remedy))
            #expect(optional.remedy.contains(optional.packages.debian))
            #expect(optional.remedy.contains(optional.trait))
        }
        let list = try CodecList(registry: small)
        #expect(list.text.contains("Not part of this build:"))
        #expect(list.text.contains(optionalCodecs[0].remedy))
    }

    @Test("Every codec is either built or missing, never both")
    func complete() {
        let built = Set(codecRegistry.map { $0.information.name })
        let missing = Set(registry.missing.map(\.name))
        #expect(built.isDisjoint(with: missing))
        #expect(Set(optionalCodecs.map(\.name)).isSubset(of: built.union(missing)))
    }

    @Test("Reports tell the family of every codec that has a name here")
    func familiesByName() throws {
        for codec in codecRegistry {
            #expect(CodecInformation.Family(named: codec.information.name) == codec.information.family)
        }
        for definition in try CommandCatalog.reviewed().definitions {
            #expect(CodecInformation.Family(named: definition.name) == definition.family, "\(definition.name)")
        }
    }

    @Test("The lists for people and for programs name every codec with its version")
    func lists() throws {
        let list = try CodecList(registry: registry)
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(list.json.utf8)) as? [String: Any])
        #expect(document["schema"] as? Int == 1)
        let entries = try #require(document["codecs"] as? [[String: Any]])
        #expect(entries.map { $0["name"] as? String } == codecRegistry.map { $0.information.name })
        #expect(document["missing"] is [Any])
        for (entry, codec) in zip(entries, codecRegistry) {
            let information = codec.information
            #expect(entry["parameters"] as? [String] == information.parameters)
            #expect(entry["default_parameters"] as? String == information.defaultParameters)
            #expect(entry["parameter_range"] as? String == information.parameterRange)
            #expect(entry["version"] as? String == information.version)
            #expect(entry["library"] as? String == information.library)
            #expect(entry["family"] as? String == information.family.rawValue)
            #expect(entry["model_bytes"] as? Int == information.modelByteCount)
            #expect((entry["modalities"] as? [String])?.isEmpty == false)
            #expect(list.text.contains("\(information.library) \(information.version)"))
        }
    }
}
