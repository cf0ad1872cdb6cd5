import Benchmarking
import OutsideText

/// What a run shows, in words computed from its totals.
enum Findings {
    /// One sentence for each group of items.
    static func sentences(_ totals: [Totals]) -> [Phrase] { totals.compactMap(sentence) }

    private static func sentence(_ totals: Totals) -> Phrase? {
        // The best setting of each codec, best codec first.
        var seen: Set<ExactText> = []
        let codecs = totals.lines.filter { seen.insert(ExactText($0.variant.codecName)).inserted }
        guard let best = codecs.first else { return nil }
        let name = Phrase([.name(best.variant.label)])
        guard codecs.count > 1 else {
            return "On \(totals.group.phrase), \(name) reaches a ratio of \(Quantity.ratio(best.ratio))."
        }
        return best.variant.isNeural
            ? neuralWins(totals.group, best, codecs) : classicalWins(totals.group, best, codecs)
    }

    /// A neural codec is smallest: it is set beside the best classical one.
    private static func neuralWins(_ group: ItemGroup, _ best: Totals.Line, _ codecs: [Totals.Line]) -> Phrase {
        guard let classical = codecs.first(where: { !$0.variant.isNeural }) else {
            return "On \(group.phrase), \(name: best.variant.label) is smallest (ratio \(Quantity.ratio(best.ratio)))."
        }
        return """
            On \(group.phrase), \(name: best.variant.label) (ratio \(Quantity.ratio(best.ratio))) is \
            \(difference(best, classical)) the best classical codec, \(name: classical.variant.label)\
            \(speeds(best, classical)).
            """
    }

    /// A classical codec is smallest: it is set beside the next codec, and the best neural one gets its place.
    private static func classicalWins(_ group: ItemGroup, _ best: Totals.Line, _ codecs: [Totals.Line]) -> Phrase {
        let next = codecs[1]
        var phrase: Phrase = """
            On \(group.phrase), \(name: best.variant.label) (ratio \(Quantity.ratio(best.ratio))) is \
            \(difference(best, next)) \(name: next.variant.label)
            """
        if next.variant.isNeural {
            phrase = phrase + ", the best neural codec\(speeds(next, best))"
        } else if let place = codecs.firstIndex(where: { $0.variant.isNeural }) {
            let neural = codecs[place]
            let size = Quantity.percent(abs(change(neural, best)))
            phrase =
                phrase
                    + """
                    ; \(name: neural.variant.label) comes \(ordinal(place + 1)), \(size) larger than the smallest\
                    \(speeds(neural, best))
                    """
        }
        return phrase + "."
    }

    private static func change(_ line: Totals.Line, _ reference: Totals.Line) -> Double {
        Double(line.compressedByteCount) / Double(reference.compressedByteCount) - 1
    }

    private static func difference(_ line: Totals.Line, _ reference: Totals.Line) -> String {
        let change = change(line, reference)
        let size = Quantity.percent(abs(change))
        if line.compressedByteCount == reference.compressedByteCount { return "exactly as small as" }
        if size == "0.0 %" { return "within 0.05 % of" }
        return "\(size) \(change < 0 ? "smaller" : "larger") than"
    }

    private static func speeds(_ line: Totals.Line, _ reference: Totals.Line) -> Phrase {
        guard let own = line.compression.value, let other = reference.compression.value else { return "" }
        return ", compressing at \(Quantity.speedWithUnit(own)) against \(Quantity.speedWithUnit(other))"
    }

    private static func ordinal(_ number: Int) -> String {
        let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
        return number <= words.count ? words[number - 1] : "number \(number)"
    }
}
