package import CodecInterface

/// Where a run gets its codecs from. Which there are, only the program on top knows.
package struct CodecSource: Sendable {
    /// Makes the codec of a spec.
    package let makeCodec: Worker.CodecMaker
    /// What the codecs of this build say of themselves, in their order.
    package let information: [CodecInformation]

    package init(information: [CodecInformation], makeCodec: @escaping Worker.CodecMaker) {
        self.information = information
        self.makeCodec = makeCodec
    }

    /// The library and its version behind every codec of this build, and behind those of the plan, by codec.
    package func libraryVersions(of plan: RunPlan) -> [String: String] {
        let all = information + plan.entries.map(\.information)
        return Dictionary(all.map { ($0.name, "\($0.library) \($0.version)") }, uniquingKeysWith: { _, last in last })
    }
}
