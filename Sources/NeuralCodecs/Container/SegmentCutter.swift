/// A piece of the input that becomes a segment.
struct InputSegment {
    var raw: [UInt8]
    /// The stretch of pixels or samples that it is a part of; nil for plain bytes.
    var stretch: (any MediaStretch)?
    /// Whether the segment before is a part of the same stretch.
    var isContinued = false
}

/// Divides an input into segments: plain bytes, and stretches of pixels and samples where a finder sees some.
///
/// Holds the plain bytes of a segment and what the finder looks ahead, or one stretch, which is bounded; never the input.
struct SegmentCutter {
    /// How far past a segment's end the finder may look for the rest of a header.
    private static let lookAhead = 1 << 12

    private let source: any ByteSource
    private let segmentByteCount: Int
    private let finder: StretchFinder?
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var stretch: (any MediaStretch)?
    private var leftInStretch = 0
    /// What is left of a picture or a sound that is longer than a stretch may be.
    private var rest: StretchFinder.Found?
    private var position = 0
    private var isContinued = false
    /// The segment before, where it is of bytes.
    private var bytesBefore: InputSegment?

    init(_ source: any ByteSource, segmentByteCount: Int, finder: StretchFinder?) {
        self.source = source
        self.segmentByteCount = segmentByteCount
        self.finder = finder
    }

    /// The next segment; nil at the end of the input or of the block.
    ///
    /// - Parameter limit: how many bytes are left in the block; what comes after it is not looked at.
    mutating func next(limit: Int = .max) throws(StreamError) -> InputSegment? {
        if leftInStretch > 0 { return try nextOfStretch(limit: limit) }
        guard let finder else {
            try fill(min(segmentByteCount, limit))
            return take(min(segmentByteCount, limit))
        }
        try fill(min(segmentByteCount + Self.lookAhead, limit))
        guard start < buffer.count, limit > 0 else { return nil }
        let window = buffer[start..<min(buffer.count, start + min(segmentByteCount + Self.lookAhead, limit))]
        var found: StretchFinder.Found
        if let rest {
            found = rest
            self.rest = nil
        } else {
            guard let first = try first(by: finder, in: window, limit: limit) else {
                return takeBytes(min(segmentByteCount, limit))
            }
            // The bytes up to the samples, if there are any, and then the samples.
            if first.start > start {
                rest = first
                return takeBytes(first.start - start)
            }
            found = first
        }
        let wanted = min(found.byteCount, found.partByteCount, limit)
        found.byteCount -= wanted
        try fill(wanted)
        let unit = found.unitByteCount
        let available = min(wanted, buffer.count - start) / unit * unit
        guard available > 0, unit <= StreamFormat.maximumSegmentByteCount,
            let stretch = finder.stretch(found, bytes: buffer[start..<start + available])
        else { return take(min(max(available, 1), segmentByteCount)) }
        self.stretch = stretch
        bytesBefore = nil
        leftInStretch = available
        if found.byteCount >= unit, available == wanted { rest = found }
        isContinued = false
        return try nextOfStretch(limit: limit)
    }

    /// The first picture or sound that begins in a window; reads as far ahead as a header asks for, though never more than a stretch.
    private mutating func first(
        by finder: StretchFinder, in window: ArraySlice<UInt8>, limit: Int
    ) throws(StreamError) -> StretchFinder.Found? {
        var window = window
        var canGrow = true
        let reach = window.count
        while true {
            let look = finder.first(
                in: window, startingWithin: min(segmentByteCount, reach), reach: reach, isBeginning: position == 0,
                canGrow: canGrow)
            switch look {
            case .nothing: return nil
            case .found(let found): return found
            case .unclear(let needed):
                let before = window.count
                try fill(min(needed, limit))
                window = buffer[start..<min(buffer.count, start + min(needed, limit))]
                canGrow = window.count > before
            }
        }
    }

    /// Begins a block: what is cut does not depend on what came before.
    mutating func beginBlock() {
        stretch = nil
        bytesBefore = nil
        leftInStretch = 0
        rest = nil
        position = 0
    }

    private mutating func nextOfStretch(limit: Int) throws(StreamError) -> InputSegment? {
        guard let stretch else { return nil }
        let unit = stretch.unitByteCount
        // Larger than segments of bytes: their headers would show in the size of a picture.
        let most = max(1, min(4 * segmentByteCount, StreamFormat.maximumSegmentByteCount) / unit) * unit
        try fill(min(most, leftInStretch))
        var segment = take(min(most, leftInStretch, limit))
        segment?.stretch = stretch
        segment?.isContinued = isContinued
        leftInStretch -= segment?.raw.count ?? leftInStretch
        isContinued = true
        return segment
    }

    /// Bytes that are neither pixels nor samples, with the shape of the table that they may be.
    private mutating func takeBytes(_ count: Int) -> InputSegment? {
        let position = position
        var segment = take(count)
        if let raw = segment?.raw, !Self.isUnseen(raw) {
            segment?.stretch = finder?.table(raw, position: position, after: bytesBefore)
        }
        bytesBefore = segment
        return segment
    }

    /// Whether no model will see the bytes, so that it need not be found out what they are, which takes far longer.
    private static func isUnseen(_ raw: [UInt8]) -> Bool {
        raw.withUnsafeBytes { SegmentEncoder.onlyValue(of: $0) != nil || RandomnessTest.looksRandom($0) }
    }

    private mutating func take(_ count: Int) -> InputSegment? {
        let end = min(buffer.count, start + count)
        guard end > start else { return nil }
        defer {
            position += end - start
            start = end
        }
        return InputSegment(raw: Array(buffer[start..<end]), stretch: nil)
    }

    /// Reads until `count` bytes are at hand, or the input ends.
    private mutating func fill(_ count: Int) throws(StreamError) {
        guard !isAtEnd, buffer.count - start < count else { return }
        buffer.removeFirst(start)
        start = 0
        while buffer.count < count {
            let more = try source.bytes(upTo: min(count - buffer.count, 1 << 20))
            guard !more.isEmpty else {
                isAtEnd = true
                return
            }
            buffer += more
        }
    }
}
