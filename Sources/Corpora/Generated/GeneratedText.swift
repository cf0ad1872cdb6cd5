/// English-like sentences from a small grammar, with the skew of word frequencies that real text has.
enum GeneratedText {
    private static let subjects = [
        "the old captain", "a careful reader", "the river", "her sister", "nobody in the village", "the machine",
        "my friend", "the committee", "a stranger", "the last train",
    ]
    private static let verbs = [
        "remembered", "carried", "could not find", "described", "waited for", "forgot", "followed", "measured",
        "had promised", "opened",
    ]
    private static let objects = [
        "the letter", "a narrow road to the sea", "the second chapter", "an answer", "the broken clock",
        "every number in the table", "the garden behind the house", "a song without words", "the key", "nothing at all",
    ]
    private static let links = [". ", ". ", ", and ", ", but ", "; ", ".\n", " because ", " while "]

    static func bytes(count: Int) -> [UInt8] {
        var random = GeneratorSequence(seed: 1)
        // The smaller of two draws: early entries come more often.
        func pick(_ words: [String]) -> String {
            words[min(random.next(below: words.count), random.next(below: words.count))]
        }
        var text: [UInt8] = []
        var startsSentence = true
        while text.count < count {
            var clause = Array("\(pick(subjects)) \(pick(verbs)) \(pick(objects))".utf8)
            if startsSentence { clause[0] -= 32 }
            let link = pick(links)
            startsSentence = link.hasPrefix(".")
            text += clause + Array(link.utf8)
        }
        return Array(text[..<count])
    }
}
