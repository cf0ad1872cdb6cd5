import Corpora
import OutsideText

extension TrialRecord {
    /// Why a row cannot be true, and which column says so.
    package struct Contradiction: Sendable, Hashable {
        package let column: String
        package let reason: String
    }

    /// What in the row contradicts itself; nil where it may be true.
    ///
    /// - Parameter derived: what the row says of figures that follow from others, by column; a column that is missing says nothing.
    package func contradiction(derived: [String: Double] = [:]) -> Contradiction? {
        for (column, hash) in [("item_sha256", itemSHA256), ("stream_sha256", streamSHA256)] {
            if let hash, !SHA256Text.isValid(hash) {
                return Contradiction(column: column, reason: "'\(hash)' is no SHA-256, 64 lowercase hexadecimal digits")
            }
        }
        for (column, name) in [("item", item.text), ("codec", codec)] where name.isEmpty {
            return Contradiction(column: column, reason: "there is no name")
        }
        for (column, count) in [
            ("threads", threads), ("block_bytes", blockByteCount), ("c_runs", compression.runs),
            ("d_runs", decompression.runs),
        ] {
            if let count, count < 1 { return Contradiction(column: column, reason: "\(count) is less than 1") }
        }
        if compressedByteCount == 0, rawByteCount > 0 {
            return Contradiction(
                column: "comp_bytes", reason: "0 bytes cannot be the \(rawByteCount) bytes of the item")
        }
        if status == .ok, compressedByteCount == nil {
            return Contradiction(column: "comp_bytes", reason: "the trial is ok and has no compressed size")
        }
        for (column, value) in [("ratio", ratio), ("bpb", bitsPerByte), ("adjusted_ratio", adjustedRatio)] {
            guard let found = derived[column] else { continue }
            guard let value, abs(found - value) <= Self.roundingError(value) else {
                let follows = value.map { "\(NumberText.fixed(6)($0)) follows" } ?? "none follows"
                return Contradiction(
                    column: column,
                    reason: "\(NumberText.significant(found)) contradicts the sizes, from which \(follows)")
            }
        }
        return measurementContradiction
    }

    /// Figures are written with six decimals; other programs may keep fewer significant digits, but not fewer than four.
    private static func roundingError(_ value: Double) -> Double { 1e-6 + abs(value) * 1e-4 }

    /// Whatever is outside was not measured; the smallest is the last digit that is written.
    private static let speeds = 1e-12...1e9
    /// Some thirty years.
    private static let longestSeconds = 1e9

    private var measurementContradiction: Contradiction? {
        for (name, direction) in [("c", compression), ("d", decompression)] {
            let figures = [
                ("mbps", direction.speed), ("mbps_min", direction.minimumSpeed),
                ("mbps_ci_low", direction.confidenceLow), ("mbps_ci_high", direction.confidenceHigh),
            ]
            for case (let column, let value?) in figures {
                if let contradiction = speedContradiction("\(name)_\(column)", value) { return contradiction }
            }
            if let seconds = direction.cpuSeconds, !(0...Self.longestSeconds).contains(seconds) {
                return Contradiction(
                    column: "\(name)_cpu_s", reason: "\(NumberText.significant(seconds)) s is no time that a pass takes"
                )
            }
            if let contradiction = direction.orderContradiction(name) { return contradiction }
        }
        return yardstickSpeed.flatMap { value in
            Self.speeds.contains(value) ? nil : Self.noSpeed("yardstick_mbps", value)
        }
    }

    private func speedContradiction(_ column: String, _ value: Double) -> Contradiction? {
        // What takes no bytes has no speed.
        rawByteCount == 0 && value == 0 || Self.speeds.contains(value) ? nil : Self.noSpeed(column, value)
    }

    private static func noSpeed(_ column: String, _ value: Double) -> Contradiction {
        Contradiction(column: column, reason: "\(value) MB/s is no speed that can be measured")
    }
}

extension DirectionRecord {
    /// A median lies between the least and the greatest, and in its own interval.
    fileprivate func orderContradiction(_ name: String) -> TrialRecord.Contradiction? {
        guard let speed else { return nil }
        let rounding = abs(speed) * 1e-4
        for (column, value, isFine) in [
            ("mbps_min", minimumSpeed, { $0 <= speed + rounding }),
            ("mbps_ci_low", confidenceLow, { $0 <= speed + rounding }),
            ("mbps_ci_high", confidenceHigh, { $0 >= speed - rounding }),
        ] as [(String, Double?, (Double) -> Bool)] {
            if let value, !isFine(value) {
                return TrialRecord.Contradiction(
                    column: "\(name)_\(column)",
                    reason:
                        "\(NumberText.significant(value)) does not go with the median, \(NumberText.significant(speed))"
                )
            }
        }
        return nil
    }
}
