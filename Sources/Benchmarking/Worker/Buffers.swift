import Foundation

/// Bytes whose pages are all resident before the first pass, so that no pass pays for touching them first.
final class TouchedBuffer {
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    convenience init(copying source: UnsafeRawBufferPointer) {
        self.init(byteCount: source.count)
        bytes.copyMemory(from: source)
    }

    deinit { bytes.deallocate() }
}

/// A file's bytes, mapped rather than read.
final class MappedFile {
    let bytes: UnsafeRawBufferPointer
    private let mapping: UnsafeMutableRawPointer?

    init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw RunFolderError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw RunFolderError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            mapping = nil
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else {
            throw RunFolderError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        mapping = mapped
        bytes = UnsafeRawBufferPointer(start: mapped, count: count)
    }

    deinit {
        if let mapping { munmap(mapping, bytes.count) }
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
