import OutsideText

/// Reads lists of specs: codecs with their settings, and the files behind those.
struct SpecListReader {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var place = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    /// - Throws: ``CodecError/malformedSpec(text:offset:reason:)``
    mutating func specs() throws(CodecError) -> [CodecSpec] {
        var specs: [CodecSpec] = []
        repeat {
            let start = place
            let name = try word(until: ",/@")
            try check(name, at: start)
            if current != "," {
                specs.append(CodecSpec(codec: name, knowledge: try knowledge()))
            }
            while current == "," {
                place += 1
                let start = place
                let parameters = try word(until: ",/@")
                guard !parameters.isEmpty else {
                    throw malformed(start, "a parameter of '\(name)' is missing after ','")
                }
                if let blank = Array(parameters.unicodeScalars).firstIndex(where: \.properties.isWhitespace) {
                    throw malformed(start + blank, "a parameter holds no blanks")
                }
                specs.append(CodecSpec(codec: name, parameters: parameters, knowledge: try knowledge()))
            }
        } while passSlash()
        return specs
    }

    private var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func passSlash() -> Bool {
        guard current == "/" else { return false }
        place += 1
        return true
    }

    private mutating func word(until ends: String) throws(CodecError) -> String {
        let start = place
        while let next = current, !ends.unicodeScalars.contains(next) { place += 1 }
        var word = String.UnicodeScalarView()
        word.append(contentsOf: scalars[start..<place])
        guard PathText.isUTF8(String(word)) else { throw CodecSpec.notUTF8(text) }
        return String(word)
    }

    /// The file behind `@`, if there is one here.
    private mutating func knowledge() throws(CodecError) -> String? {
        guard current == "@" else { return nil }
        place += 1
        var rest = String.UnicodeScalarView()
        rest.append(contentsOf: scalars[place...])
        guard let (path, length) = KnowledgeName.read(Substring(String(rest)).unicodeScalars) else {
            throw malformed(place, "after '@' comes the name of a file; one that begins with a quote ends with one")
        }
        place += length
        guard current == nil || current == "," || current == "/" else {
            throw malformed(place, "after a file's name in quotes comes ',' or '/'")
        }
        return path
    }

    private func check(_ name: String, at start: Int) throws(CodecError) {
        guard !name.isEmpty else { throw malformed(start, "a codec name is missing") }
        guard !name.hasPrefix("\(CodecSpec.commandCodec):") else {
            throw malformed(start, "a command line is all of a spec; give it an -e of its own")
        }
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }) else {
            throw malformed(start, "'\(name)' is not a codec name (letters, digits, '-', '_')")
        }
    }

    private func malformed(_ offset: Int, _ reason: String) -> CodecError {
        .malformedSpec(text: PathText.isUTF8(text) ? text : VisibleText.oneLine(text), offset: offset, reason: reason)
    }
}
