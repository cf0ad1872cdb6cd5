internal import CProcessor

/// What contexts have seen, in buckets of a cache line: one for each context and half of a byte.
///
/// A bucket has a check of its context, the states and adaptive probabilities of the fifteen nodes that four bits pass
/// through, and, where it belongs to a byte's first half, which byte came last and how often in a row. A context may lie in
/// either of two neighbouring buckets; a new one takes the place of that which was seen less.
struct HashedHistories {
    /// Bytes of a bucket.
    static var bucketByteCount: Int { 64 }

    /// A pointer to a bucket; which byte means what.
    struct Bucket {
        let place: UnsafeMutablePointer<UInt8>

        /// The state of a node, 1 to 15.
        @inline(__always) func state(_ node: Int) -> UnsafeMutablePointer<UInt8> { place + (node + 3) }
        /// The adaptive probability of a node, 1 to 15, in units of 2^-16.
        @inline(__always) func probability(_ node: Int) -> UnsafeMutablePointer<UInt16> {
            UnsafeMutableRawPointer(place + 18).assumingMemoryBound(to: UInt16.self) + node
        }
        /// The byte that came last.
        @inline(__always) var lastByte: UnsafeMutablePointer<UInt8> { place + 2 }
        /// How often in a row it came; 0 where nothing came yet.
        @inline(__always) var runLength: UnsafeMutablePointer<UInt8> { place + 3 }
        @inline(__always) var check: UnsafeMutablePointer<UInt16> {
            UnsafeMutableRawPointer(place).assumingMemoryBound(to: UInt16.self)
        }
    }

    private let buckets: UnsafeMutablePointer<UInt8>
    private let shift: UInt64
    private let seen: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - bits: the binary logarithm of the number of buckets, at least 1.
    init(bits: Int, arena: Arena) {
        buckets = arena.allocate(Self.bucketByteCount << bits, of: UInt8.self)
        shift = UInt64(64 - bits)
        let history = BitHistory.shared
        seen = arena.allocate(256, of: UInt8.self)
        for state in 0..<history.count { seen[state] = history.zeros[state] + history.ones[state] }
    }

    /// Asks for the bucket of a context ahead of time.
    @inline(__always) func prefetch(_ hash: UInt64) {
        let index = Int(truncatingIfNeeded: hash &>> shift)
        cprocessor_prefetch(buckets + index &* Self.bucketByteCount)
        cprocessor_prefetch(buckets + (index ^ 1) &* Self.bucketByteCount)
    }

    /// The bucket of a context; nil where it has none.
    @inline(__always) func knownBucket(_ hash: UInt64) -> Bucket? {
        let index = Int(truncatingIfNeeded: hash >> shift)
        let check = UInt16(truncatingIfNeeded: hash)
        let first = Bucket(place: buckets + index &* Self.bucketByteCount)
        if first.check.pointee == check { return first }
        let second = Bucket(place: buckets + (index ^ 1) &* Self.bucketByteCount)
        return second.check.pointee == check ? second : nil
    }

    /// The bucket of a context, emptied if it was another's.
    @inline(__always) func bucket(_ hash: UInt64) -> Bucket {
        let index = Int(truncatingIfNeeded: hash &>> shift)
        let check = UInt16(truncatingIfNeeded: hash)
        let first = Bucket(place: buckets + index &* Self.bucketByteCount)
        if first.check.pointee == check { return first }
        let second = Bucket(place: buckets + (index ^ 1) &* Self.bucketByteCount)
        if second.check.pointee == check { return second }
        let rarer = seen[Int(first.state(1).pointee)] <= seen[Int(second.state(1).pointee)] ? first : second
        rarer.place.update(repeating: 0, count: Self.bucketByteCount)
        rarer.check.pointee = check
        return rarer
    }
}
