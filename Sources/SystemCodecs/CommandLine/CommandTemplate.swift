import CodecInterface

/// A command line with places for file names: `zpaq add {out}.zpaq {in} -m5`.
///
/// Words are split as a shell does it, with single quotes, double quotes and backslashes, but there is no shell: nothing is
/// expanded, piped or redirected unless the command is `sh -c '…'` itself. The places are `{in}` and `{out}`, `{level}` and
/// `{threads}`; anything else in braces stays as it is. Letters directly behind a file's place that look like an
/// extension belong to its name. A template without `{in}` reads standard input, one without `{out}` writes standard
/// output.
struct CommandTemplate: Sendable, Equatable {
    /// What a place stands for.
    enum Place: String, CaseIterable, Sendable {
        case input = "in"
        case output = "out"
        case level, threads
    }

    enum Piece: Sendable, Equatable {
        case text(String)
        case place(Place)
    }

    /// Why a template cannot be read; `offset` counts code points from its start.
    struct Malformation: Error, Equatable {
        let offset: Int
        let reason: String
    }

    let words: [[Piece]]
    /// What is behind `{in}` and `{out}` in a file name, such as `.zpaq`; nil where the place does not occur.
    let inputSuffix: String?
    let outputSuffix: String?

    init(_ text: some StringProtocol) throws(Malformation) {
        words = try Self.split(text)
        if case .text(let setting)? = words.first?.first, setting.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*=.*/) != nil {
            throw Malformation(
                offset: 0,
                reason:
                    "no shell runs, so that '\(setting)' would be the program; to set a variable write: env \(setting) …"
            )
        }
        guard case .text(let program)? = words.first?.first, words[0].count == 1, !program.isEmpty else {
            throw Malformation(
                offset: 0, reason: words.isEmpty ? "the command is empty" : "a command begins with a program")
        }
        inputSuffix = try Self.suffix(of: .input, in: words)
        outputSuffix = try Self.suffix(of: .output, in: words)
    }

    /// The program, as the template has it.
    var program: String {
        guard case .text(let program)? = words.first?.first else { return "" }
        return program
    }

    /// Whether a place occurs.
    func has(_ place: Place) -> Bool { words.joined().contains(.place(place)) }

    /// The words behind the program with every place filled.
    func arguments(_ values: [Place: String]) -> [String] {
        words.dropFirst().map { word in
            word.map { piece in
                switch piece {
                case .text(let text): text
                case .place(let place): values[place] ?? ""
                }
            }.joined()
        }
    }

    /// Quotation marks and blanks are told by code points, not by what Swift takes for a character: a mark that stands above a
    /// quotation mark does not make it another one. Blanks are those of the shell; a no-break space belongs to its word.
    private static func split(_ text: some StringProtocol) throws(Malformation) -> [[Piece]] {
        var words: [[Piece]] = []
        var word: String.UnicodeScalarView?
        // Whether a shell would act on something in the word.
        var isActedOn = false
        var quote: (mark: Unicode.Scalar, offset: Int)?
        var scalars = text.unicodeScalars.makeIterator()
        var offset = -1
        var start = 0
        func append(_ scalar: Unicode.Scalar) {
            if word == nil { start = offset }
            word = (word ?? .init()) + [scalar]
        }
        func finish() throws(Malformation) {
            guard let finished = word else { return }
            if isActedOn { throw refusal(of: String(finished), at: start) }
            words.append(pieces(of: finished))
            word = nil
        }
        while let scalar = scalars.next() {
            offset += 1
            switch (scalar, quote?.mark) {
            case ("'", nil), ("\"", nil):
                quote = (scalar, offset)
                if word == nil { start = offset }
                word = word ?? .init()
            case (_, scalar):
                quote = nil
            case ("\\", nil), ("\\", "\""):
                offset += 1
                guard let next = scalars.next() else {
                    throw Malformation(offset: offset - 1, reason: "a backslash with nothing behind it")
                }
                // Within double quotes a backslash is itself, unless a quote or a backslash follows.
                if quote != nil && next != "\"" && next != "\\" { append("\\") }
                append(next)
            case (" ", nil), ("\t", nil), ("\n", nil), ("\r", nil):
                try finish()
            default:
                if quote == nil, "<>|&;".unicodeScalars.contains(scalar) { isActedOn = true }
                append(scalar)
            }
        }
        if let quote {
            throw Malformation(offset: quote.offset, reason: "a quotation mark (\(quote.mark)) that nothing closes")
        }
        try finish()
        return words
    }

    /// What a shell would act on, no program is meant to get.
    private static func refusal(of word: String, at offset: Int) -> Malformation {
        Malformation(
            offset: offset,
            reason: """
                no shell runs, so that the program would get '\(word)' as a word; a command without {in} reads standard input \
                and one without {out} writes standard output; for anything else name the shell: sh -c '…', and a word that is \
                meant stands in quotation marks
                """)
    }

    /// Finds the places in a word.
    private static func pieces(of word: String.UnicodeScalarView) -> [Piece] {
        var pieces: [Piece] = []
        var text = String.UnicodeScalarView()
        var rest = word[...]
        while let scalar = rest.first {
            if scalar == "{", let end = rest.firstIndex(of: "}"),
                let place = Place(rawValue: String(rest[rest.index(after: rest.startIndex)..<end]))
            {
                if !text.isEmpty { pieces.append(.text(String(text))) }
                text = .init()
                pieces.append(.place(place))
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(scalar)
                rest = rest.dropFirst()
            }
        }
        if !text.isEmpty || pieces.isEmpty { pieces.append(.text(String(text))) }
        return pieces
    }

    /// The extension behind every occurrence of a place; they have to agree.
    private static func suffix(of place: Place, in words: [[Piece]]) throws(Malformation) -> String? {
        var suffixes: Set<String> = []
        for word in words {
            for (index, piece) in word.enumerated() where piece == .place(place) {
                var suffix = ""
                if index + 1 < word.count, case .text(let text) = word[index + 1], text.utf8.first == UInt8(ascii: ".")
                {
                    let letters = text.unicodeScalars.prefix {
                        $0.isASCII
                            && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                                || "._-".unicodeScalars.contains($0))
                    }
                    suffix = String(letters)
                }
                suffixes.insert(suffix)
            }
        }
        guard suffixes.count <= 1 else {
            let names = suffixes.sorted().map { "{\(place.rawValue)}\($0)" }.joined(separator: " and ")
            throw Malformation(offset: 0, reason: "one file has several names: \(names)")
        }
        return suffixes.first
    }
}
