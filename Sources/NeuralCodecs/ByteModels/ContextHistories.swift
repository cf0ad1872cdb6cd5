/// What all contexts have seen, and what that says of the next bit: five inputs of the mix for each.
///
/// - the stretched probability of the node's state, and its distance from a half;
/// - the stretched adaptive probability of the node itself;
/// - the first again where only one value ever came: what is certain deserves a weight of its own;
/// - what a run of one byte expects, by how long it is.
///
/// A context that has seen nothing gives zeros, which leave the mix and its weights alone.
struct ContextHistories {
    static var inputsPerContext: Int { 5 }
    private static var longestRun: UInt8 { 60 }
    /// What an adaptive probability is after the first bit it sees, in units of 2^-16.
    @inline(__always) static func firstProbability(_ bit: Int) -> UInt16 { bit == 1 ? 53000 : 12535 }

    private let contexts: UnsafeMutablePointer<ByteContext>
    let count: Int
    /// Which of them looks at the match; -1 for none.
    private let matchPlace: Int
    let table: HashedHistories
    /// What contexts have seen once; nil where they get buckets at once.
    private let singles: SingleHistories?
    let scratch: Scratch
    let hashes: UnsafeMutablePointer<UInt64>
    let buckets: UnsafeMutablePointer<HashedHistories.Bucket>
    /// Of contexts that have seen nothing and are not to be remembered.
    let nowhere: HashedHistories.Bucket
    /// Those of the byte's first half, which hold the runs.
    let runBuckets: UnsafeMutablePointer<HashedHistories.Bucket>
    private let runExpected: UnsafeMutablePointer<Int32>
    private let stateMaps: UnsafeMutablePointer<UInt32>
    private let runMaps: UnsafeMutablePointer<UInt32>
    let nextState: UnsafePointer<UInt8>
    /// 0 nothing seen, 1 one value only, 2 both.
    private let stateKinds: UnsafeMutablePointer<UInt8>
    private let stateSteps: UnsafeMutablePointer<Int32>
    private let steps: UnsafePointer<Int32>
    private let tables: LogisticTables
    /// Sixteenths of the contexts, by how many are certain.
    private let certainLevels: UnsafeMutablePointer<UInt8>
    /// Contexts from the second on whose kinds make the profile.
    private let profiled: Range<Int>

    init(_ parameters: ByteModelParameters, arena: Arena) {
        count = parameters.contexts.count
        contexts = arena.allocate(count, of: ByteContext.self)
        for (index, context) in parameters.contexts.enumerated() { contexts[index] = context }
        matchPlace = parameters.contexts.firstIndex(of: .matchExpected) ?? -1
        table = HashedHistories(bits: parameters.tableBits, arena: arena)
        singles = parameters.keepsSingles ? SingleHistories(tableBits: parameters.tableBits, arena: arena) : nil
        scratch = Scratch(count: parameters.keepsSingles ? count : 0, arena: arena)
        hashes = arena.allocate(count, of: UInt64.self)
        nowhere = HashedHistories.Bucket(place: arena.allocate(HashedHistories.bucketByteCount, of: UInt8.self))
        buckets = arena.allocate(count, of: HashedHistories.Bucket.self)
        runBuckets = arena.allocate(count, of: HashedHistories.Bucket.self)
        buckets.update(repeating: nowhere, count: count)
        runBuckets.update(repeating: nowhere, count: count)
        runExpected = arena.allocate(count, of: Int32.self)
        tables = .shared
        steps = UnsafePointer(AdaptiveProbability.steps)
        certainLevels = arena.allocate(count + 1, of: UInt8.self)
        for certain in 0...count { certainLevels[certain] = UInt8(min(certain * 16 / (count + 1), 15)) }
        profiled = parameters.selectors.contains(.profile) ? 1..<max(1, min(count, 7)) : 1..<1
        let history = BitHistory.shared
        nextState = UnsafePointer(history.next)
        stateMaps = arena.allocate(256 * count, of: UInt32.self)
        runMaps = arena.allocate(64 * count, of: UInt32.self)
        stateKinds = arena.allocate(256, of: UInt8.self)
        stateSteps = arena.allocate(256, of: Int32.self)
        for state in 0..<history.count {
            let zeros = Int(history.zeros[state])
            let ones = Int(history.ones[state])
            let probability = (Double(ones) + 0.4) / (Double(zeros + ones) + 0.8) * 4_194_304
            for context in 0..<count {
                stateMaps[256 * context + state] = AdaptiveProbability.initial(UInt32(min(probability, 4_194_303)))
            }
            stateKinds[state] = state == 0 ? 0 : zeros == 0 || ones == 0 ? 1 : 2
            stateSteps[state] = max(32768 * 2 / Int32(2 * (zeros + ones) + 3), 32768 / 30)
        }
        runMaps.update(repeating: AdaptiveProbability.initial(3_800_000), count: 64 * count)
    }

    /// Asks for the histories of a byte's first half, but for what depends on the match.
    @inline(__always)
    func askByte(_ text: borrowing TextState, words: borrowing WordState, table fields: borrowing TableState) {
        for index in 0..<count where index != matchPlace { ask(index, text, words, fields, match: 0) }
    }

    /// Finds the histories for the first half of a byte, which were asked for.
    ///
    /// - Parameters:
    ///   - match: the byte that a match expects, with a leading 1; 0 for none.
    ///   - learns: whether contexts that have seen nothing get room for what comes.
    @inline(__always)
    func beginByte(
        _ text: borrowing TextState, words: borrowing WordState, table fields: borrowing TableState, match: Int,
        learns: Bool = true
    ) {
        if matchPlace >= 0 { ask(matchPlace, text, words, fields, match: match) }
        if let singles { return beginByteWithSingles(singles, learns: learns) }
        for index in 0..<count {
            begin(index, learns ? table.bucket(hashes[index]) : table.knownBucket(hashes[index]) ?? nowhere)
        }
    }

    /// Begins a byte with a context's bucket.
    @inline(__always) func begin(_ index: Int, _ bucket: HashedHistories.Bucket) {
        buckets[index] = bucket
        runBuckets[index] = bucket
        runExpected[index] = bucket.runLength.pointee > 0 ? Int32(bucket.lastByte.pointee) | 256 : 0
    }

    @inline(__always)
    private func ask(
        _ index: Int, _ text: borrowing TextState, _ words: borrowing WordState, _ fields: borrowing TableState,
        match: Int
    ) {
        let hash = contexts[index].hash(of: text, words: words, table: fields, match: match)
        hashes[index] = hash
        table.prefetch(hash)
        singles?.prefetch(hash)
    }

    /// Asks for those of the second half while its last bit is yet to come: for both that there may be.
    ///
    /// - Parameter node: the bits so far behind a leading 1.
    @inline(__always) func foreseeHalf(_ node: Int) {
        for index in 0..<count {
            // New contexts have none.
            if singles != nil, scratch.isNew[index] { continue }
            table.prefetch(mixed(hashes[index], UInt64(truncatingIfNeeded: node << 1)))
            table.prefetch(mixed(hashes[index], UInt64(truncatingIfNeeded: node << 1 | 1)))
        }
    }

    /// Finds those for the second half.
    @inline(__always) func beginHalf(_ node: Int) {
        if singles != nil { return beginHalfWithSingles(node) }
        for index in 0..<count {
            let hash = mixed(hashes[index], UInt64(truncatingIfNeeded: node))
            hashes[index] = hash
            buckets[index] = table.bucket(hash)
        }
    }

    /// Finds those for the second half behind any first one, of which nothing is learnt.
    func lookUpHalf(_ node: Int) {
        if singles != nil { return lookUpHalfWithSingles(node) }
        for index in 0..<count {
            buckets[index] =
                table.knownBucket(mixed(hashes[index], UInt64(truncatingIfNeeded: node))) ?? nowhere
        }
    }

    /// Learns which byte came.
    @inline(__always) func endByte(_ byte: UInt8) {
        for index in 0..<count {
            if let singles, noteSingle(singles, index, byte) { continue }
            let bucket = runBuckets[index]
            if bucket.runLength.pointee > 0, bucket.lastByte.pointee == byte {
                if bucket.runLength.pointee < Self.longestRun { bucket.runLength.pointee &+= 1 }
            } else {
                bucket.lastByte.pointee = byte
                bucket.runLength.pointee = 1
            }
        }
    }

    /// Writes the inputs of the bit at hand.
    @inline(__always)
    func predict(_ situation: inout BitSituation, into inputs: UnsafeMutablePointer<Float>) {
        // Copies, which no store of an input can change.
        let (count, buckets, tables) = (count, buckets, tables)
        let (stateKinds, runExpected, runMaps) = (stateKinds, runExpected, runMaps)
        let half = situation.halfNode
        let node = Int32(truncatingIfNeeded: situation.node)
        let shift = Int32(truncatingIfNeeded: 8 &- situation.index)
        var place = inputs
        var map = stateMaps
        var certain: UInt32 = 0
        var votes = 0
        for context in 0..<count {
            let bucket = buckets[context]
            let state = Int(bucket.state(half).pointee)
            // Masks rather than branches: which state comes is as hard to foresee as the bits are.
            let seen: UInt32 = state == 0 ? 0 : ~0
            let isCertain = UInt32(stateKinds[state]) & 1
            let probability = AdaptiveProbability.probability(map[state])
            let x = tables.stretch(probability).bitPattern & seen
            let distance = Float(Int32(truncatingIfNeeded: probability &- 32768)) * (4 / 65536)
            place[0] = Float(bitPattern: x)
            place[1] = Float(bitPattern: distance.bitPattern & seen)
            place[2] = Float(
                bitPattern: tables.stretch(Int(bucket.probability(half).pointee)).bitPattern & seen)
            place[3] = Float(bitPattern: x & (0 &- isCertain))
            certain &+= isCertain
            // No byte is expected where nothing was seen: 0, which is no node.
            let expected = runExpected[context]
            if expected &>> shift == node {
                let run = Int(runBuckets[context].runLength.pointee)
                let x = tables.stretch(AdaptiveProbability.probability(runMaps[64 &* context &+ run]))
                let isOne = expected &>> (shift &- 1) & 1 == 1
                place[4] = isOne ? x : -x
                votes &+= isOne ? 1 : -1
            } else {
                place[4] = 0
            }
            place += Self.inputsPerContext
            map += 256
        }
        situation.certainLevel = Int(certainLevels[Int(certain)])
        situation.runVotes = votes
        var profile = 0
        for context in profiled {
            profile = profile &* 3 &+ Int(stateKinds[Int(buckets[context].state(half).pointee)])
        }
        situation.profile = profile
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int, _ situation: borrowing BitSituation) {
        let (count, buckets, steps) = (count, buckets, steps)
        let (stateSteps, runExpected, runMaps) = (stateSteps, runExpected, runMaps)
        let half = situation.halfNode
        let node = Int32(truncatingIfNeeded: situation.node)
        let shift = Int32(truncatingIfNeeded: 8 &- situation.index)
        let target: Int32 = bit == 1 ? 65535 : 0
        let initial = Self.firstProbability(bit)
        let following = nextState + bit
        var map = stateMaps
        for context in 0..<count {
            let bucket = buckets[context]
            let place = bucket.state(half)
            let state = Int(place.pointee)
            let probability = bucket.probability(half)
            // The map of state 0 learns as well, though nobody asks it: cheaper than a branch.
            AdaptiveProbability.update(map + state, bit: bit, limit: 255, steps: steps)
            let old = Int32(probability.pointee)
            let moved = old &+ ((target &- old) &* stateSteps[state]) >> 15
            probability.pointee = state == 0 ? initial : UInt16(truncatingIfNeeded: moved)
            place.pointee = following[2 &* state]
            map += 256
            let expected = runExpected[context]
            if expected &>> shift == node {
                let run = Int(runBuckets[context].runLength.pointee)
                AdaptiveProbability.update(
                    runMaps + (64 &* context &+ run),
                    bit: Int(expected &>> (shift &- 1) & 1) == bit ? 1 : 0, limit: 1023, steps: steps)
            }
        }
    }
}
