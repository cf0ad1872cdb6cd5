package import CodecInterface
package import Corpora
package import OutsideText

/// What a run does: every spec on every item.
package struct RunPlan: Sendable {
    /// One spec, checked and with the codec's own words about itself.
    package struct Entry: Sendable {
        /// As it was asked for.
        package var spec: CodecSpec
        /// What the codec says of itself.
        package var information: CodecInformation
        /// The parameters in effect, the default spelled out.
        package var parameters: String
        /// Bytes compressed independently of each other; nil for the item as a whole.
        package var blockByteCount: Int?
        /// Whether the codec tells by itself what the stretches of an item cost (``StretchCostCodec``).
        package var tellsStretchCosts: Bool
        /// What the codec knows before it codes; its name is what rows call it. Nil where it knows nothing.
        package var knowledge: PriorKnowledge?
        /// The one item that the spec is measured on, where each has a file of its own for the codec to know; nil for all.
        package var onlyItem: ExactText?
        /// Where workers read it; nil where that is the path of the spec.
        var knowledgePath: String?

        /// As ``TrialRecord/spec``.
        package var effectiveSpec: String {
            parameters.isEmpty ? information.name : "\(information.name),\(parameters)"
        }

        package init(
            spec: CodecSpec, information: CodecInformation, parameters: String, blockByteCount: Int? = nil,
            tellsStretchCosts: Bool = false, knowledge: PriorKnowledge? = nil, onlyItem: ExactText? = nil
        ) {
            self.spec = spec
            self.information = information
            self.parameters = parameters
            self.blockByteCount = blockByteCount
            self.tellsStretchCosts = tellsStretchCosts
            self.knowledge = knowledge
            self.onlyItem = onlyItem
        }
    }

    /// In the order of the rows.
    package var items: [Item]
    /// In the order of the rows of an item.
    package var entries: [Entry]
    /// Threads that each codec is given.
    package var threads = 1
    /// Whether blocks end where lines do, so that each holds whole records.
    package var cutsAtLines = false
    /// Whether the learning curve of each trial on a whole item is taken as well.
    package var recordsCurves = false
    /// How often each direction is repeated.
    package var repetitions = RepetitionPolicy()
    /// The repetitions of an item's trials are spread over so many rounds, each spec having its turn in each, so that a
    /// machine that grows slower or faster meanwhile does so for all of them.
    package var rounds = 3
    /// Seconds that one direction may take; nil for no limit.
    package var timeout: Double?
    /// Bytes of memory that a codec may use in one direction; nil for no limit.
    package var memoryLimit: Int?
    /// The processor that workers are kept on; nil for any.
    package var pinnedCPU: Int?
    /// Whether a trial ends before its last round when it has all the repetitions it needs. Where two builds are compared round by
    /// round, every round counts.
    package var endsWhenSatisfied = true

    /// Whether trials of codecs on items of a kind they do not take are left out, rather than each becoming a row that says
    /// so: where the codecs were not asked for by name.
    package var leavesOutUnsupported = false

    /// The places of the specs that are measured on each item; nil for all of them.
    package var chosenEntries: [ExactText: Set<Int>]?

    package init(items: [Item], entries: [Entry]) {
        self.items = items
        self.entries = entries
    }

    /// Rounds in effect: never more than there are repetitions to spread.
    package var effectiveRounds: Int { max(1, min(rounds, repetitions.minimumRuns)) }

    /// The same specs at each of several block sizes, nil standing for whole items, in the order of the sizes.
    package mutating func sweep(over blockByteCounts: [Int?]) {
        entries = entries.flatMap { entry in
            blockByteCounts.map { size in
                var entry = entry
                entry.blockByteCount = size
                return entry
            }
        }
    }

    /// The specs whose trials on an item are part of the run.
    package func entries(on item: Item) -> [Entry] {
        let chosen = chosenEntries.map { $0[item.id] ?? [] }
        return entries.enumerated().filter { (chosen?.contains($0.offset) ?? true) && includes($0.element, on: item) }
            .map(\.element)
    }

    /// Whether a spec has a row for an item, unless another part of the plan does it.
    func includes(_ entry: Entry, on item: Item) -> Bool {
        if let only = entry.onlyItem, only != item.wholeID ?? item.id { return false }
        return !leavesOutUnsupported || isSupported(entry, on: item)
    }

    /// What is measured of one spec.
    func only(_ entry: Int) -> RunPlan {
        var plan = self
        plan.chosenEntries = Dictionary(
            items.map { item in (item.id, chosenEntries.map { $0[item.id] ?? [] } ?? [entry]) }
        ) { first, _ in first }.mapValues { $0.intersection([entry]) }
        return plan
    }

    /// How many rows the finished run has.
    package var trialCount: Int { items.reduce(0) { $0 + entries(on: $1).count } }

    /// The trials that have something to do: a spec on an item of a kind its codec takes.
    package func isSupported(_ entry: Entry, on item: Item) -> Bool {
        entry.information.modalities.contains(item.modality)
    }
}

/// What makes a trial the same in two runs with equal options.
package struct TrialKey: Sendable, Hashable {
    package let item: ExactText
    package let sha256: String
    package let codec: String
    package let parameters: ExactText
    package let blockByteCount: Int?

    package init(
        item: ExactText, sha256: String, codec: String, parameters: ExactText, blockByteCount: Int?
    ) {
        self.item = item
        self.sha256 = sha256
        self.codec = codec
        self.parameters = parameters
        self.blockByteCount = blockByteCount
    }

    /// As ``TrialRecord/spec``.
    package var spec: String { parameters.text.isEmpty ? codec : "\(codec),\(parameters)" }

    package init(_ record: TrialRecord) {
        item = record.item
        sha256 = record.itemSHA256
        codec = record.codec
        parameters = ExactText(record.parameters)
        blockByteCount = record.blockByteCount
    }

    package init(_ entry: RunPlan.Entry, on item: Item) {
        self.item = item.id
        sha256 = item.sha256
        codec = entry.information.name
        parameters = ExactText(entry.parameters)
        blockByteCount = entry.blockByteCount
    }
}
