// Contexts that get buckets when they come for the second time: what they saw first is written into them then, as if they had been there.
extension ContextHistories {
    /// Memory beside the tables: buckets of contexts that come for the first time, which nobody finds again.
    struct Scratch {
        /// Two buckets a context: for each half of a byte.
        let buckets: UnsafeMutablePointer<UInt8>
        /// For each context: the hash of its first half, whether it is new, whether it came once before.
        let hashes: UnsafeMutablePointer<UInt64>
        let isNew: UnsafeMutablePointer<Bool>
        let cameOnce: UnsafeMutablePointer<Bool>

        init(count: Int, arena: Arena) {
            buckets = arena.allocate(2 * HashedHistories.bucketByteCount * count, of: UInt8.self)
            hashes = arena.allocate(count, of: UInt64.self)
            isNew = arena.allocate(count, of: Bool.self)
            cameOnce = arena.allocate(count, of: Bool.self)
        }

        /// A context's bucket for the first (0) or the second half (1), emptied.
        @inline(__always) func bucket(_ context: Int, half: Int) -> HashedHistories.Bucket {
            let place = buckets + (2 &* context &+ half) &* HashedHistories.bucketByteCount
            place.update(repeating: 0, count: HashedHistories.bucketByteCount)
            return HashedHistories.Bucket(place: place)
        }
    }

    /// Finds the histories for the first half of a byte.
    @inline(__always) func beginByteWithSingles(_ singles: SingleHistories, learns: Bool) {
        for index in 0..<count {
            let hash = hashes[index]
            scratch.hashes[index] = hash
            var bucket: HashedHistories.Bucket
            var isNew = false
            if let known = table.knownBucket(hash) {
                bucket = known
            } else if let byte = singles.byte(hash) {
                bucket = learns ? table.bucket(hash) : scratch.bucket(index, half: 0)
                bucket.lastByte.pointee = byte
                bucket.runLength.pointee = 1
                show(byte >> 4, to: bucket)
            } else {
                bucket = learns ? scratch.bucket(index, half: 0) : nowhere
                isNew = true
            }
            let state = bucket.state(1).pointee
            scratch.isNew[index] = isNew
            scratch.cameOnce[index] = state != 0 && (state == nextState[0] || state == nextState[1])
            begin(index, bucket)
        }
    }

    /// Finds those for the second half.
    @inline(__always) func beginHalfWithSingles(_ node: Int) {
        for index in 0..<count {
            let first = hashes[index]
            let hash = mixed(first, UInt64(truncatingIfNeeded: node))
            hashes[index] = hash
            if scratch.isNew[index] {
                buckets[index] = scratch.bucket(index, half: 1)
            } else if scratch.cameOnce[index] {
                let last = runBuckets[index].lastByte.pointee
                let lastNode = 16 | Int(last >> 4)
                let bucket = table.bucket(mixed(first, UInt64(truncatingIfNeeded: lastNode)))
                if bucket.state(1).pointee == 0 { show(last & 15, to: bucket) }
                buckets[index] = lastNode == node ? bucket : table.bucket(hash)
            } else {
                buckets[index] = table.bucket(hash)
            }
        }
    }

    /// Finds those for the second half behind any first one, of which nothing is learnt.
    func lookUpHalfWithSingles(_ node: Int) {
        for index in 0..<count {
            if let known = table.knownBucket(mixed(hashes[index], UInt64(truncatingIfNeeded: node))) {
                buckets[index] = known
            } else if scratch.cameOnce[index], Int(runBuckets[index].lastByte.pointee >> 4) == node & 15 {
                buckets[index] = scratch.bucket(index, half: 1)
                show(runBuckets[index].lastByte.pointee & 15, to: buckets[index])
            } else {
                buckets[index] = nowhere
            }
        }
    }

    /// Remembers a byte that new contexts saw. True for contexts that are, and need nothing else.
    @inline(__always) func noteSingle(_ singles: SingleHistories, _ index: Int, _ byte: UInt8) -> Bool {
        guard scratch.isNew[index] else { return false }
        singles.note(byte, scratch.hashes[index])
        return true
    }

    /// Shows an empty bucket four bits.
    @inline(__always) private func show(_ bits: UInt8, to bucket: HashedHistories.Bucket) {
        var node = 1
        for shift in 0..<4 {
            let bit = Int(bits >> UInt8(3 - shift)) & 1
            bucket.state(node).pointee = nextState[bit]
            bucket.probability(node).pointee = Self.firstProbability(bit)
            node = node << 1 | bit
        }
    }
}
