import CodecInterface
import OutsideText

/// What starting the programs among the codecs takes.
struct StartUpTimes {
    let codecs: CodecSource
    /// Longest that starting one program is measured for.
    private static let longestSeconds = 5.0

    /// By spec; nil where there are none. A program that fails, or takes too long, gets its row later.
    func measure(_ plan: RunPlan, _ cancellation: Cancellation) -> [String: RunEnvironment.StartUp]? {
        let seconds = min(Self.longestSeconds, plan.timeout ?? .infinity)
        var tried: Set<ExactText> = []
        var found: [String: RunEnvironment.StartUp] = [:]
        for entry in plan.entries where !tried.contains(ExactText(entry.spec.description)) {
            guard !cancellation.isCancelled else { break }
            tried.insert(ExactText(entry.spec.description))
            // No program knows anything beforehand.
            guard entry.spec.knowledge == nil,
                let codec = try? codecs.makeCodec(entry.spec, plan.threads) as? any ChildProcessCodec,
                let (compression, decompression) = try? codec.measureStartUp(within: seconds)
            else { continue }
            found[entry.spec.description] = RunEnvironment.StartUp(
                compressionSeconds: compression.wallSeconds, decompressionSeconds: decompression.wallSeconds)
        }
        return found.isEmpty ? nil : found
    }
}
