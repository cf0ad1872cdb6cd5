package import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A headless Chromium that opens a page, lets a script act on it as a reader would, and gives back what the script saw.
package enum Browser {
    /// The browser's path; nil where there is none. `NCBENCH_CHROMIUM` names one that is elsewhere.
    package static let path: String? = {
        if let named = ProcessInfo.processInfo.environment["NCBENCH_CHROMIUM"] { return named }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for name in ["chromium", "chromium-browser", "google-chrome", "chrome"] {
            for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }()

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs `script` in the page when it is ready.
    ///
    /// - Parameters:
    ///   - hash: what follows `#` in the address.
    ///   - width: of the window, pixels; 500 is the narrowest that Chromium has.
    ///   - script: the body of a function that returns a dictionary of strings.
    package static func run(
        _ page: Data, hash: String = "", width: Int = 1200, script: String
    ) async throws -> [String: String] {
        guard let path else { throw Failure(description: "there is no browser") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench page \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let harness = """
            <script>
            window.onerror = (message) => { document.documentElement.dataset.outcome = btoa(JSON.stringify({ error: String(message) })); };
            const outcome = (() => { \(script) })();
            const text = JSON.stringify(outcome, (key, value) => typeof value === "object" ? value : String(value));
            document.documentElement.dataset.outcome = btoa(String.fromCharCode(...new TextEncoder().encode(text)));
            </script>
            """
        let file = folder.appendingPathComponent("report.html")
        try (page + Data(harness.utf8)).write(to: file)
        let address = file.absoluteString + (hash.isEmpty ? "" : "#" + hash)
        let result = try await Subprocess.run(
            .path(.init(path)),
            arguments: [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(folder.path)/profile", "--window-size=\(width),900", "--dump-dom", address,
            ],
            output: .string(limit: 8 << 20), error: .discarded)
        let dom = result.standardOutput
        guard let start = dom.range(of: "data-outcome=\""),
            let end = dom[start.upperBound...].firstIndex(of: "\""),
            let data = Data(base64Encoded: String(dom[start.upperBound..<end]))
        else {
            throw Failure(description: "the page gave no outcome; the browser ended with \(result.terminationStatus)")
        }
        return try JSONDecoder().decode([String: String].self, from: data)
    }
}
