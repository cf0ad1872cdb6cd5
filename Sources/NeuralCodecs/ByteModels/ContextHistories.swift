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

    private let contexts: UnsafeMutablePointer<ByteContext>
    let count: Int
    private let table: HashedHistories
    private let hashes: UnsafeMutablePointer<UInt64>
    private let buckets: UnsafeMutablePointer<HashedHistories.Bucket>
    /// Those of the byte's first half, which hold the runs.
    private let runBuckets: UnsafeMutablePointer<HashedHistories.Bucket>
    private let runExpected: UnsafeMutablePointer<Int32>
    private let stateMaps: UnsafeMutablePointer<UInt32>
    private let runMaps: UnsafeMutablePointer<UInt32>
    private let nextState: UnsafePointer<UInt8>
    /// 0 nothing seen, 1 one value only, 2 both.
    private let stateKinds: UnsafeMutablePointer<UInt8>
    private let stateSteps: UnsafeMutablePointer<Int32>
    private let steps: UnsafePointer<Int32>
    private let tables: LogisticTables

    init(_ parameters: ByteModelParameters, arena: Arena) {
        count = parameters.contexts.count
        contexts = arena.allocate(count, of: ByteContext.self)
        for (index, context) in parameters.contexts.enumerated() { contexts[index] = context }
        table = HashedHistories(bits: parameters.tableBits, arena: arena)
        hashes = arena.allocate(count, of: UInt64.self)
        let nowhere = HashedHistories.Bucket(place: arena.allocate(HashedHistories.bucketByteCount, of: UInt8.self))
        buckets = arena.allocate(count, of: HashedHistories.Bucket.self)
        runBuckets = arena.allocate(count, of: HashedHistories.Bucket.self)
        buckets.update(repeating: nowhere, count: count)
        runBuckets.update(repeating: nowhere, count: count)
        runExpected = arena.allocate(count, of: Int32.self)
        tables = .shared
        steps = UnsafePointer(AdaptiveProbability.steps)
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

    /// Finds the histories for the first half of a byte.
    ///
    /// - Parameter match: the byte that a match expects, with a leading 1; 0 for none.
    @inline(__always) func beginByte(_ text: borrowing TextState, table fields: borrowing TableState, match: Int) {
        for index in 0..<count {
            let hash = contexts[index].hash(of: text, table: fields, match: match)
            hashes[index] = hash
            table.prefetch(hash)
        }
        for index in 0..<count {
            let bucket = table.bucket(hashes[index])
            buckets[index] = bucket
            runBuckets[index] = bucket
            runExpected[index] = bucket.runLength.pointee > 0 ? Int32(bucket.lastByte.pointee) | 256 : 0
        }
    }

    /// Finds those for the second half.
    @inline(__always) func beginHalf(_ node: Int) {
        for index in 0..<count {
            let hash = mixed(hashes[index], UInt64(truncatingIfNeeded: node))
            hashes[index] = hash
            table.prefetch(hash)
        }
        for index in 0..<count { buckets[index] = table.bucket(hashes[index]) }
    }

    /// Learns which byte came.
    @inline(__always) func endByte(_ byte: UInt8) {
        for index in 0..<count {
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
        let half = situation.halfNode
        let node = Int32(truncatingIfNeeded: situation.node)
        let shift = Int32(truncatingIfNeeded: 8 &- situation.index)
        var place = inputs
        var certain = 0
        var votes = 0
        var profile = 0
        for context in 0..<count {
            let bucket = buckets[context]
            let state = Int(bucket.state(half).pointee)
            let kind = Int(stateKinds[state])
            if context &- 1 < 6, context >= 1 { profile = profile &* 3 &+ kind }
            if state == 0 {
                place[0] = 0
                place[1] = 0
                place[2] = 0
                place[3] = 0
            } else {
                let probability = AdaptiveProbability.probability(stateMaps[256 &* context &+ state])
                let x = tables.stretch(probability)
                place[0] = x
                place[1] = Float(probability &- 32768) * (4 / 65536)
                place[2] = tables.stretch(Int(bucket.probability(half).pointee))
                place[3] = kind == 1 ? x : 0
                certain &+= kind & 1
            }
            let expected = runExpected[context]
            if expected != 0, expected >> shift == node {
                let run = Int(runBuckets[context].runLength.pointee)
                let x = tables.stretch(AdaptiveProbability.probability(runMaps[64 &* context &+ run]))
                let isOne = expected >> (shift &- 1) & 1 == 1
                place[4] = isOne ? x : -x
                votes &+= isOne ? 1 : -1
            } else {
                place[4] = 0
            }
            place += Self.inputsPerContext
        }
        situation.certain = certain
        situation.contextCount = count
        situation.runVotes = votes
        situation.profile = profile
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int, _ situation: borrowing BitSituation) {
        let half = situation.halfNode
        let node = Int32(truncatingIfNeeded: situation.node)
        let shift = Int32(truncatingIfNeeded: 8 &- situation.index)
        let target: Int32 = bit == 1 ? 65535 : 0
        for context in 0..<count {
            let bucket = buckets[context]
            let place = bucket.state(half)
            let state = Int(place.pointee)
            let probability = bucket.probability(half)
            if state == 0 {
                probability.pointee = bit == 1 ? 53000 : 12535
            } else {
                AdaptiveProbability.update(stateMaps + (256 &* context &+ state), bit: bit, limit: 255, steps: steps)
                let old = Int32(probability.pointee)
                probability.pointee = UInt16(truncatingIfNeeded: old &+ ((target &- old) &* stateSteps[state]) >> 15)
            }
            place.pointee = nextState[2 &* state &+ bit]
            let expected = runExpected[context]
            if expected != 0, expected >> shift == node {
                let run = Int(runBuckets[context].runLength.pointee)
                AdaptiveProbability.update(
                    runMaps + (64 &* context &+ run),
                    bit: Int(expected >> (shift &- 1) & 1) == bit ? 1 : 0, limit: 1023, steps: steps)
            }
        }
    }
}
