import CodecInterface
import Corpora
import Foundation
import OutsideText

/// Bytes whose pages are all resident before the first pass, so that no pass pays for touching them first.
final class TouchedBuffer {
    let bytes: UnsafeMutableRawBufferPointer

    /// - Throws: ``CodecError/outOfMemory(codec:)`` when there is no memory for it.
    init(byteCount: Int) throws(CodecError) {
        // The system says no where Swift's allocator would end the process.
        let memory = mmap(
            nil, max(byteCount, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { throw .outOfMemory(codec: "ncbench") }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
        #if os(Linux)
        // Programs are started by a fork of this process, which has no use for it and need not be able to hold it.
        _ = madvise(memory, byteCount, Int32(MADV_DONTFORK))
        #endif
        if byteCount > 0 { memset(memory, 0, byteCount) }
    }

    /// A file's bytes.
    ///
    /// - Throws: ``RunFolderError`` when it cannot be read, or as ``init(byteCount:)``.
    convenience init(contentsOf path: String) throws {
        try self.init(file: try ReadFile(path: path))
    }

    /// All bytes of a file that was just opened.
    convenience init(file: ReadFile) throws {
        try self.init(byteCount: file.byteCount)
        guard try file.fill(bytes) == bytes.count else {
            throw RunFolderError.cannotRead(path: file.path, reason: "it became shorter while it was read")
        }
    }

    deinit { munmap(bytes.baseAddress, max(bytes.count, 1)) }
}

/// A file proper that is open for reading.
final class ReadFile {
    let path: String
    /// Its size when it was opened.
    let byteCount: Int
    private let file: FileHandle

    init(path: String) throws(RunFolderError) {
        self.path = path
        do throws(FileProblem) {
            file = try PathFile.regular(path)
        } catch {
            throw .cannotRead(path: path, reason: error.reason)
        }
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        byteCount = Int(status.st_size)
    }

    /// Reads on, until `room` is full or the file ends. Returns how many bytes came.
    func fill(_ room: UnsafeMutableRawBufferPointer) throws(RunFolderError) -> Int {
        var place = 0
        while place < room.count {
            let count = read(file.fileDescriptor, room.baseAddress.map { $0 + place }, room.count - place)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            place += count
        }
        return place
    }
}

/// A file's bytes, mapped rather than read.
final class MappedFile {
    let bytes: UnsafeRawBufferPointer
    private let mapping: UnsafeMutableRawPointer?

    init(path: String) throws(RunFolderError) {
        let descriptor = PathFile.open(path)
        guard descriptor >= 0 else { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            mapping = nil
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        mapping = mapped
        bytes = UnsafeRawBufferPointer(start: mapped, count: count)
    }

    deinit {
        if let mapping { munmap(mapping, bytes.count) }
    }
}

/// Files that only the harness reads, in its scratch folder.
enum OwnFile {
    /// Writes all of `bytes`, straight from where they are.
    static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(RunFolderError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        func failure(_ number: Int32) -> RunFolderError {
            .cannotUseScratch(
                path: PathText.folder(of: path), reason: String(cString: strerror(number)))
        }
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var place = 0
        while place < bytes.count {
            let count = Foundation.write(descriptor, bytes.baseAddress.map { $0 + place }, bytes.count - place)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                // Half a stream is of no use, and its room may be.
                unlink(path)
                throw failure(number)
            }
            place += count
        }
    }
}

/// How an item is divided into blocks that are compressed independently; an empty item is one empty block.
struct BlockDivision {
    let ranges: [Range<Int>]

    init(byteCount: Int, blockByteCount: Int?) {
        guard let blockByteCount, blockByteCount > 0, blockByteCount < byteCount else {
            ranges = [0..<byteCount]
            return
        }
        ranges = stride(from: 0, to: byteCount, by: blockByteCount).map { $0..<min($0 + blockByteCount, byteCount) }
    }

    /// Blocks that end where lines do: each has as many whole lines as fit, and one that is longer by itself.
    init(lines bytes: UnsafeRawBufferPointer, blockByteCount: Int) {
        var ranges: [Range<Int>] = []
        var (start, end) = (0, 0)
        for place in bytes.indices where bytes[place] == 0x0A || place == bytes.count - 1 {
            if end > start, place + 1 - start > blockByteCount {
                ranges.append(start..<end)
                start = end
            }
            end = place + 1
        }
        ranges.append(start..<bytes.count)
        self.ranges = ranges
    }

    /// Blocks of these lengths, one after the other.
    ///
    /// - Returns: nil where they are not the lengths of an item of `byteCount` bytes.
    init?(lengths: [Int], byteCount: Int) {
        var ranges: [Range<Int>] = []
        var start = 0
        for length in lengths {
            guard length >= 0, length <= byteCount - start else { return nil }
            ranges.append(start..<start + length)
            start += length
        }
        guard start == byteCount else { return nil }
        self.ranges = ranges
    }
}
