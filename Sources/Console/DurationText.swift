/// Spans of time for people.
package enum DurationText {
    /// `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
    package static func text(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "unknown" }
        if seconds < 1 { return "\((max(0, seconds) * 10).rounded() / 10) s" }
        let whole = Int(min(seconds, 1e9).rounded())
        if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}
