import CodecInterface
import OutsideText

/// The columns of `results.csv`, in order: how each is written and read.
///
/// Speeds have three significant digits more than anybody trusts; numbers never depend on the locale. An empty cell means
/// that the value was not measured.
enum TrialColumns {
    struct Column: Sendable {
        let name: String
        let write: @Sendable (TrialRecord) -> String
        /// Returns false when the text is none of the column's values. Derived columns read nothing.
        let read: @Sendable (inout TrialRecord, String) -> Bool
    }

    static let all: [Column] = [
        integer("schema", \.schema),
        text("run", \.run),
        Column(name: "item", write: { $0.item.text }) { record, text in
            record.item = ExactText(text)
            return true
        },
        Column(name: "modality", write: { $0.modality.rawValue }) { record, text in
            guard let modality = Modality(rawValue: text) else { return false }
            record.modality = modality
            return true
        },
        text("item_sha256", \.itemSHA256),
        text("codec", \.codec),
        text("params", \.parameters),
        text("codec_version", \.codecVersion),
        integer("threads", \.threads),
        optionalInteger("block_bytes", \.blockByteCount),
        integer("raw_bytes", \.rawByteCount),
        optionalInteger("comp_bytes", \.compressedByteCount),
        derived("ratio") { $0.ratio.map(NumberText.fixed(6)) },
        derived("bpb") { $0.bitsPerByte.map(NumberText.fixed(6)) },
        integer("model_bytes", \.modelByteCount),
        derived("adjusted_ratio") { $0.adjustedRatio.map(NumberText.fixed(6)) },
        number("c_mbps", \.compression.speed),
        number("c_mbps_min", \.compression.minimumSpeed),
        number("c_mbps_ci_low", \.compression.confidenceLow),
        number("c_mbps_ci_high", \.compression.confidenceHigh),
        number("d_mbps", \.decompression.speed),
        number("d_mbps_min", \.decompression.minimumSpeed),
        number("d_mbps_ci_low", \.decompression.confidenceLow),
        number("d_mbps_ci_high", \.decompression.confidenceHigh),
        number("c_cpu_s", \.compression.cpuSeconds),
        number("d_cpu_s", \.decompression.cpuSeconds),
        optionalInteger("c_peak_bytes", \.compression.peakByteCount),
        optionalInteger("d_peak_bytes", \.decompression.peakByteCount),
        optionalInteger("c_runs", \.compression.runs),
        optionalInteger("d_runs", \.decompression.runs),
        number("yardstick_mbps", \.yardstickSpeed),
        Column(name: "stream_sha256", write: { $0.streamSHA256 ?? "" }) { record, text in
            record.streamSHA256 = text.isEmpty ? nil : text
            return true
        },
        Column(name: "status", write: { $0.status.description }) { record, text in
            guard let status = TrialStatus(text) else { return false }
            record.status = status
            return true
        },
    ]

    static let names = all.map(\.name)

    /// Those that follow from others.
    static let derivedNames = ["ratio", "bpb", "adjusted_ratio"]

    private static func text(_ name: String, _ path: any WritableKeyPath<TrialRecord, String> & Sendable) -> Column {
        Column(name: name, write: { $0[keyPath: path] }) { record, text in
            record[keyPath: path] = text
            return true
        }
    }

    private static func integer(_ name: String, _ path: any WritableKeyPath<TrialRecord, Int> & Sendable) -> Column {
        Column(name: name, write: { String($0[keyPath: path]) }) { record, text in
            guard let value = Int(text), value >= 0 else { return false }
            record[keyPath: path] = value
            return true
        }
    }

    private static func optionalInteger(_ name: String, _ path: any WritableKeyPath<TrialRecord, Int?> & Sendable)
        -> Column
    {
        Column(name: name, write: { $0[keyPath: path].map(String.init) ?? "" }) { record, text in
            guard !text.isEmpty else { return true }
            guard let value = Int(text), value >= 0 else { return false }
            record[keyPath: path] = value
            return true
        }
    }

    private static func number(_ name: String, _ path: any WritableKeyPath<TrialRecord, Double?> & Sendable) -> Column {
        Column(name: name, write: { $0[keyPath: path].map(NumberText.significant) ?? "" }) { record, text in
            guard !text.isEmpty else { return true }
            guard let value = NumberText.value(of: text) else { return false }
            record[keyPath: path] = value
            return true
        }
    }

    private static func derived(_ name: String, _ write: @escaping @Sendable (TrialRecord) -> String?) -> Column {
        Column(name: name, write: { write($0) ?? "" }) { _, text in
            text.isEmpty || NumberText.value(of: text) != nil
        }
    }
}
