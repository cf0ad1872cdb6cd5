import CodecInterface
import Foundation

/// Bytes whose pages are all resident before the first pass, so that no pass pays for touching them first.
final class TouchedBuffer {
    let bytes: UnsafeMutableRawBufferPointer

    /// - Throws: ``CodecError/outOfMemory(codec:)`` when there is no memory for it.
    init(byteCount: Int) throws(CodecError) {
        // The system's allocator says no where Swift's would end the process.
        guard let memory = malloc(max(byteCount, 64)) else { throw .outOfMemory(codec: "ncbench") }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
        if byteCount > 0 { memset(memory, 0, byteCount) }
    }

    /// A file's bytes.
    ///
    /// - Throws: ``RunFolderError`` when it cannot be read, or as ``init(byteCount:)``.
    convenience init(contentsOf path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RunFolderError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw RunFolderError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        try self.init(byteCount: Int(status.st_size))
        var place = 0
        while place < bytes.count {
            let count = read(descriptor, bytes.baseAddress.map { $0 + place }, bytes.count - place)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let reason = count == 0 ? "it became shorter while it was read" : String(cString: strerror(errno))
                throw RunFolderError.cannotRead(path: path, reason: reason)
            }
            place += count
        }
    }

    deinit { free(bytes.baseAddress) }
}

/// A file's bytes, mapped rather than read.
final class MappedFile {
    let bytes: UnsafeRawBufferPointer
    private let mapping: UnsafeMutableRawPointer?

    init(path: String) throws(RunFolderError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
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
                path: (path as NSString).deletingLastPathComponent, reason: String(cString: strerror(number)))
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
}
