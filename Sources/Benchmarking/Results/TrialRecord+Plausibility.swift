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

    private var measurementContradiction: Contradiction? {
        for (name, direction) in [("c", compression), ("d", decompression)] {
            let figures = [
                ("mbps", direction.speed), ("mbps_min", direction.minimumSpeed),
                ("mbps_ci_low", direction.confidenceLow), ("mbps_ci_high", direction.confidenceHigh),
                ("cpu_s", direction.cpuSeconds),
            ]
            if let (column, value) = figures.first(where: { ($0.1 ?? 0) < 0 }), let value {
                return Contradiction(
                    column: "\(name)_\(column)", reason: "\(NumberText.significant(value)) is less than nothing")
            }
        }
        return nil
    }
}
