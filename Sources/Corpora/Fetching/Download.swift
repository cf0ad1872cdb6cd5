import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Gets a file of a known hash over HTTP with curl, which knows proxies and certificates.
///
/// What arrived stays on disk as `PATH.part`: the next attempt, in this process or a later one, asks for the rest by a
/// range request (RFC 9110, section 14) and begins again where the server knows none.
struct Download {
    let url: String
    /// Nil where only the hash is known.
    let byteCount: Int?
    let sha256: String
    /// Where the file goes once it is whole and its hash is right.
    let path: String
    /// What an error calls it.
    let name: String
    /// Gets a line for people now and then.
    let progress: @Sendable (String) -> Void
    /// Attempts without a single new byte after which it gives up.
    var patience = 4
    /// The same, while the server has not answered at all.
    var patienceWithoutConnection = 2
    /// Pause before another attempt, which doubles while nothing arrives.
    var pause = Duration.seconds(1)

    /// The server's name, and its port where that is in the address.
    var host: String { Self.host(of: url) }

    static func host(of url: String) -> String {
        url.split(separator: "/").dropFirst().first.map(String.init) ?? url
    }

    private var partialPath: String { path + ".part" }

    private var partialByteCount: Int {
        (try? FileManager.default.attributesOfItem(atPath: partialPath))?[.size] as? Int ?? 0
    }

    /// Downloads, or goes on with a download; does nothing when the file is there already.
    func run() async throws(CorpusError) {
        if (try? SHA256Text.ofFile(path)) == sha256 { return }
        if partialByteCount > 0 {
            progress("\(name): going on after \(Self.megabytes(partialByteCount))")
        } else {
            progress("\(name): \(byteCount.map { Self.megabytes($0) + " " } ?? "")from \(url)")
        }
        var fruitless = 0
        while byteCount == nil || partialByteCount != byteCount {
            let before = partialByteCount
            if let byteCount, before > byteCount { throw discarded("it has \(before) bytes instead of \(byteCount)") }
            let failure = try await transfer()
            let now = partialByteCount
            guard let failure else {
                // Whole as far as the server is concerned.
                if let byteCount, now != byteCount {
                    throw discarded("it has \(now) bytes instead of \(byteCount)")
                }
                break
            }
            fruitless = now > before ? 0 : fruitless + 1
            if failure.isWithoutConnection, fruitless >= patienceWithoutConnection {
                throw .unreachable(host: host, reason: failure.reason)
            }
            guard !failure.isFinal, fruitless < patience else {
                throw .download(source: name, reason: "\(failure.reason)\(remark(now))")
            }
            progress("\(name): \(failure.reason); trying again")
            try? await Task.sleep(for: pause * (1 << min(fruitless, 5)))
        }
        let found = try SHA256Text.ofFile(partialPath)
        guard found == sha256 else {
            try? FileManager.default.removeItem(atPath: partialPath)
            throw .wrongHash(item: name, what: "the download", expected: sha256, found: found)
        }
        do {
            try FileManager.default.moveItem(atPath: partialPath, toPath: path)
        } catch {
            throw .cannotWrite(path: path, reason: FileProblem.reason(error))
        }
    }

    private func remark(_ byteCount: Int) -> String {
        byteCount == 0
            ? "" : "; \(Self.megabytes(byteCount)) are kept, and the next fetch goes on from there"
    }

    private func discarded(_ reason: String) -> CorpusError {
        try? FileManager.default.removeItem(atPath: partialPath)
        return .download(source: name, reason: "\(url): \(reason); it is not the file that the manifest describes")
    }

    private struct Failure {
        let reason: String
        /// Trying again would not help.
        var isFinal = false
        /// No server was found or answered.
        var isWithoutConnection = false
    }

    /// One attempt; nil when the server says that it has sent all.
    private func transfer() async throws(CorpusError) -> Failure? {
        let watch = Task { [self] in
            var last = partialByteCount
            while true {
                try await Task.sleep(for: .seconds(5))
                let now = partialByteCount
                guard now != last else { continue }
                last = now
                let share = byteCount.map {
                    " of \(Self.megabytes($0)) (\(Int(100 * Double(now) / Double(max($0, 1)))) %)"
                }
                progress("\(name): \(Self.megabytes(now))\(share ?? "")")
            }
        }
        defer { watch.cancel() }
        let isLocal = host.hasPrefix("127.0.0.1") || host.hasPrefix("localhost")
        let arguments =
            [
                "--silent", "--show-error", "--fail", "--location", "--proto", "=http,https", "--connect-timeout", "30",
                "--speed-limit", "1", "--speed-time", "60", "--continue-at", "-", "--output", partialPath,
            ] + (isLocal ? ["--noproxy", "*"] : []) + ["--", url]
        let status: TerminationStatus
        let words: String
        do {
            let result = try await Subprocess.run(
                .name("curl"), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 14))
            status = result.terminationStatus
            words = result.standardError.split(separator: "\n").last.map(String.init) ?? "curl failed without a word"
        } catch {
            throw .download(
                source: name, reason: "curl cannot be run (\(error)); install it, on Debian with: apt-get install curl")
        }
        guard case .exited(let code) = status else { return Failure(reason: "curl was killed", isFinal: true) }
        switch code {
        case 0: return nil
        case 23:
            throw .cannotWrite(path: partialPath, reason: "\(words); there may be no room left")
        case 33, 36:
            // No ranges here: from the beginning, then.
            try? FileManager.default.removeItem(atPath: partialPath)
            return Failure(reason: "the server cannot go on in the middle of a file")
        case 22:
            if words.contains("416") {
                try? FileManager.default.removeItem(atPath: partialPath)
                return Failure(reason: "the server's file is shorter than what is here")
            }
            // Server errors pass (RFC 9110, section 15.6); client errors do not.
            return Failure(reason: "\(url): \(words)", isFinal: !words.contains(" 5"))
        case 1, 2, 3, 4: return Failure(reason: words, isFinal: true)
        case 5, 6, 7: return Failure(reason: words, isWithoutConnection: true)
        // The time for connecting is over as well as that for anything to arrive.
        case 28: return Failure(reason: words, isWithoutConnection: words.contains("onnect"))
        default: return Failure(reason: words)
        }
    }

    private static func megabytes(_ byteCount: Int) -> String {
        String(format: "%.1f MB", Double(byteCount) / 1e6)
    }
}
