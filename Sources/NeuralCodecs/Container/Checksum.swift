internal import CZlib

/// CRC-32 as zlib, gzip and PNG compute it (ISO 3309, polynomial 0xEDB88320).
package struct Checksum: Sendable, Hashable {
    package private(set) var value: UInt32

    /// - Parameter value: the checksum of the bytes so far; zero before the first.
    package init(_ value: UInt32 = 0) {
        self.value = value
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // With a null pointer zlib's function starts anew instead of going on.
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        value = UInt32(
            truncatingIfNeeded: crc32_z(UInt(value), base.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    /// Whether a computed checksum is the one that was read. Always, in a build for fuzzing: no fuzzer guesses 32 bits.
    static func matches(_ computed: UInt32, _ read: UInt32) -> Bool {
        #if IGNORE_CHECKSUMS
        true
        #else
        computed == read
        #endif
    }

    /// The checksum after `bytes`, going on from `seed`.
    package static func of(_ bytes: some Sequence<UInt8>, seed: UInt32 = 0) -> UInt32 {
        var checksum = Checksum(seed)
        Array(bytes).withUnsafeBytes { checksum.update($0) }
        return checksum.value
    }
}
