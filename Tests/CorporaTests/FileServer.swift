import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A small HTTP/1.1 server on the loopback interface that knows range requests, and can misbehave in the ways that
/// downloads have to live with.
final class FileServer: Sendable {
    /// How one request is answered.
    enum Answer: Sendable {
        /// The range asked for, or all; the connection is cut after so many bytes of it.
        case file([UInt8], cutAfter: Int? = nil)
        /// All of it, whatever was asked for.
        case withoutRanges([UInt8], cutAfter: Int? = nil)
        case status(Int)
    }

    private let descriptor: Int32
    let port: UInt16
    /// The answers to come, the last of which is repeated.
    private let answers: Mutex<[Answer]>
    /// The `Range` header of each request; empty where there was none.
    private let requests = Mutex<[String]>([])

    var ranges: [String] { requests.withLock { $0 } }

    init(_ answers: [Answer]) throws {
        self.answers = Mutex(answers)
        descriptor = socket(AF_INET, Self.stream, 0)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 8) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let thread = Thread { [weak self, descriptor] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(connection)
                close(connection)
            }
        }
        thread.start()
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let quietly = Int32(MSG_NOSIGNAL)
    #else
    private static let stream = SOCK_STREAM
    private static let quietly: Int32 = 0
    #endif

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer[..<count]
        }
        let lines = String(decoding: request, as: UTF8.self).split(separator: "\r\n")
        let range = lines.first { $0.lowercased().hasPrefix("range: ") }.map { String($0.dropFirst(7)) } ?? ""
        requests.withLock { $0.append(range) }
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        switch answer {
        case .status(let code): send(connection, head(code, 0), [])
        case .withoutRanges(let bytes, let cut):
            send(connection, head(200, bytes.count), bytes.prefix(cut ?? bytes.count))
        case .file(let bytes, let cut):
            // curl asks for "bytes=N-".
            guard let start = range.split(separator: "=").last.flatMap({ Int($0.dropLast()) }), !range.isEmpty else {
                return send(connection, head(200, bytes.count), bytes.prefix(cut ?? bytes.count))
            }
            guard start < bytes.count else { return send(connection, head(416, 0), []) }
            let rest = bytes[start...]
            send(
                connection,
                head(206, rest.count, "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)\r\n"),
                rest.prefix(cut ?? rest.count))
        }
    }

    private func head(_ code: Int, _ length: Int, _ more: String = "") -> String {
        "HTTP/1.1 \(code) Whatever\r\nContent-Length: \(length)\r\nConnection: close\r\n\(more)\r\n"
    }

    private func send(_ connection: Int32, _ head: String, _ body: ArraySlice<UInt8>) {
        var bytes = Array(head.utf8) + body
        while !bytes.isEmpty {
            #if canImport(Glibc)
            let count = Glibc.send(connection, bytes, bytes.count, Self.quietly)
            #else
            let count = Darwin.send(connection, bytes, bytes.count, Self.quietly)
            #endif
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }
}
