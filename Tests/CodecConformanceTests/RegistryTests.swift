import CodecInterface
import Foundation
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
        let known = codecRegistry.map { $0.information.name }
        #expect(throws: CodecError.unknownCodec(name: "zlip", known: known)) {
            try registry.makeCodec(for: CodecSpec(codec: "zlip"), threads: 1)
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
        let list = CodecList(registry: small)
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

    @Test("The lists for people and for programs name every codec with its version")
    func lists() throws {
        let list = CodecList(registry: registry)
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
