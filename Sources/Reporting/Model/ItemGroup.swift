import Benchmarking
package import CodecInterface

/// What is summed up together: items of one kind and one corpus, real ones apart from generated ones.
package struct ItemGroup: Sendable, Hashable {
    /// Where items come from, as far as sums go: those of a published corpus are summed up by themselves, so that the sum can
    /// be set beside those that others publish.
    package enum Corpus: Sendable, Hashable {
        /// Real data of no published corpus.
        case mixed
        case published(name: String)
        /// Made by a program.
        case generated
    }

    package let modality: Modality
    package let corpus: Corpus

    /// The groups that a run has rows of: text, image, audio, binary of no corpus, then of each corpus by name, then generated.
    package static func all(of run: ReportedRun) -> [ItemGroup] {
        let present = Set(run.records.map { ItemGroup($0, in: run) })
        let corpora = Set(present.map(\.corpus)).sorted { $0.order < $1.order }
        return corpora.flatMap { corpus in Modality.allCases.map { ItemGroup(modality: $0, corpus: corpus) } }
            .filter(present.contains)
    }

    init(modality: Modality, corpus: Corpus) {
        self.modality = modality
        self.corpus = corpus
    }

    init(_ record: TrialRecord, in run: ReportedRun) {
        self.init(modality: record.modality, corpus: run.corpus(of: record.item))
    }

    var isGenerated: Bool { corpus == .generated }

    /// `Images`, `Generated images`, `Images of kodak`.
    var title: String {
        switch corpus {
        case .mixed: capitalNoun
        case .published(let name): "\(capitalNoun) of \(SafeText.shortened(name, to: 40))"
        case .generated: "Generated \(noun)"
        }
    }

    /// As it stands in a sentence after "On".
    var phrase: String {
        switch corpus {
        case .mixed: noun
        case .published: title.prefix(1).lowercased() + title.dropFirst()
        case .generated: "generated \(noun)"
        }
    }

    /// For file names and links: `image`, `image-generated`, `image-of-kodak`.
    var identifier: String {
        switch corpus {
        case .mixed: modality.rawValue
        case .published(let name): "\(modality.rawValue)-of-\(SafeText.slug(name))"
        case .generated: modality.rawValue + "-generated"
        }
    }

    /// The `corpus` column of the totals.
    package var corpusName: String {
        switch corpus {
        case .mixed: "real"
        case .published(let name): name
        case .generated: "generated"
        }
    }

    private var capitalNoun: String { noun.prefix(1).uppercased() + noun.dropFirst() }

    private var noun: String {
        switch modality {
        case .text: "text"
        case .image: "images"
        case .audio: "audio"
        case .binary: "binary data"
        }
    }
}

extension ItemGroup.Corpus {
    fileprivate var order: (Int, String) {
        switch self {
        case .mixed: (0, "")
        case .published(let name): (1, name)
        case .generated: (2, "")
        }
    }
}
