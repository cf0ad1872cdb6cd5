import Benchmarking
import CodecInterface
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
        return best.variant.family.hasNetwork
            ? networkWins(totals.group, best, codecs) : classicalWins(totals.group, best, codecs)
    }

    /// A codec with a network is smallest: it is set beside the best one of each other family.
    private static func networkWins(_ group: ItemGroup, _ best: Totals.Line, _ codecs: [Totals.Line]) -> Phrase {
        let rivals = [Family.classical, .hybrid, .neural].filter { $0 != best.variant.family }
            .compactMap { family in codecs.first { $0.variant.family == family } }
        guard !rivals.isEmpty else {
            return "On \(group.phrase), \(name: best.variant.label) is smallest (ratio \(Quantity.ratio(best.ratio)))."
        }
        var phrase: Phrase =
            "On \(group.phrase), \(name: best.variant.label) (ratio \(Quantity.ratio(best.ratio))) is "
        for (index, rival) in rivals.enumerated() {
            let (joint, noun) = index == 0 ? ("", "codec") : (", and ", "one")
            phrase =
                phrase
                    + """
                    \(joint)\(difference(best, rival)) the best \(rival.variant.family.rawValue) \(noun), \
                    \(name: rival.variant.label)
                    """
        }
        return phrase + "\(speeds(best, rivals))."
    }

    /// A classical codec is smallest: it is set beside the next codec, and the best ones with a network get their places.
    private static func classicalWins(_ group: ItemGroup, _ best: Totals.Line, _ codecs: [Totals.Line]) -> Phrase {
        let next = codecs[1]
        var phrase: Phrase = """
            On \(group.phrase), \(name: best.variant.label) (ratio \(Quantity.ratio(best.ratio))) is \
            \(difference(best, next)) \(name: next.variant.label)
            """
        // The word stands once: after "the best neural codec" comes "the best hybrid one".
        var noun = "codec"
        if next.variant.family.hasNetwork {
            noun = "one"
            phrase = phrase + ", the best \(next.variant.family.rawValue) codec\(speeds(next, [best]))"
        }
        let places = Family.listed.filter { $0.hasNetwork && $0 != next.variant.family }
            .compactMap { family in codecs.firstIndex { $0.variant.family == family } }.sorted()
        for place in places {
            let codec = codecs[place]
            let size = Quantity.percent(abs(change(codec, best)))
            phrase =
                phrase
                    + """
                    ; the best \(codec.variant.family.rawValue) \(noun), \(name: codec.variant.label), comes \
                    \(ordinal(place + 1)), \(size) larger than the smallest\(speeds(codec, [best]))
                    """
            noun = "one"
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

    /// Nothing unless all speeds are known.
    private static func speeds(_ line: Totals.Line, _ references: [Totals.Line]) -> Phrase {
        let others = references.compactMap(\.compression.value).map(Quantity.speedWithUnit)
        guard let own = line.compression.value, others.count == references.count else { return "" }
        return ", compressing at \(Quantity.speedWithUnit(own)) against \(others.joined(separator: " and "))"
    }

    private static func ordinal(_ number: Int) -> String {
        let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
        return number <= words.count ? words[number - 1] : "number \(number)"
    }
}
