/// How a text is divided into records: what the manifest's field `records` says. An item of records has one a line.
package enum RecordForm: String, Sendable, Hashable, CaseIterable {
    /// Each line.
    case lines
    /// Each line that begins with no space: what is indented belongs to none.
    case flushLines = "flush-lines"
    /// Each object in an array of a JSON text, the outermost one where they are nested, on one line.
    case jsonObjects = "json-objects"
    /// Each sentence of 100 to 4096 bytes, on one line: from a capital to a full stop, question or exclamation mark before the next.
    case sentences

    /// The records, without the ends of their lines; none is empty.
    package func records(in text: [UInt8]) -> [ArraySlice<UInt8>] {
        switch self {
        case .lines: TextLines.lines(of: text).filter { !TextLines.isBlank($0) }.map(TextLines.withoutEnd)
        case .flushLines:
            Self.lines.records(in: text).filter { $0.first != Byte.space && $0.first != Byte.tab }
        case .jsonObjects: JSONObjects.objects(in: text)
        case .sentences: Sentences.sentences(in: text, lengths: 100...4096)
        }
    }
}

/// A text as lines.
package enum TextLines {
    /// The lines, each with the end of its line.
    package static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (place, byte) in bytes.enumerated() where byte == Byte.lineFeed {
            lines.append(bytes[start...place])
            start = place + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// How many there are.
    package static func count(in bytes: [UInt8]) -> Int {
        bytes.count { $0 == Byte.lineFeed } + (bytes.isEmpty || bytes.last == Byte.lineFeed ? 0 : 1)
    }

    /// Whether a line has nothing but its end.
    package static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy(isEnd) }

    fileprivate static func withoutEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line[..<(line.lastIndex { !isEnd($0) }.map { $0 + 1 } ?? line.startIndex)]
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == Byte.lineFeed || byte == Byte.carriageReturn }
}

private enum Byte {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
}

/// The objects in arrays of a JSON text.
private struct JSONObjects {
    private var objects: [ArraySlice<UInt8>] = []
    private var object: [UInt8]?
    /// The brackets that are open, and how many were where the object began.
    private var open: [UInt8] = []
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether white space is passed over: the end of a line and what indents the next.
    private var isBetweenLines = false

    static func objects(in text: [UInt8]) -> [ArraySlice<UInt8>] {
        var state = JSONObjects()
        for byte in text { state.take(byte) }
        return state.objects
    }

    private mutating func take(_ byte: UInt8) {
        if isInString {
            object?.append(byte)
            isInString = isEscaped || byte != UInt8(ascii: "\"")
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            return
        }
        if byte == Byte.lineFeed || byte == Byte.carriageReturn { isBetweenLines = true }
        if isBetweenLines, [Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn].contains(byte) { return }
        isBetweenLines = false
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"):
            if object == nil, open.last == UInt8(ascii: "[") { (object, depth) = ([], open.count) }
            open.append(byte)
        case UInt8(ascii: "["): open.append(byte)
        default: break
        }
        object?.append(byte)
        guard byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") else { return }
        _ = open.popLast()
        if let whole = object, open.count <= depth {
            objects.append(whole[...])
            object = nil
        }
    }
}

/// The sentences of a text, as far as full stops and capitals tell them.
private enum Sentences {
    static func sentences(in text: [UInt8], lengths: ClosedRange<Int>) -> [ArraySlice<UInt8>] {
        var words: [UInt8] = []
        for byte in text {
            let byte = byte == Byte.lineFeed ? Byte.space : byte
            if byte != Byte.space || words.last != Byte.space { words.append(byte) }
        }
        var sentences: [ArraySlice<UInt8>] = []
        var start = 0
        for place in words.indices.dropFirst().dropLast()
        where words[place] == Byte.space && ".!?".utf8.contains(words[place - 1])
            && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(words[place + 1])
        {
            sentences.append(words[start..<place])
            start = place + 1
        }
        sentences.append(words[start...])
        return sentences.filter { lengths.contains($0.count) }
    }
}
