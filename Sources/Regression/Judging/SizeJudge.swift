import Benchmarking

/// Judges sizes, which are exact: one byte is a change.
enum SizeJudge {
    static func judge(_ trials: [ComparedTrial], into comparison: inout Comparison) {
        var changedStreams = 0
        for trial in trials where trial.areFine {
            guard let before = payload(trial.base), let after = payload(trial.new) else { continue }
            let limit = comparison.limits.limit(
                .size, codec: trial.base.codec, spec: trial.base.spec, item: trial.item)
            var finding = Finding(kind: .measured(.size), spec: trial.spec, span: .item(trial.item))
            finding.base = before
            finding.new = after
            finding.change = before > 0 ? after / before - 1 : after > 0 ? .infinity : 0
            finding.limit = limit
            finding.versions = trial.versions
            guard let limit else {
                if before != after { comparison.information.append(finding) }
                continue
            }
            // A hair more, so that what lies right on a limit passes however it rounds; nothing more at a limit of 0.
            if after - before > before * limit * (1 + 1e-12) {
                comparison.regressions.append(finding)
            } else if after < before {
                comparison.improvements.append(finding)
            } else {
                comparison.unchanged[.size, default: 0] += 1
                if let old = trial.base.streamSHA256, let new = trial.new.streamSHA256, old != new, before == after {
                    changedStreams += 1
                }
            }
        }
        if changedStreams > 0 {
            comparison.notes.append(
                "\(changedStreams) stream\(changedStreams == 1 ? " has" : "s have") the same size and other bytes")
        }
    }

    /// Compressed bytes and the weights that a decoder needs with them. Both are below 2⁵³, which a Double holds exactly.
    private static func payload(_ record: TrialRecord) -> Double? {
        record.compressedByteCount.map { Double($0) + Double(record.modelByteCount) }
    }
}
