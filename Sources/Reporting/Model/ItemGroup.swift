import Benchmarking
package import CodecInterface

/// What is summed up together: items of one kind, real ones apart from generated ones.
package struct ItemGroup: Sendable, Hashable {
    package let modality: Modality
    package let isGenerated: Bool

    /// The groups that a run has rows of: text, image, audio, binary, then the same of generated items.
    package static func all(of run: ReportedRun) -> [ItemGroup] {
        let present = Set(run.records.map { ItemGroup($0, in: run) })
        return [false, true].flatMap { isGenerated in
            Modality.allCases.map { ItemGroup(modality: $0, isGenerated: isGenerated) }
        }.filter(present.contains)
    }

    init(modality: Modality, isGenerated: Bool) {
        self.modality = modality
        self.isGenerated = isGenerated
    }

    init(_ record: TrialRecord, in run: ReportedRun) {
        self.init(modality: record.modality, isGenerated: run.isGenerated(record.item))
    }

    /// `Images`, `Generated images`.
    var title: String { isGenerated ? "Generated \(noun)" : noun.prefix(1).uppercased() + noun.dropFirst() }

    /// As it stands in a sentence after "On".
    var phrase: String { isGenerated ? "generated \(noun)" : noun }

    /// For file names and links: `image`, `image-generated`.
    var identifier: String { modality.rawValue + (isGenerated ? "-generated" : "") }

    /// The `corpus` column of the totals.
    package var corpus: String { isGenerated ? "generated" : "real" }

    private var noun: String {
        switch modality {
        case .text: "text"
        case .image: "images"
        case .audio: "audio"
        case .binary: "binary data"
        }
    }
}
