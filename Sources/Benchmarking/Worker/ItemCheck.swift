import CodecInterface
import Corpora
import Crypto
import Foundation

/// The file of an item does not have the bytes that the item's hash was taken of.
struct ItemChange: Error {
    /// The hash of what was read instead; nil where the file is gone, or has another size.
    var foundSHA256: String?
}

/// Reads an item for a worker, which knows by its hash whether these are the bytes that it was asked to measure: a file may be written,
/// cut off or replaced at any time, and a path may mean another file to another process.
struct ItemCheck {
    let path: String
    let byteCount: Int
    /// Nil where the harness is of a build that does not say; then nothing is checked.
    let expectedSHA256: String?

    /// What is compared at a time.
    private static let pieceByteCount = 1 << 20

    /// All of the item, and its hash where one is expected.
    ///
    /// - Throws: ``ItemChange``, or as ``TouchedBuffer``.
    func load() throws -> (bytes: TouchedBuffer, sha256: String?) {
        let file = try open()
        guard let expectedSHA256 else { return (try TouchedBuffer(file: file), nil) }
        guard file.byteCount == byteCount else { throw ItemChange() }
        let buffer = try TouchedBuffer(byteCount: byteCount)
        guard try file.fill(buffer.bytes) == byteCount else { throw ItemChange() }
        let found = HexadecimalText.of(SHA256.hash(data: UnsafeRawBufferPointer(buffer.bytes)))
        guard found == expectedSHA256 else { throw ItemChange(foundSHA256: found) }
        return (buffer, found)
    }

    /// Where `result` departs from the item; nil when it is the item, byte for byte. Its hash as ``load()`` has it.
    ///
    /// Reads piece by piece: a mapped file that somebody cuts off takes its reader with it.
    ///
    /// - Throws: ``ItemChange``, also where the bytes agree; ``RunFolderError`` when the file cannot be read.
    func firstDifference(from result: UnsafeRawBufferPointer) throws -> (offset: Int?, sha256: String?) {
        let file = try open()
        let piece = try TouchedBuffer(byteCount: Self.pieceByteCount)
        var hash = SHA256()
        var place = 0
        var difference: Int?
        while true {
            let count = try file.fill(piece.bytes)
            let read = UnsafeRawBufferPointer(rebasing: piece.bytes[..<count])
            if expectedSHA256 != nil { hash.update(bufferPointer: read) }
            let own = UnsafeRawBufferPointer(rebasing: result[min(place, result.count)...].prefix(count))
            if difference == nil, own.count < count || !Self.areEqual(read, own) {
                difference = place + (zip(read, own).enumerated().first { $1.0 != $1.1 }?.offset ?? own.count)
            }
            place += count
            if count < piece.bytes.count { break }
        }
        if difference == nil, place < result.count { difference = place }
        guard let expectedSHA256 else { return (difference, nil) }
        let found = HexadecimalText.of(hash.finalize())
        guard found == expectedSHA256 else { throw ItemChange(foundSHA256: found) }
        return (difference, found)
    }

    private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count, let first = a.baseAddress, let second = b.baseAddress else {
            return a.count == b.count
        }
        return memcmp(first, second, a.count) == 0
    }

    private func open() throws -> ReadFile {
        do {
            return try ReadFile(path: path)
        } catch {
            if expectedSHA256 != nil, FileProblem.isMissing(path) { throw ItemChange() }
            throw error
        }
    }
}

extension WorkerRequest {
    /// The item of this request, which lies where compressing reads and where decompressing compares.
    func item(at path: String) -> ItemCheck {
        ItemCheck(path: path, byteCount: rawByteCount, expectedSHA256: itemSHA256)
    }
}
