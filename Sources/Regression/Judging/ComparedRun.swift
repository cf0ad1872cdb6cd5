package import Benchmarking
package import OutsideText

/// One of the two runs of a comparison, with all that is known of it.
package struct ComparedRun: Sendable {
    /// What messages and reports call it, e.g. its folder's name.
    package var name: String
    /// One row a trial: where a trial was measured twice, the later one.
    package private(set) var records: [TrialRecord]
    /// Earlier rows of the same trials, which are left out.
    package let supersededCount: Int
    package private(set) var samples: [SampleRecord]
    package var environment: RunEnvironment?
    /// Rows of samples.csv that could not be read, and so are not in ``samples``.
    package var damagedSampleCount: Int

    package init(
        name: String, records: [TrialRecord], samples: [SampleRecord], environment: RunEnvironment?,
        damagedSampleCount: Int = 0
    ) {
        self.name = name
        self.damagedSampleCount = damagedSampleCount
        self.environment = environment
        var places: [ComparedTrial.Key: Int] = [:]
        var kept: [TrialRecord] = []
        for record in records {
            let key = ComparedTrial.Key(record)
            if let place = places[key] {
                kept[place] = record
            } else {
                places[key] = kept.count
                kept.append(record)
            }
        }
        self.records = kept
        supersededCount = records.count - kept.count
        self.samples = samples
    }

    /// Whether stretches of any pass were timed.
    var hasStretches: Bool { samples.contains { $0.stretches != nil } }
}

/// A trial that both runs have.
package struct ComparedTrial: Sendable {
    /// What makes a trial the same in both.
    package struct Key: Sendable, Hashable {
        package let item: ExactText
        package let codec: ExactText
        package let parameters: ExactText
        package let threads: Int
        package let blockByteCount: Int?

        init(_ record: TrialRecord) {
            item = record.item
            codec = ExactText(record.codec)
            parameters = ExactText(record.parameters)
            threads = record.threads
            blockByteCount = record.blockByteCount
        }
    }

    package let base: TrialRecord
    package let new: TrialRecord

    var item: ExactText { base.item }
    var spec: ComparedSpec { ComparedSpec(base) }
    /// Whether both have been compressed and decompressed.
    var areFine: Bool { base.status == .ok && new.status == .ok }
}

/// A codec with its parameters, and how it was run: what is judged over several items.
package struct ComparedSpec: Sendable, Hashable {
    private let exactCodec: ExactText
    private let exactParameters: ExactText
    package let threads: Int
    package let blockByteCount: Int?

    package var codec: String { exactCodec.text }
    package var parameters: String { exactParameters.text }

    init(_ record: TrialRecord) {
        exactCodec = ExactText(record.codec)
        exactParameters = ExactText(record.parameters)
        threads = record.threads
        blockByteCount = record.blockByteCount
    }

    /// `xz,9e`: as on the command line.
    package var spec: String { parameters.isEmpty ? codec : "\(codec),\(parameters)" }

    /// `xz,9e`, with what else tells it from others of the same run.
    package var label: String {
        spec + (threads == 1 ? "" : ", \(threads) threads") + (blockByteCount.map { ", blocks of \($0) bytes" } ?? "")
    }
}
